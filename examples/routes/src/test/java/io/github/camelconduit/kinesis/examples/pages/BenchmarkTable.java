package io.github.camelconduit.kinesis.examples.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A table of the page on benchmarks, each row on a line. */
record BenchmarkTable(String title, List<String> columns, List<List<String>> rows) {

    /** All that have a title. */
    static List<BenchmarkTable> read(String page) {
        List<BenchmarkTable> tables = new ArrayList<>();
        List<String> lines = page.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.matches("\\.\\w.*") && lines.get(i + 2).equals("|===")) {
                List<List<String>> cells = lines.subList(i + 3, lines.size()).stream()
                        .takeWhile(row -> !row.equals("|==="))
                        .filter(row -> !row.isBlank())
                        .map(row -> Stream.of(row.substring(1).split("\\|"))
                                .map(String::strip)
                                .toList())
                        .toList();
                tables.add(new BenchmarkTable(line.substring(1), cells.get(0), cells.subList(1, cells.size())));
            }
        }
        return tables;
    }

    /** What is in a column of the first row that is meant; empty where there is no such row. */
    Optional<String> value(String column, Predicate<List<String>> row) {
        return column(column, row).stream().findFirst();
    }

    List<String> column(String column, Predicate<List<String>> row) {
        int at = columns.indexOf(column);
        if (at < 0) {
            throw new AssertionError(title + " has no column " + column + " but " + columns);
        }
        return rows.stream().filter(row).map(cells -> cells.get(at)).toList();
    }
}
