package io.github.camelconduit.kinesis.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What many shards and open subscriptions cost the embedded server: 2,000 shards on a stream, 5,000 subscriptions that
 * wait, each with an empty event every five seconds, in a heap of 512 MiB.
 *
 * <p>Arguments: shards (2000), subscriptions (5000), seconds to watch them (20).
 */
public final class ScaleBenchmark {

    private static final int STREAMS_PER_CONNECTION = 100;

    private ScaleBenchmark() {}

    public static void main(String[] args) throws InterruptedException {
        int[] settings = {2_000, 5_000, 20};
        for (int i = 0; i < args.length; i++) {
            settings[i] = Integer.parseInt(args[i]);
        }
        measure(settings[0], settings[1], settings[2]);
        System.exit(0);
    }

    private static void measure(int shards, int subscriptions, int seconds) throws InterruptedException {
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx512m"), List.of("--stream", "wide:" + shards));
                SdkClient sdk = new SdkClient(server.endpoint());
                RawClient raw = new RawClient(server.endpoint(), subscriptions / STREAMS_PER_CONNECTION + 1)) {
            long cpu = server.cpu().toNanos();
            long start = System.nanoTime();
            List<String> ids = sdk.shards("wide");
            report("listing %d shards", ids.size(), server, start, cpu);

            cpu = server.cpu().toNanos();
            start = System.nanoTime();
            int opened = 0;
            for (int consumer = 0; opened < subscriptions; consumer++) {
                String arn = sdk.register("wide", "app-" + consumer);
                for (int i = 0; i < ids.size() && opened < subscriptions; i++, opened++) {
                    raw.read(arn, ids.get(i), "LATEST");
                }
            }
            report("opening %d subscriptions", opened, server, start, cpu);

            cpu = server.cpu().toNanos();
            start = System.nanoTime();
            TimeUnit.SECONDS.sleep(seconds);
            report("%d idle subscriptions", opened, server, start, cpu);
        }
    }

    private static void report(String what, int count, ServerProcess server, long start, long cpuBefore) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%-32s %6.2f s, server %.3f cores, peak memory %d MiB%n",
                what.formatted(count),
                seconds,
                (server.cpu().toNanos() - cpuBefore) / 1e9 / seconds,
                server.peakMebibytes());
    }
}
