package io.github.camelconduit.kinesis.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/**
 * Writes the tables of options and headers into the component's page, from the metadata that the build has just
 * generated. The build runs it; the page is committed with its tables, so that it can be read where the code is.
 *
 * <p>What stands between {@code // <name>: START} and {@code // <name>: END} is replaced. A page or a marker that is
 * not there fails the build.
 */
public final class OptionTables {

    private OptionTables() {}

    /** @param args the path of the page */
    public static void main(String[] args) throws IOException {
        Path page = Path.of(args[0]);
        String before = Files.readString(page);
        String after = fill(before, OptionMetadata.load());
        if (!after.equals(before)) {
            Files.writeString(page, after);
        }
    }

    static String fill(String page, ComponentModel model) {
        String filled = between(page, "component options", optionTable(model.getComponentOptions(), o -> true));
        filled = between(filled, "endpoint path", optionTable(model.getEndpointOptions(), OptionTables::isPath));
        filled =
                between(filled, "endpoint options", optionTable(model.getEndpointOptions(), option -> !isPath(option)));
        return between(filled, "headers", headerTable(model.getEndpointHeaders()));
    }

    private static boolean isPath(BaseOptionModel option) {
        return "path".equals(option.getKind());
    }

    private static String between(String page, String name, String content) {
        String start = "// " + name + ": START\n";
        String end = "// " + name + ": END\n";
        int from = page.indexOf(start);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "The page has no lines '" + start.strip() + "' and '" + end.strip() + "'");
        }
        return page.substring(0, from + start.length()) + content + page.substring(to);
    }

    private static String optionTable(List<? extends BaseOptionModel> options, Predicate<BaseOptionModel> wanted) {
        StringBuilder table = new StringBuilder("[width=\"100%\",cols=\"2,5,1,2\",options=\"header\"]\n|===\n"
                + "| Name | Description | Default | Type\n");
        options.stream().filter(wanted).forEach(option -> table.append("\n| *")
                .append(option.isMultiValue() ? option.getPrefix() + "*" : option.getName())
                .append("* (")
                .append(option.getGroup())
                .append(")\n| ")
                .append(marks(option))
                .append(text(option.getDescription()))
                .append(values(option))
                .append("\n| ")
                .append(
                        option.getDefaultValue() == null
                                ? ""
                                : text(option.getDefaultValue().toString()))
                .append("\n| ")
                .append(type(option))
                .append('\n'));
        return table.append("|===\n").toString();
    }

    private static String headerTable(List<ComponentModel.EndpointHeaderModel> headers) {
        StringBuilder table = new StringBuilder("[width=\"100%\",cols=\"3,5,2\",options=\"header\"]\n|===\n"
                + "| Header and its constant | Description | Type\n");
        headers.forEach(header -> table.append("\n| `")
                .append(header.getName())
                .append("` +\n`")
                .append(header.getConstantName()
                        .substring(header.getConstantName().indexOf('#') + 1))
                .append("` (")
                .append(header.getGroup())
                .append(")\n| ")
                .append(text(header.getDescription()))
                .append(values(header))
                .append("\n| ")
                .append(type(header))
                .append('\n'));
        return table.append("|===\n").toString();
    }

    private static String marks(BaseOptionModel option) {
        return (option.isRequired() ? "*Required.* " : "") + (option.isSecret() ? "*Secret.* " : "");
    }

    private static String values(BaseOptionModel option) {
        List<String> values = option.getEnums();
        return values == null || values.isEmpty() ? "" : " Values: " + String.join(", ", values) + ".";
    }

    private static String type(BaseOptionModel option) {
        if ("duration".equals(option.getType())) {
            return "duration (milliseconds, or such as 5s)";
        }
        String type = option.getJavaType().replaceAll("\\w+(\\.\\w+)*\\.", "");
        return option.getEnums() == null || option.getEnums().isEmpty() ? type : "enum";
    }

    private static String text(String description) {
        return description.replace("|", "\\|");
    }
}
