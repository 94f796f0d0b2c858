package io.github.camelconduit.kinesis.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.camelconduit.kinesis.benchmark.reader.ReaderKind;

/**
 * What many shards cost the component's consumer: heap for each subscription and threads at 1, 100 and 1,000 shards, how
 * long it takes until all of 1,000 shards with a backlog deliver, and what they take when nothing arrives. Prints a table
 * in AsciiDoc.
 *
 * <p>Options, as name=value: see {@link #DEFAULTS}.
 */
public final class ShardsBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of(
            "shards", "1,100,1000",
            // Records of 1 KB that each shard holds when the consumer starts.
            "backlog", "100",
            // For which the idle consumer is watched.
            "idleSeconds", "20",
            // Before that, for the compiler and the collector to finish what the backlog left them.
            "settleSeconds", "10",
            "repeats", "1",
            // Of the consumer's JVM; as many as the SDK's buffers need, see the documentation.
            "flags", "-Xmx4g -XX:+UseG1GC -XX:G1HeapRegionSize=8m");

    private static final int RECORD_BYTES = 1024;

    /** What the server takes for a byte of data, with room: it must trim nothing of the backlog. */
    private static final int STORED_PER_BYTE = 2;

    private static final long OPENING_LIMIT_MILLIS = 300_000;

    private final Options options;

    private ShardsBenchmark(Options options) {
        this.options = options;
    }

    public static void main(String[] args) {
        Options options = Options.parse(DEFAULTS, args);
        System.out.printf("Options %s%n", options);
        new ShardsBenchmark(options).measure();
        System.exit(0);
    }

    private void measure() {
        List<Row> rows = new ArrayList<>();
        for (String shards : options.list("shards")) {
            Row row = new Row(Integer.parseInt(shards));
            for (int i = 0; i < options.integer("repeats"); i++) {
                measure(row);
            }
            rows.add(row);
        }
        print(rows);
    }

    private void measure(Row row) {
        String stream = "wide";
        int records = row.shards * options.integer("backlog");
        long mebibytes = 1 + (long) records * RECORD_BYTES * STORED_PER_BYTE / (1 << 20);
        try (ServerProcess server = ServerProcess.start(
                        List.of("-Xmx" + (1024 + 2 * mebibytes) + "m"),
                        List.of("--stream", stream + ":" + row.shards, "--retention-bytes", mebibytes + "m"));
                SdkClient sdk = new SdkClient(server.endpoint())) {
            sdk.putEvenly(stream, row.shards, options.integer("backlog"), RECORD_BYTES);
            try (ReaderProcess reader = ReaderProcess.start(
                    JavaCommand.words(options.text("flags")),
                    ReaderKind.SHARDS,
                    new ReaderProcess.Task(
                            server.endpoint().toString(), stream, "http://localhost", "shards", false, ""))) {
                long before = reader.heap();
                long start = System.nanoTime();
                long cpu = reader.sample().cpuNanos();
                reader.start();
                awaitAll(row, reader, start, records);
                row.cpu.add((reader.sample().cpuNanos() - cpu) / 1e9);
                row.heap.add((reader.heap() - before) / 1024.0 / row.shards);
                idle(row, reader);
            }
        }
    }

    private static void awaitAll(Row row, ReaderProcess reader, long start, int records) {
        boolean opened = false;
        int threads = 0;
        while (reader.sample().records() < records) {
            if (!opened && reader.shards() == row.shards) {
                opened = true;
                row.opened.add((System.nanoTime() - start) / 1e9);
            }
            threads = Math.max(threads, reader.sample().threads());
            Pause.millis(20);
            if ((System.nanoTime() - start) / 1_000_000 > OPENING_LIMIT_MILLIS) {
                throw new IllegalStateException("After %d s %d of %d shards deliver, %d of %d records have come."
                        .formatted(
                                OPENING_LIMIT_MILLIS / 1000,
                                reader.shards(),
                                row.shards,
                                reader.sample().records(),
                                records));
            }
        }
        if (!opened) {
            row.opened.add((System.nanoTime() - start) / 1e9);
        }
        row.drained.add((System.nanoTime() - start) / 1e9);
        row.threads.add(Math.max(threads, reader.sample().threads()));
    }

    private void idle(Row row, ReaderProcess reader) {
        Pause.seconds(options.number("settleSeconds"));
        ReaderProcess.Sample from = reader.sample();
        Pause.seconds(options.number("idleSeconds"));
        ReaderProcess.Sample to = reader.sample();
        row.idleCores.add((double) (to.cpuNanos() - from.cpuNanos()) / (to.nanos() - from.nanos()));
    }

    private void print(List<Row> rows) {
        System.out.printf(
                "%n.Shards, with %s records of %d bytes on each; JVM flags %s%n",
                options.text("backlog"), RECORD_BYTES, options.text("flags"));
        System.out.println("[cols=\"1,3,3,3,3,3,3\"]\n|===");
        System.out.println(
                "|Shards |Heap for each after a collection, KB |Start to a record of every shard, s |Start to"
                        + " the last record, s |CPU time of that, s |Threads |Idle, cores\n");
        for (Row row : rows) {
            System.out.printf(
                    "|%,d |%s |%s |%s |%s |%s |%s%n",
                    row.shards,
                    row.heap.text("%,.0f"),
                    row.opened.text("%.1f"),
                    row.drained.text("%.1f"),
                    row.cpu.text("%.1f"),
                    row.threads.text("%.0f"),
                    row.idleCores.text("%.3f"));
        }
        System.out.println("|===");
    }

    /** What the repeats gave for one number of shards. */
    private static final class Row {
        private final int shards;
        private final Figures heap = new Figures();
        private final Figures opened = new Figures();
        private final Figures drained = new Figures();
        private final Figures cpu = new Figures();
        private final Figures threads = new Figures();
        private final Figures idleCores = new Figures();

        Row(int shards) {
            this.shards = shards;
        }
    }
}
