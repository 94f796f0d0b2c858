package io.github.camelconduit.kinesis.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.camel.impl.DefaultCamelContext;

/**
 * What the producer costs beside the calls it makes. All rounds alternate between those that are compared.
 *
 * <ul>
 *   <li>stream: one thread, 4,000 exchanges outstanding, against PutRecords of 500 with as many requests in flight;
 *   <li>templates: the same exchanges, whose key is in a header, against keys that a template makes of that header;
 *   <li>block: 1, 8, 32 and 128 threads that each wait for their record, against PutRecord, PutRecords of one record and
 *       camel-aws2-kinesis, with a server that takes 0, 10 and 50 ms for an answer; beside each how often a thread of this
 *       JVM waited for something, for each record;
 *   <li>latency: one thread that writes a record now and then.
 * </ul>
 *
 * <p>Options, as name=value: see {@link #DEFAULTS}.
 */
public final class ProducerBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of(
            "measurements", "stream,templates,block,latency",
            "rounds", "5",
            // Of a round.
            "seconds", "4",
            // Of a record.
            "bytes", "1024",
            // Of stream and templates.
            "requestsInFlight", "4",
            // Of block: how many threads write.
            "threads", "1,8,32,128",
            // Of block and latency: after how many milliseconds the server answers.
            "delays", "0,10,50");

    private static final int WARM_UP_ROUNDS = 2;
    private static final int WARM_UP_SECONDS = 20;
    private static final int WARM_UP_THREADS = 16;
    private static final int OUTSTANDING = 4_000;
    private static final int KEYS = 10_000;
    private static final int LOW_RATE_PAUSE_MILLIS = 20;

    private final int rounds;
    private final long roundNanos;
    private final byte[] data;
    private final int requestsInFlight;
    private final List<String> measurements;
    private final List<Integer> threads;
    private final List<Integer> delays;
    private final DefaultCamelContext camel = new DefaultCamelContext();

    private ProducerBenchmark(Options options) {
        rounds = options.integer("rounds");
        roundNanos = TimeUnit.SECONDS.toNanos(options.integer("seconds"));
        data = new byte[options.integer("bytes")];
        requestsInFlight = options.integer("requestsInFlight");
        measurements = options.list("measurements");
        threads = options.list("threads").stream().map(Integer::valueOf).toList();
        delays = options.list("delays").stream().map(Integer::valueOf).toList();
    }

    public static void main(String[] args) throws Exception {
        ProducerBenchmark benchmark = new ProducerBenchmark(Options.parse(DEFAULTS, args));
        try (ServerProcess server = ServerProcess.start(
                List.of("-Xmx1g"), List.of("--stream", "written:4", "--retention-bytes", "268435456"))) {
            benchmark.camel.start();
            benchmark.run(server.endpoint());
        }
        System.exit(0);
    }

    private void run(URI server) throws Exception {
        System.out.printf("Records of %d bytes; %d rounds, medians (least to most)%n", data.length, rounds);
        if (measurements.contains("stream")) {
            stream(server);
        }
        if (measurements.contains("templates")) {
            templates(server);
        }
        if (!measurements.contains("block") && !measurements.contains("latency")) {
            return;
        }
        List<BlockingWriter> writers = List.of(
                BlockingWriter.conduit(camel, server),
                BlockingWriter.putRecord(server),
                BlockingWriter.putRecords(server),
                BlockingWriter.aws2(camel, server));
        warmUp(writers);
        for (int delay : delays) {
            delay(server, delay);
            if (measurements.contains("block")) {
                for (int together : threads) {
                    block(writers, together, delay);
                }
            }
            if (measurements.contains("latency")) {
                latency(writers, delay);
            }
        }
    }

    private void stream(URI server) throws Exception {
        List<StreamingWriter> writers = List.of(
                StreamingWriter.putRecords(server, requestsInFlight, data, new StreamingWriter.Keys(KEYS)),
                exchanges(server, "sendOrder=none", "sendOrder=none"),
                exchanges(server, "sendOrder=partitionKey", "sendOrder=partitionKey"));
        alternate("stream", writers);
    }

    /** The key is the same, so that only what it takes to evaluate and to watch a template differs. */
    private void templates(URI server) throws Exception {
        String header = "${header.CamelConduitKinesisPartitionKey}";
        List<StreamingWriter> writers = List.of(
                exchanges(server, "key in a header", "sendOrder=none"),
                exchanges(server, "partitionKeyTemplate", "sendOrder=none&partitionKeyTemplate=RAW(" + header + ")"));
        alternate("templates", writers);
    }

    private StreamingWriter exchanges(URI server, String name, String options) throws Exception {
        return StreamingWriter.exchanges(
                camel, server, name, options, requestsInFlight, OUTSTANDING, data, new StreamingWriter.Keys(KEYS));
    }

    private void alternate(String measurement, List<StreamingWriter> writers) throws Exception {
        Map<String, Results> results = new LinkedHashMap<>();
        for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
            for (StreamingWriter writer : writers) {
                writer.counter().takeRequests();
                long start = System.nanoTime();
                long written = writer.run().until(start + roundNanos);
                long nanos = System.nanoTime() - start;
                if (round >= WARM_UP_ROUNDS) {
                    results.computeIfAbsent(writer.name(), name -> new Results())
                            .add(
                                    written * 1e9 / nanos,
                                    written,
                                    writer.counter().takeRequests());
                }
            }
        }
        report(measurement + ", " + requestsInFlight + " requests in flight", "records/s", results);
    }

    /** Until the compilers of both JVMs have calmed down, or the first cells measure them. */
    private void warmUp(List<BlockingWriter> writers) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(WARM_UP_THREADS);
        for (int round = 0; round < WARM_UP_SECONDS; round++) {
            for (BlockingWriter writer : writers) {
                writeTogether(pool, WARM_UP_THREADS, writer, TimeUnit.SECONDS.toNanos(1));
            }
        }
        pool.shutdown();
    }

    private void block(List<BlockingWriter> writers, int threads, int delay) throws Exception {
        Map<String, Results> results = new LinkedHashMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
            for (BlockingWriter writer : writers) {
                writer.counter().takeRequests();
                ThreadSwitches switches = ThreadSwitches.now();
                long start = System.nanoTime();
                long written = writeTogether(pool, threads, writer, roundNanos);
                long nanos = System.nanoTime() - start;
                if (round >= WARM_UP_ROUNDS) {
                    Results own = results.computeIfAbsent(writer.name(), name -> new Results());
                    own.add(written * 1e9 / nanos, written, writer.counter().takeRequests());
                    own.switches += ThreadSwitches.now().since(switches);
                }
            }
        }
        pool.shutdown();
        report("block, " + threads + " threads, server " + delay + " ms", "records/s", results);
    }

    private long writeTogether(ExecutorService pool, int threads, BlockingWriter writer, long nanos) throws Exception {
        long end = System.nanoTime() + nanos;
        List<Future<Long>> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String prefix = t + "-";
            all.add(pool.submit(() -> writeUntil(writer, prefix, end)));
        }
        long written = 0;
        for (Future<Long> one : all) {
            written += one.get();
        }
        return written;
    }

    private long writeUntil(BlockingWriter writer, String prefix, long end) throws Exception {
        long written = 0;
        while (System.nanoTime() < end) {
            writer.write().write(prefix + written % 1_000, data);
            written++;
        }
        return written;
    }

    private void latency(List<BlockingWriter> writers, int delay) throws Exception {
        Map<String, Results> results = new LinkedHashMap<>();
        for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
            for (BlockingWriter writer : writers) {
                writer.counter().takeRequests();
                List<Double> micros = new ArrayList<>();
                long end = System.nanoTime() + roundNanos;
                while (System.nanoTime() < end) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOW_RATE_PAUSE_MILLIS));
                    long start = System.nanoTime();
                    writer.write().write("key-" + micros.size(), data);
                    micros.add((System.nanoTime() - start) / 1e3);
                }
                if (round >= WARM_UP_ROUNDS) {
                    double median = median(micros.stream()
                            .mapToDouble(Double::doubleValue)
                            .sorted()
                            .toArray());
                    results.computeIfAbsent(writer.name(), name -> new Results())
                            .add(median, micros.size(), writer.counter().takeRequests());
                }
            }
        }
        report("latency, a record every " + LOW_RATE_PAUSE_MILLIS + " ms, server " + delay + " ms", "µs", results);
    }

    /** Makes the server take so long for every answer to a write. */
    private static void delay(URI server, int millis) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        URI faults = server.resolve("/_admin/faults");
        http.send(HttpRequest.newBuilder(faults).DELETE().build(), HttpResponse.BodyHandlers.discarding());
        if (millis == 0) {
            return;
        }
        for (String operation : List.of("PutRecord", "PutRecords")) {
            String fault = "{\"fault\": \"delay\", \"operation\": \"%s\", \"delayMillis\": %d, \"times\": \"always\"}"
                    .formatted(operation, millis);
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(faults)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(fault))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("The server takes no delay: " + answer.body());
            }
        }
    }

    private static void report(String measurement, String unit, Map<String, Results> results) {
        System.out.println(measurement);
        results.forEach((name, result) -> System.out.printf(
                Locale.ROOT,
                "  %-34s %10.0f %s (%.0f to %.0f)   %9d requests, %6.1f records each%s%n",
                name,
                median(result.sorted()),
                unit,
                result.sorted()[0],
                result.sorted()[result.sorted().length - 1],
                result.requests,
                (double) result.records / Math.max(1, result.requests),
                result.waits()));
    }

    private static double median(double[] sorted) {
        return Arrays.stream(sorted)
                .skip((sorted.length - 1) / 2)
                .limit(2 - sorted.length % 2)
                .average()
                .orElseThrow();
    }

    /** The rounds of one of those that are compared. */
    private static final class Results {

        private final List<Double> values = new ArrayList<>();
        private long records;
        private long requests;
        private long switches;

        void add(double value, long recordsOfRound, long requestsOfRound) {
            values.add(value);
            records += recordsOfRound;
            requests += requestsOfRound;
        }

        String waits() {
            return switches == 0
                    ? ""
                    : String.format(Locale.ROOT, ", %6.1f waits a record", (double) switches / Math.max(1, records));
        }

        double[] sorted() {
            return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        }
    }
}
