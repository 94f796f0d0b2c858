package io.github.camelconduit.kinesis.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What MiniStack and the embedded server answer differently, and which of them AWS's documents bear out: the table in the
 * documentation.
 */
final class ComparedTable {

    private static final Path PAGE = Path.of("..", "src", "main", "docs", "kinesis-embedded-compared.adoc");
    private static final String BORDER = "|===";

    private ComparedTable() {}

    /** The rows, in order. */
    static List<Row> rows() {
        String page;
        try {
            page = Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String table = page.substring(page.indexOf(BORDER), page.lastIndexOf(BORDER));
        return table.lines()
                .filter(line -> line.startsWith("|") && !line.startsWith(BORDER))
                .skip(1)
                .map(Row::of)
                .toList();
    }

    /**
     * @param call     its name in {@link CallScript}, with the member of the answer if it is not the answer as a whole
     * @param embedded the embedded server's answer, or the member's value; a dash where there is none
     * @param miniStack MiniStack's, likewise
     * @param right    who does as AWS's documents say
     */
    record Row(String call, String embedded, String miniStack, String right, String why) {

        private static Row of(String line) {
            // A bar inside of a cell is escaped.
            String[] cells = line.substring(1).split(" (?<!\\\\)\\|", -1);
            if (cells.length != 5) {
                throw new IllegalArgumentException("Expected five cells, each on the row's line: " + line);
            }
            return new Row(cells[0], cells[1], cells[2], cells[3], cells[4]);
        }

        /** What the two servers differ in, without the judgement: the row as far as a run can know it. */
        String difference() {
            return difference(call, embedded, miniStack);
        }

        static String difference(String call, String embedded, String miniStack) {
            return "|%s |%s |%s".formatted(call, embedded, miniStack);
        }
    }
}
