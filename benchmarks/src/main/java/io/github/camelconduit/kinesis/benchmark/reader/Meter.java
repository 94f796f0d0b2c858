package io.github.camelconduit.kinesis.benchmark.reader;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the records that a reader hands over, and holds the reader up while it is not its turn. Thread-safe.
 *
 * <p>Where times are measured each record's data begins with the microseconds since 1970 at which it was written, in 18
 * digits.
 */
final class Meter {

    private static final int DIGITS = 18;

    private final boolean timed;
    private final LongAdder records = new LongAdder();
    private final CountDownLatch first = new CountDownLatch(1);
    private final List<Long> micros = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile boolean open = true;
    private volatile long firstNanos;

    /** @param timed whether the records say when they were written */
    Meter(boolean timed) {
        this.timed = timed;
    }

    boolean isTimed() {
        return timed;
    }

    /** A record has come. Waits while it is not the reader's turn. */
    void arrived(byte[] data) {
        if (!open) {
            awaitTurn();
        }
        if (timed) {
            time(data);
        }
        arrived(1);
    }

    /** So many have come. Never waits. */
    void arrived(int count) {
        records.add(count);
        if (firstNanos == 0 && count > 0) {
            firstNanos = System.nanoTime();
            first.countDown();
        }
    }

    /** Takes the time of a record. */
    void time(byte[] data) {
        long written = 0;
        for (int i = 0; i < DIGITS; i++) {
            written = written * 10 + data[i] - '0';
        }
        took(nowMicros() - written);
    }

    /** A record took so long to come. */
    void took(long microseconds) {
        synchronized (micros) {
            micros.add(microseconds);
        }
    }

    static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** Runs a task when it is the reader's turn: at once, or on the thread that says so. */
    void whenOpen(Runnable task) {
        synchronized (waiting) {
            if (!open) {
                waiting.add(task);
                return;
            }
        }
        task.run();
    }

    private void awaitTurn() {
        CountDownLatch turn = new CountDownLatch(1);
        whenOpen(turn::countDown);
        try {
            turn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        synchronized (waiting) {
            open = false;
        }
    }

    void open() {
        List<Runnable> ready;
        synchronized (waiting) {
            open = true;
            ready = List.copyOf(waiting);
            waiting.clear();
        }
        ready.forEach(Runnable::run);
    }

    long records() {
        return records.sum();
    }

    /** Waits for the first record. Returns when it came, of {@link System#nanoTime}; 0 when none did in that time. */
    long awaitFirst(long seconds) throws InterruptedException {
        return first.await(seconds, TimeUnit.SECONDS) ? firstNanos : 0;
    }

    /** The times taken since the last call, in microseconds, ascending. */
    long[] takeMicros() {
        synchronized (micros) {
            long[] taken = micros.stream().mapToLong(Long::longValue).toArray();
            micros.clear();
            Arrays.sort(taken);
            return taken;
        }
    }
}
