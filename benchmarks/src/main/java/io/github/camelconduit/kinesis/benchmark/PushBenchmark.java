package io.github.camelconduit.kinesis.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * How fast the embedded server pushes to one subscriber, and what CPU time of the server that takes: from stored records
 * and from an endless stream, to the AWS SDK and to a client that only counts bytes. From one shard, or from more: the SDK,
 * whose client has one stream a connection here ({@code maxStreams(1)}; as it comes it takes as many as the server allows),
 * then reads each on a connection of its own, and with it on another thread.
 *
 * <p>Options, as name=value: see {@link #DEFAULTS}. Flags for this JVM, which is the client's, by {@code
 * JDK_JAVA_OPTIONS}; for the server's by the system property {@code server.jvm.options}; its own options, such as {@code
 * --rule maxEventBytes=32768}, by {@code server.options}.
 */
public final class PushBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of(
            // Only those whose name contains this.
            "measurements", "",
            "rounds", "5",
            // Of a round.
            "seconds", "4",
            // Of a record.
            "bytes", "1024",
            // Stored, over all shards.
            "records", "400000",
            "shards", "1");

    /** Until the compilers of both JVMs have calmed down. */
    private static final int WARM_UP_ROUNDS = 10;

    /** What the SDK's Netty client and Vert.x call their event loops. */
    private static final Pattern CLIENT_LOOP = Pattern.compile("aws-java-sdk-NettyEventLoop.*|vert\\.x-eventloop.*");

    private final String only;
    private final int rounds;
    private final long roundNanos;
    private final int shards;

    private PushBenchmark(Options options) {
        this.only = options.text("measurements");
        this.rounds = options.integer("rounds");
        this.shards = options.integer("shards");
        this.roundNanos = TimeUnit.SECONDS.toNanos(options.integer("seconds"));
    }

    public static void main(String[] args) {
        Options options = Options.parse(DEFAULTS, args);
        PushBenchmark benchmark = new PushBenchmark(options);
        int recordBytes = options.integer("bytes");
        System.out.printf(
                "Shards: %d, one subscriber, records of %d bytes; %d rounds, medians%n",
                benchmark.shards, recordBytes, benchmark.rounds);
        System.out.println(
                "                        records/s   server cores   server µs/record   client's loop   least to most, of each");
        if (benchmark.wants("stored, SDK") || benchmark.wants("stored, raw")) {
            benchmark.stored(recordBytes, options.integer("records"));
        }
        if (benchmark.wants("endless, SDK") || benchmark.wants("endless, raw")) {
            benchmark.endless(recordBytes);
        }
        System.exit(0);
    }

    private boolean wants(String measurement) {
        return measurement.contains(only);
    }

    private void stored(int recordBytes, int records) {
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx2g"), List.of("--stream", "stored:" + shards));
                SdkClient admin = new SdkClient(server.endpoint());
                // Of its own: connections that other calls have left would put two shards on one thread.
                SdkClient sdk = new SdkClient(server.endpoint());
                RawClient raw = new RawClient(server.endpoint(), shards)) {
            int each = records / shards;
            long stored = (long) each * shards;
            admin.putEvenly("stored", shards, each, recordBytes);
            measure("stored, SDK", server, admin, sdk, "stored", stored);
            measure("stored, raw", server, admin, raw, "stored", stored - 500L * shards);
            System.out.printf("  server's peak memory %d MiB%n", server.peakMebibytes());
        }
    }

    private void endless(int recordBytes) {
        List<String> options = List.of("--endless", "endless:" + shards + ":" + recordBytes);
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx256m"), options);
                SdkClient admin = new SdkClient(server.endpoint());
                // Of its own: connections that other calls have left would put two shards on one thread.
                SdkClient sdk = new SdkClient(server.endpoint());
                RawClient raw = new RawClient(server.endpoint(), shards)) {
            measure("endless, SDK", server, admin, sdk, "endless", Long.MAX_VALUE);
            measure("endless, raw", server, admin, raw, "endless", Long.MAX_VALUE);
            System.out.printf("  server's peak memory %d MiB%n", server.peakMebibytes());
        }
    }

    /** @param limit a round ends when so many records were read, or its time is over */
    private void measure(String name, ServerProcess server, SdkClient admin, Source source, String stream, long limit) {
        if (!wants(name)) {
            return;
        }
        List<Round> measured = new ArrayList<>();
        List<String> all = admin.shards(stream);
        for (int i = 0; i < WARM_UP_ROUNDS + rounds; i++) {
            String consumer = admin.register(stream, "round-" + i);
            Round round = round(server, source, consumer, all, limit);
            admin.deregister(consumer);
            if (i >= WARM_UP_ROUNDS) {
                measured.add(round);
            }
        }
        double[] rates = measured.stream().mapToDouble(Round::rate).sorted().toArray();
        double[] cores = measured.stream().mapToDouble(Round::cores).sorted().toArray();
        double[] micros =
                measured.stream().mapToDouble(Round::microsPerRecord).sorted().toArray();
        double[] loop =
                measured.stream().mapToDouble(Round::clientCores).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-20s %12.0f   %12.2f   %16.2f   %13.2f   %.0f to %.0f, %.2f to %.2f, %.2f to %.2f%n",
                name,
                median(rates),
                median(cores),
                median(micros),
                median(loop),
                rates[0],
                rates[rates.length - 1],
                cores[0],
                cores[cores.length - 1],
                micros[0],
                micros[micros.length - 1]);
    }

    private Round round(ServerProcess server, Source source, String consumer, List<String> all, long limit) {
        long cpu = server.cpu().toNanos();
        long loop = clientLoopNanos();
        long start = System.nanoTime();
        List<Source.Reading> readings =
                all.stream().map(shard -> source.read(consumer, shard)).toList();
        long records = 0;
        long elapsed = 0;
        while (records < limit && elapsed < roundNanos) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            records = readings.stream()
                    .mapToLong(reading -> reading.records().getAsLong())
                    .sum();
            elapsed = System.nanoTime() - start;
        }
        long cpuTaken = server.cpu().toNanos() - cpu;
        long loopTaken = clientLoopNanos() - loop;
        readings.forEach(reading -> reading.stop().run());
        return new Round(records, elapsed, cpuTaken, loopTaken);
    }

    /**
     * CPU time of this JVM's network threads. Close to a whole core it is the client that is at its limit: one
     * connection is one event loop.
     */
    private static long clientLoopNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(info -> info != null
                        && CLIENT_LOOP.matcher(info.getThreadName()).matches())
                .mapToLong(info -> Math.max(0, threads.getThreadCpuTime(info.getThreadId())))
                .sum();
    }

    private static double median(double[] sorted) {
        return Arrays.stream(sorted)
                .skip((sorted.length - 1) / 2)
                .limit(2 - sorted.length % 2)
                .average()
                .orElseThrow();
    }

    private record Round(long records, long nanos, long cpuNanos, long clientNanos) {

        double rate() {
            return records * 1e9 / nanos;
        }

        double cores() {
            return (double) cpuNanos / nanos;
        }

        double clientCores() {
            return (double) clientNanos / nanos;
        }

        double microsPerRecord() {
            return cpuNanos / 1e3 / records;
        }
    }
}
