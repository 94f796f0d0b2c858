package io.github.camelconduit.kinesis.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.camelconduit.kinesis.benchmark.reader.ReaderKind;

/**
 * The component's consumer beside other ways to read a stream: the AWS SDK alone, camel-aws2-kinesis as it comes and
 * tuned, and the Kinesis Client Library with enhanced fan-out. Each reader has a JVM of its own with the same heap; those
 * that subscribe have the same client settings. They take turns.
 *
 * <p>Measured: records of 1 KB a second from a backlog that does not end, and for each second of the reader's CPU time;
 * the time from put to route at 100 records a second; the time from the start of the reader, in a fresh JVM, to its first
 * record. Prints tables in AsciiDoc.
 *
 * <p>Options, as name=value: see {@link #DEFAULTS}.
 */
public final class ConsumerBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of(
            // Of the throughput, for each number of shards.
            "rounds", "9",
            // Of a round, in seconds.
            "seconds", "2",
            // Of CPU time before the first round, in seconds.
            "warmUp", "60",
            "shards", "1,4,16",
            "readers", "BARE,CONDUIT,POLLING,TUNED_POLLING,KCL",
            // Fresh starts of every reader, each followed by the latency of all.
            "starts", "2",
            // Windows of latency after each start, and their seconds.
            "windows", "2",
            "windowSeconds", "4");

    private static final int RECORD_BYTES = 1024;
    private static final int LATENCY_SHARDS = 4;
    private static final int LATENCY_RATE = 100;

    /** Below the time after which this component and the library give back what nobody takes from. */
    private static final double WARM_UP_TURN_SECONDS = 5;

    /** Between a reader's turn and its round, and from the last start to the first window. */
    private static final double SETTLE_SECONDS = 0.7;

    private static final double LATENCY_SETTLE_SECONDS = 3;

    private final Options options;
    private final List<ReaderKind> kinds;
    private final ServerProcess server;
    private final DynamoDbProcess leases;
    private final Map<ReaderKind, Figures> firstRecord = new EnumMap<>(ReaderKind.class);
    private int applications;

    private ConsumerBenchmark(Options options, ServerProcess server, DynamoDbProcess leases) {
        this.options = options;
        this.kinds = options.list("readers").stream().map(ReaderKind::valueOf).toList();
        this.server = server;
        this.leases = leases;
        kinds.forEach(kind -> firstRecord.put(kind, new Figures()));
    }

    public static void main(String[] args) {
        Options options = Options.parse(DEFAULTS, args);
        System.out.printf("Options %s; readers' JVM flags %s%n", options, String.join(" ", ReaderProcess.FLAGS));
        // The bare subscriber renews nothing.
        List<String> streams = new ArrayList<>(List.of("--rule", "subscriptionLifetime=3h"));
        for (String shards : options.list("shards")) {
            streams.addAll(List.of("--endless", "backlog-%s:%s:%d".formatted(shards, shards, RECORD_BYTES)));
        }
        for (int i = 0; i < options.integer("starts"); i++) {
            streams.addAll(List.of("--stream", "latency-%d:%d".formatted(i, LATENCY_SHARDS)));
        }
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx1g"), streams);
                DynamoDbProcess leases = DynamoDbProcess.start()) {
            ConsumerBenchmark benchmark = new ConsumerBenchmark(options, server, leases);
            for (String shards : options.list("shards")) {
                benchmark.throughput(Integer.parseInt(shards));
            }
            if (options.integer("starts") > 0) {
                benchmark.latency();
            }
            benchmark.printFirstRecords();
        }
        System.exit(0);
    }

    private ReaderProcess reader(ReaderKind kind, String stream, boolean timed) {
        String application = "%s-%d".formatted(kind.name().toLowerCase(), applications++);
        ReaderProcess reader = ReaderProcess.start(
                ReaderProcess.FLAGS,
                kind,
                new ReaderProcess.Task(server.endpoint().toString(), stream, leases.url(), application, timed, ""));
        firstRecord.get(kind).add(reader.start().toNanos() / 1e9);
        return reader;
    }

    private void throughput(int shards) {
        Map<ReaderKind, ReaderProcess> readers = new EnumMap<>(ReaderKind.class);
        Map<ReaderKind, Throughput> results = new EnumMap<>(ReaderKind.class);
        try {
            for (ReaderKind kind : kinds) {
                ReaderProcess reader = reader(kind, "backlog-" + shards, false);
                readers.put(kind, reader);
                results.put(kind, new Throughput());
                reader.hold();
            }
            warmUp(readers.values());
            List<ReaderKind> order = new ArrayList<>(kinds);
            for (int i = 0; i < options.integer("rounds"); i++) {
                Map<ReaderKind, Double> rates = new EnumMap<>(ReaderKind.class);
                for (ReaderKind kind : order) {
                    rates.put(kind, round(readers.get(kind), results.get(kind)));
                }
                rates.forEach((kind, rate) -> results.get(kind).shares.add(rate / rates.get(ReaderKind.BARE)));
                Collections.rotate(order, 1);
            }
        } finally {
            readers.values().forEach(ReaderProcess::close);
        }
        printThroughput(shards, results);
    }

    /**
     * Until each has taken so much CPU time that its code is compiled; one that takes next to none does not go on. In
     * turns, so that no connection is left alone for longer than its client bears.
     */
    private void warmUp(Collection<ReaderProcess> readers) {
        double needed = options.number("warmUp");
        List<ReaderProcess> cold = new ArrayList<>(readers);
        while (!cold.isEmpty()) {
            for (ReaderProcess reader : List.copyOf(cold)) {
                double before = reader.sample().cpuNanos() / 1e9;
                reader.open();
                Pause.seconds(WARM_UP_TURN_SECONDS);
                reader.hold();
                double taken = reader.sample().cpuNanos() / 1e9;
                if (taken >= needed || taken - before < WARM_UP_TURN_SECONDS / 10) {
                    cold.remove(reader);
                }
            }
        }
    }

    private double round(ReaderProcess reader, Throughput result) {
        reader.open();
        Pause.seconds(SETTLE_SECONDS);
        long serverCpu = server.cpu().toNanos();
        ReaderProcess.Sample from = reader.sample();
        Pause.seconds(options.number("seconds"));
        ReaderProcess.Sample to = reader.sample();
        result.serverCores.add((double) (server.cpu().toNanos() - serverCpu) / (to.nanos() - from.nanos()));
        reader.hold();
        long records = to.records() - from.records();
        double rate = records * 1e9 / (to.nanos() - from.nanos());
        result.rates.add(rate);
        result.perCpuSecond.add(records * 1e9 / Math.max(1, to.cpuNanos() - from.cpuNanos()));
        result.cores.add((double) (to.cpuNanos() - from.cpuNanos()) / (to.nanos() - from.nanos()));
        return rate;
    }

    /** What the rounds of one reader gave. */
    private static final class Throughput {
        private final Figures rates = new Figures();
        private final Figures shares = new Figures();
        private final Figures perCpuSecond = new Figures();
        private final Figures cores = new Figures();
        private final Figures serverCores = new Figures();
    }

    private static void printThroughput(int shards, Map<ReaderKind, Throughput> results) {
        System.out.printf("%n.Backlog, %d shard%s%n", shards, shards == 1 ? "" : "s");
        System.out.println("[cols=\"3,3,3,3,2,2\"]\n|===");
        System.out.println("|Reader |Records/s |Of the bare subscriber's, each round |Records per CPU second of the"
                + " reader |Its cores |The server's cores\n");
        results.forEach((kind, result) -> System.out.printf(
                "|%s |%s |%s |%s |%s |%s%n",
                kind.title(),
                result.rates.text("%,.0f"),
                result.shares.text("%.2f"),
                result.perCpuSecond.text("%,.0f"),
                result.cores.text("%.2f"),
                result.serverCores.text("%.2f")));
        System.out.println("|===");
    }

    /** All readers at the same time: at this rate they leave each other room, and each sees the same records. */
    private void latency() {
        Figures writes = new Figures();
        Map<ReaderKind, Latency> results = new EnumMap<>(ReaderKind.class);
        kinds.forEach(kind -> results.put(kind, new Latency()));
        List<ReaderKind> order = new ArrayList<>(kinds);
        for (int i = 0; i < options.integer("starts"); i++) {
            Map<ReaderKind, ReaderProcess> readers = new EnumMap<>(ReaderKind.class);
            String stream = "latency-" + i;
            try (SdkClient sdk = new SdkClient(server.endpoint());
                    TimedWriter writer = new TimedWriter(sdk.kinesis(), stream, LATENCY_RATE)) {
                for (ReaderKind kind : order) {
                    readers.put(kind, reader(kind, stream, true));
                }
                Pause.seconds(LATENCY_SETTLE_SECONDS);
                long writtenBefore = writer.written();
                readers.values().forEach(ReaderProcess::times);
                for (int w = 0; w < options.integer("windows"); w++) {
                    Pause.seconds(options.number("windowSeconds"));
                    readers.forEach((kind, reader) -> results.get(kind).add(reader.times()));
                }
                writes.add((writer.written() - writtenBefore)
                        / (options.integer("windows") * options.number("windowSeconds")));
            } finally {
                readers.values().forEach(ReaderProcess::close);
            }
            Collections.rotate(order, 1);
        }
        printLatency(results, writes.median());
    }

    /** What the windows of one reader gave, in milliseconds. */
    private static final class Latency {
        private final Figures medians = new Figures();
        private final Figures p99s = new Figures();
        private final Figures counts = new Figures();

        void add(ReaderProcess.Times times) {
            counts.add(times.count());
            if (times.count() > 0) {
                medians.add(times.median() / 1e3);
                p99s.add(times.p99() / 1e3);
            }
        }
    }

    private void printLatency(Map<ReaderKind, Latency> results, double written) {
        System.out.printf("%n.Put to route, %.0f records a second on %d shards%n", written, LATENCY_SHARDS);
        System.out.println("[cols=\"3,3,3,3\"]\n|===\n|Reader |Median, ms |99th percentile, ms |Records/s read\n");
        results.forEach((kind, result) -> System.out.printf(
                "|%s |%s |%s |%.0f%n",
                kind.title(),
                result.medians.text("%,.1f"),
                result.p99s.text("%,.1f"),
                result.counts.median() / options.number("windowSeconds")));
        System.out.println("|===");
    }

    private void printFirstRecords() {
        System.out.printf("%n.From start to the first record, in a fresh JVM%n");
        System.out.println("[cols=\"3,3\"]\n|===\n|Reader |Seconds\n");
        firstRecord.forEach((kind, figures) -> System.out.printf("|%s |%s%n", kind.title(), figures.text("%.2f")));
        System.out.println("|===");
    }
}
