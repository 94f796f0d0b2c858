package io.github.camelconduit.kinesis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The project's copy of the configuration table, as its rows. */
final class ConfigurationTable {

    private ConfigurationTable() {}

    static List<Row> rows() {
        try (InputStream in = ConfigurationTable.class.getResourceAsStream("/configuration-table.md")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> line.startsWith("| `"))
                    .map(Row::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param original the name in the Conduit connector
     * @param asTemplate whether the row is about that option holding a template
     * @param path whether it is the endpoint's path here
     * @param defaultValue the default, or null
     */
    record Row(
            String original,
            boolean asTemplate,
            String side,
            String option,
            boolean path,
            String type,
            boolean secret,
            String defaultValue,
            String required) {

        private static Row read(String line) {
            List<String> cells =
                    Arrays.stream(line.split("\\|")).map(String::strip).toList();
            return new Row(
                    quoted(cells.get(1)),
                    cells.get(1).endsWith("as a template"),
                    cells.get(2),
                    quoted(cells.get(3)),
                    cells.get(3).startsWith("path"),
                    cells.get(4).split(",")[0],
                    cells.get(4).endsWith("secret"),
                    cells.get(5).equals("none") ? null : quoted(cells.get(5)),
                    cells.get(6));
        }

        private static String quoted(String cell) {
            return cell.substring(cell.indexOf('`') + 1, cell.lastIndexOf('`'));
        }

        /** A value that the option takes and that is not its default. */
        String sample() {
            return switch (option) {
                case "region" -> "eu-west-1";
                case "url" -> "http://localhost:4567";
                case "streamNameOrArn" -> "orders";
                case "streamArn" -> "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";
                case "partitionKeyTemplate", "streamNameTemplate" -> "${headers['customer']}-orders";
                case "startFromLatest", "autoCreateStream" -> "true";
                default -> option + "Value+/=";
            };
        }

        @Override
        public String toString() {
            return original + (asTemplate ? " as a template" : "");
        }
    }
}
