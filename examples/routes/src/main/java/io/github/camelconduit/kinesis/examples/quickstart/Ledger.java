package io.github.camelconduit.kinesis.examples.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Notes every event that was written and every one that arrives, by the number in its payload, and judges: lost is what
 * was written and did not arrive, doubled what arrived again, out of order what arrived behind a later event of the
 * same earthquake. Thread-safe.
 */
final class Ledger {

    /** No more events than this are written in a run. */
    static final int CAPACITY = 4_000_000;

    private static final Pattern EVENT =
            Pattern.compile("^\\{\"run\": \"([^\"]+)\", \"event\": (\\d{1,9}), \"id\": \"([^\"]+)\"");

    private final String run = UUID.randomUUID().toString();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLongArray sentAt = new AtomicLongArray(CAPACITY);
    private final AtomicLongArray latency = new AtomicLongArray(CAPACITY);
    private final AtomicIntegerArray written = new AtomicIntegerArray(CAPACITY);
    private final AtomicIntegerArray arrivals = new AtomicIntegerArray(CAPACITY);
    private final LongAdder writtenCount = new LongAdder();
    private final LongAdder receivedCount = new LongAdder();
    private final LongAdder outOfOrder = new LongAdder();
    private volatile int measuredFrom = CAPACITY;
    private final Map<String, Long> lastOfEarthquake = new ConcurrentHashMap<>();
    private final Map<String, ShardCount> shards = new ConcurrentHashMap<>();

    /** What came from one shard. */
    static final class ShardCount {
        private final LongAdder snapshot = new LongAdder();
        private final LongAdder cdc = new LongAdder();

        long snapshot() {
            return snapshot.sum();
        }

        long cdc() {
            return cdc.sum();
        }
    }

    /**
     * The outcome of a run. The latencies are those of events handed over once the reading had caught up, in milliseconds
     * from there, the producer's route, to arriving in the consumer's; negative where there is none.
     */
    record Verdict(
            long written,
            long received,
            long lost,
            long doubled,
            long outOfOrder,
            Map<String, ShardCount> shards,
            double latencyP50,
            double latencyP99) {

        boolean isClean() {
            return lost == 0 && doubled == 0 && outOfOrder == 0;
        }
    }

    /** What tells the events of this run from any others. */
    String run() {
        return run;
    }

    /** The number of the next event, which is about to be handed over; -1 when there are no more. */
    long next() {
        long number = numbers.getAndIncrement();
        if (number >= CAPACITY) {
            return -1;
        }
        sentAt.set((int) number, System.nanoTime());
        return number;
    }

    /** The latency of what is handed over from now on counts: the reading has caught up. */
    void measureFromNow() {
        measuredFrom = (int) Math.min(CAPACITY, numbers.get());
    }

    void written(long number) {
        written.set((int) number, 1);
        writtenCount.increment();
    }

    void received(byte[] payload, String shardId, String phase) {
        Matcher event = EVENT.matcher(new String(payload, StandardCharsets.UTF_8));
        if (!event.find() || !event.group(1).equals(run)) {
            return;
        }
        int number = Integer.parseInt(event.group(2));
        boolean snapshot = "snapshot".equals(phase);
        ShardCount shard = shards.computeIfAbsent(shardId, id -> new ShardCount());
        (snapshot ? shard.snapshot : shard.cdc).increment();
        if (arrivals.incrementAndGet(number) == 1) {
            receivedCount.increment();
            if (number >= measuredFrom) {
                latency.set(number, System.nanoTime() - sentAt.get(number));
            }
        }
        Long before = lastOfEarthquake.put(event.group(3), (long) number);
        if (before != null && before > number) {
            outOfOrder.increment();
        }
    }

    long written() {
        return writtenCount.sum();
    }

    /** How many different events have arrived. */
    long received() {
        return receivedCount.sum();
    }

    Verdict judge() {
        long lost = 0;
        long doubled = 0;
        long received = 0;
        int handedOver = (int) Math.min(CAPACITY, numbers.get());
        long[] latencies = new long[handedOver];
        int measured = 0;
        for (int i = 0; i < handedOver; i++) {
            int times = arrivals.get(i);
            received += times;
            if (written.get(i) == 1 && times == 0) {
                lost++;
            }
            if (times > 1) {
                doubled += times - 1;
            }
            if (latency.get(i) > 0) {
                latencies[measured++] = latency.get(i);
            }
        }
        Arrays.sort(latencies, 0, measured);
        return new Verdict(
                written(),
                received,
                lost,
                doubled,
                outOfOrder.sum(),
                new TreeMap<>(shards),
                millis(latencies, measured, 0.50),
                millis(latencies, measured, 0.99));
    }

    private static double millis(long[] sorted, int count, double quantile) {
        return count == 0 ? -1 : sorted[(int) Math.min(count - 1, Math.round(quantile * count))] / 1e6;
    }
}
