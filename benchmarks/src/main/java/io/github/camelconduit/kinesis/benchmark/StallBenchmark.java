package io.github.camelconduit.kinesis.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelconduit.kinesis.benchmark.reader.ReaderKind;

/**
 * What stalled shards do to healthy ones: 20 healthy shards are read beside 0, 1 and 20 with whose records the route is
 * never done, all with a backlog, in a fresh JVM each time. Measured while the subscriptions of the stalled shards are
 * still open, before the component gives them back. Prints a table in AsciiDoc.
 *
 * <p>Options, as name=value: see {@link #DEFAULTS}.
 */
public final class StallBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of(
            "rounds", "3",
            "seconds", "4",
            // After the first record. All together has to end before the subscriptions are given back, after 30
            // seconds.
            "warmUp", "6",
            "stalled", "0,1,20",
            // STALLING: the route waits for a callback. BLOCKING: it holds its threads; needs more of them than stalled
            // shards.
            "reader", "STALLING",
            "options", "&concurrentConsumers=10");

    private static final int HEALTHY = 20;
    private static final int RECORD_BYTES = 1024;

    /** Records a second and shard where their time is taken. */
    private static final int PACE = 200;

    private final Options options;
    private final List<Integer> cases;

    private StallBenchmark(Options options) {
        this.options = options;
        this.cases = options.list("stalled").stream().map(Integer::valueOf).toList();
    }

    public static void main(String[] args) {
        Options options = Options.parse(DEFAULTS, args);
        System.out.printf("Options %s; readers' JVM flags %s%n", options, String.join(" ", ReaderProcess.FLAGS));
        new StallBenchmark(options).measure();
        System.exit(0);
    }

    private void measure() {
        int shards = HEALTHY + Collections.max(cases);
        List<String> streams = List.of(
                "--endless", "backlog:%d:%d".formatted(shards, RECORD_BYTES),
                "--endless", "paced:%d:%d:%d".formatted(shards, RECORD_BYTES, PACE));
        Map<Integer, Row> rows = new TreeMap<>();
        cases.forEach(stalled -> rows.put(stalled, new Row()));
        List<Integer> order = new ArrayList<>(cases);
        for (int i = 0; i < options.integer("rounds"); i++) {
            try (ServerProcess server = ServerProcess.start(List.of("-Xmx1g"), streams)) {
                Map<Integer, Double> rates = new TreeMap<>();
                for (int stalled : order) {
                    rates.put(stalled, throughput(server, stalled));
                    latency(server, stalled, rows.get(stalled));
                }
                rates.forEach((stalled, rate) -> {
                    rows.get(stalled).rates.add(rate);
                    rows.get(stalled).shares.add(rate / rates.get(cases.get(0)));
                });
            }
            Collections.rotate(order, 1);
        }
        print(rows);
    }

    private ReaderProcess reader(ServerProcess server, String stream, int stalled, boolean timed) {
        String stalling = shardIds(HEALTHY, HEALTHY + stalled);
        String all = shardIds(0, HEALTHY + stalled);
        // Times are those of what arrives from now on; how long a backlog took to come says nothing.
        String start = timed ? "&startFromLatest=true" : "";
        String detail =
                "%s &shardIds=%s%s%s".formatted(stalled == 0 ? "none" : stalling, all, start, options.text("options"));
        String application = "%s-%d".formatted(stream, stalled);
        ReaderProcess reader = ReaderProcess.start(
                ReaderProcess.FLAGS,
                ReaderKind.valueOf(options.text("reader")),
                new ReaderProcess.Task(
                        server.endpoint().toString(), stream, "http://localhost", application, timed, detail));
        reader.start();
        Pause.seconds(options.number("warmUp"));
        return reader;
    }

    private static String shardIds(int from, int to) {
        return IntStream.range(from, to).mapToObj("shardId-%012d"::formatted).collect(Collectors.joining(","));
    }

    private double throughput(ServerProcess server, int stalled) {
        try (ReaderProcess reader = reader(server, "backlog", stalled, false)) {
            ReaderProcess.Sample from = reader.sample();
            Pause.seconds(options.number("seconds"));
            ReaderProcess.Sample to = reader.sample();
            return (to.records() - from.records()) * 1e9 / (to.nanos() - from.nanos());
        }
    }

    private void latency(ServerProcess server, int stalled, Row row) {
        try (ReaderProcess reader = reader(server, "paced", stalled, true)) {
            reader.times();
            Pause.seconds(options.number("seconds"));
            ReaderProcess.Times times = reader.times();
            row.medians.add(times.median() / 1e3);
            row.p99s.add(times.p99() / 1e3);
            row.paced.add(times.count() / options.number("seconds"));
        }
    }

    private void print(Map<Integer, Row> rows) {
        System.out.printf("%n.%d healthy shards beside stalled ones%n", HEALTHY);
        System.out.println("[cols=\"1,3,3,3,3,3\"]\n|===");
        System.out.println(Stream.of(
                        "Stalled",
                        "Records/s of the healthy",
                        "Of those with " + cases.get(0) + " stalled, each round",
                        "At %d records/s and shard: median, ms".formatted(PACE),
                        "99th percentile, ms",
                        "Records/s")
                .collect(Collectors.joining(" |", "|", "\n")));
        rows.forEach((stalled, row) -> System.out.printf(
                "|%d |%s |%s |%s |%s |%s%n",
                stalled,
                row.rates.text("%,.0f"),
                row.shares.text("%.2f"),
                row.medians.text("%.1f"),
                row.p99s.text("%.1f"),
                row.paced.text("%,.0f")));
        System.out.println("|===");
    }

    /** What the rounds gave for one number of stalled shards. */
    private static final class Row {
        private final Figures rates = new Figures();
        private final Figures shares = new Figures();
        private final Figures medians = new Figures();
        private final Figures p99s = new Figures();
        private final Figures paced = new Figures();
    }
}
