package io.github.camelconduit.kinesis.observe;

import java.util.List;

import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/** A table as JMX has them; its first column finds a row. */
final class OpenTable {

    private final String name;
    private final String description;
    private final List<Column> columns;

    /** A column, of a type that JMX clients know. */
    record Column(String name, OpenType<?> type, String description) {

        static Column text(String name, String description) {
            return new Column(name, SimpleType.STRING, description);
        }

        static Column ofLong(String name, String description) {
            return new Column(name, SimpleType.LONG, description);
        }

        static Column ofInteger(String name, String description) {
            return new Column(name, SimpleType.INTEGER, description);
        }

        static Column flag(String name, String description) {
            return new Column(name, SimpleType.BOOLEAN, description);
        }
    }

    OpenTable(String name, String description, Column... columns) {
        this.name = name;
        this.description = description;
        this.columns = List.of(columns);
    }

    /** @param rows the values of each row, in the order of the columns */
    TabularData of(List<Object[]> rows) {
        String[] names = columns.stream().map(Column::name).toArray(String[]::new);
        try {
            CompositeType type = new CompositeType(
                    name,
                    description,
                    names,
                    columns.stream().map(Column::description).toArray(String[]::new),
                    columns.stream().map(Column::type).toArray(OpenType[]::new));
            TabularData table =
                    new TabularDataSupport(new TabularType(name + "s", description, type, new String[] {names[0]}));
            for (Object[] row : rows) {
                table.put(new CompositeDataSupport(type, names, row));
            }
            return table;
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As text; empty for what is not known. */
    static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
