package io.github.camelconduit.kinesis.examples.quickstart;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Hands events to the producer's route on a few threads, each waiting until its event is written. An earthquake belongs
 * to one thread, so that its events are handed over in the order of their numbers.
 */
final class Writer implements AutoCloseable {

    private static final int THREADS = 16;

    private final ProducerTemplate template;
    private final Earthquakes earthquakes;
    private final Ledger ledger;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicLong failed = new AtomicLong();
    private final int[] next = new int[THREADS];
    private volatile String firstFailure;
    private volatile boolean stopped;

    Writer(ProducerTemplate template, Earthquakes earthquakes, Ledger ledger) {
        this.template = template;
        this.earthquakes = earthquakes;
        this.ledger = ledger;
    }

    /**
     * Starts to write. What was started before must have come to its end.
     *
     * @param events how many events; as many as come until {@link #stop} with {@link Long#MAX_VALUE}
     * @param rate events a second; as fast as they are written with 0
     */
    void write(long events, int rate) {
        AtomicLong left = new AtomicLong(events);
        AtomicLong slot = new AtomicLong(System.nanoTime());
        long interval = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / rate;
        working.set(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            int own = thread;
            threads.execute(() -> {
                try {
                    while (!stopped && left.getAndDecrement() > 0) {
                        waitFor(slot.getAndAdd(interval));
                        send(own);
                    }
                } finally {
                    working.decrementAndGet();
                }
            });
        }
    }

    private static void waitFor(long slot) {
        for (long wait = slot - System.nanoTime(); wait > 0; wait = slot - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }

    private void send(int thread) {
        int earthquake = thread + THREADS * next[thread];
        if (earthquake >= earthquakes.count()) {
            next[thread] = 0;
            earthquake = thread;
        }
        next[thread]++;
        long number = ledger.next();
        if (number < 0) {
            stopped = true;
            return;
        }
        String event = earthquakes.event(number, earthquake);
        Exchange sent = template.send(
                QuickstartRoutes.PRODUCER, exchange -> exchange.getMessage().setBody(event));
        if (sent.getException() == null) {
            ledger.written(number);
        } else if (failed.getAndIncrement() == 0) {
            firstFailure = sent.getException().toString();
        }
    }

    /** Writes no more; what is being written is finished. */
    void stop() {
        stopped = true;
    }

    boolean isIdle() {
        return working.get() == 0;
    }

    long failed() {
        return failed.get();
    }

    String firstFailure() {
        return firstFailure;
    }

    @Override
    public void close() {
        stop();
        threads.shutdown();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
