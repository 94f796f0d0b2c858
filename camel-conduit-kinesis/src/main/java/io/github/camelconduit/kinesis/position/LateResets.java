package io.github.camelconduit.kinesis.position;

import java.util.concurrent.TimeUnit;

/**
 * The resets that were given up because the store did not answer, and that it may still take. Each is set back then;
 * until that is done nothing may go by what the store has. Shared by all {@link BoundedPositionStore}s of a reader, one
 * after the other. Thread-safe.
 */
public final class LateResets {

    private int pending;
    private long sinceNanos;

    synchronized void givenUp(long askedNanos) {
        pending++;
        sinceNanos = askedNanos;
    }

    synchronized void over() {
        pending--;
        notifyAll();
    }

    /**
     * Waits until there is none, an interrupt or not.
     *
     * @throws IllegalStateException when there is still one at the deadline, by {@link System#nanoTime}
     */
    synchronized void awaitNone(String what, long deadline) {
        boolean interrupted = false;
        try {
            while (pending > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new IllegalStateException("The store of positions is not asked to " + what
                            + ": it was asked for a reset "
                            + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos)
                            + " s ago and has not answered. Once it has, the reset is undone.");
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
