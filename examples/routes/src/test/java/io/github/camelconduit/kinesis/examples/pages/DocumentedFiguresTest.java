package io.github.camelconduit.kinesis.examples.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The figures of the README are those of the page on benchmarks. Which of its rows they are is said here, so that none is
 * chosen for its result; when the page changes, this test fails with the table that the README has to have.
 */
class DocumentedFiguresTest {

    private static final String OURS = "conduit-kinesis";
    private static final String THEIRS = "camel-aws2-kinesis";
    private static final String TUNED = " tuned";
    private static final List<String> HOW = List.of(" as it comes", TUNED);

    private final List<BenchmarkTable> tables = BenchmarkTable.read(Project.read("src/main/docs/benchmarks.adoc"));

    @Test
    void theTableOfTheReadmeIsMadeOfTheBenchmarks() {
        String readme = Project.read("README.md");
        String table =
                readme.substring(readme.indexOf("<!-- figures: begin -->"), readme.indexOf("<!-- figures: end -->"));
        List<String> rows = table.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| |"))
                .toList();

        List<String> measured = new ArrayList<>();
        measured.addAll(readers("Put to route", "Median, ms", ": median, ms"));
        measured.addAll(readers("Put to route", "Records/s read", ": records a second read of those"));
        measured.addAll(readers("From start to the first record", "Seconds", ", s"));
        measured.addAll(backlogs());
        measured.addAll(threads("0 ms", List.of("1", "8", "32", "128")));
        measured.addAll(threads("10 ms", List.of("8", "128")));
        measured.addAll(threads("50 ms", List.of("8", "128")));
        Stream.of("0 ms", "10 ms").forEach(server -> measured.addAll(alone(server)));
        assertThat(rows).containsExactlyElementsOf(measured);
    }

    /** A row for each way their reader is set. */
    private List<String> readers(String title, String column, String unit) {
        BenchmarkTable table = table(title);
        String ours = table.value(column, row -> row.contains(OURS)).orElseThrow();
        return HOW.stream()
                .flatMap(how -> table
                        .value(column, row -> row.contains(THEIRS + how))
                        .map(theirs -> row("Reading: " + lower(table.title()) + unit + set(how), ours, theirs))
                        .stream())
                .toList();
    }

    /** Where both were measured, in one run. */
    private List<String> backlogs() {
        List<String> rows = new ArrayList<>();
        for (BenchmarkTable table : tables) {
            if (table.title().startsWith("Backlog") && table.columns().contains("Shards")) {
                for (String how : HOW) {
                    for (String shards : table.column("Shards", row -> row.contains(THEIRS + how))) {
                        rows.add(row(
                                "Reading: a backlog, shards: " + shards + ", records a second" + set(how),
                                backlog(table, shards, OURS),
                                backlog(table, shards, THEIRS + how)));
                    }
                }
            }
        }
        return rows;
    }

    private static String backlog(BenchmarkTable table, String shards, String reader) {
        return table.value("Records/s", row -> row.get(0).equals(shards) && row.contains(reader))
                .orElseThrow();
    }

    private List<String> threads(String server, List<String> counts) {
        BenchmarkTable table = table("Threads that each wait");
        return counts.stream()
                .map(threads -> {
                    Predicate<List<String>> here =
                            row -> row.get(0).equals(server) && row.get(1).equals(threads);
                    return row(
                            "Writing: threads that each wait for their record: %s, answers %s, records a second"
                                    .formatted(threads, answers(server)),
                            table.value(OURS, here).orElseThrow(),
                            table.value(THEIRS, here).orElseThrow());
                })
                .toList();
    }

    private List<String> alone(String server) {
        BenchmarkTable table = table("A record every 20 ms");
        Predicate<List<String>> here = row -> row.get(0).equals(server);
        return List.of(row(
                "Writing: a record every 20 ms, answers %s, until it is written, ms".formatted(answers(server)),
                table.value(OURS + ", ms", here).orElseThrow(),
                table.value(THEIRS + ", ms", here).orElseThrow()));
    }

    private BenchmarkTable table(String title) {
        return tables.stream()
                .filter(table -> table.title().startsWith(title))
                .findFirst()
                .orElseThrow();
    }

    private static String set(String how) {
        return how.equals(TUNED) ? "; theirs tuned" : "";
    }

    private static String lower(String title) {
        return title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
    }

    private static String answers(String server) {
        return server.equals("0 ms") ? "at once" : "after " + server;
    }

    private static String row(String label, String ours, String theirs) {
        return "| " + label + " | " + ours + " | " + theirs + " |";
    }
}
