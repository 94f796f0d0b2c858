package io.github.camelconduit.kinesis.position;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The resets of readers that do not read which a store has not answered yet, whether they are still waited for or were
 * given up and are set back when it does. Until then nothing of the reader may go by what the store has. Shared by all
 * {@link BoundedPositionStore}s. Thread-safe.
 */
public final class ResetsUnderWay {

    /** Since when, by {@link System#nanoTime}. Guarded by this. */
    private final Map<ReaderKey, Long> asked = new HashMap<>();

    synchronized void begin(ReaderKey key) {
        asked.put(key, System.nanoTime());
    }

    synchronized void over(ReaderKey key) {
        asked.remove(key);
        notifyAll();
    }

    /**
     * Waits until a reader has none, an interrupt or not.
     *
     * @throws IllegalStateException when there is still one at the deadline, by {@link System#nanoTime}
     */
    synchronized void awaitNone(ReaderKey key, String what, long deadline) {
        boolean interrupted = false;
        try {
            while (asked.containsKey(key)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - asked.get(key));
                    throw new IllegalStateException("The store of positions is not asked to " + what
                            + ": it was asked for a reset " + seconds
                            + " s ago and has not answered. When it does, the reset is undone.");
                }
                try {
                    wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
