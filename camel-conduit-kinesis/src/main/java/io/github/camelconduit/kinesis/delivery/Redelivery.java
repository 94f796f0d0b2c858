package io.github.camelconduit.kinesis.delivery;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the record of a shard that was handed over last is to be handed over again, and when: after pauses that grow
 * with its failures. Thread-safe.
 */
final class Redelivery {

    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final int MOST_DOUBLINGS = 10;

    private volatile boolean due;
    private volatile int failures;
    /** Whether the run of the shard waits for its end. Who takes this back goes on with the run. */
    private final AtomicBoolean pausing = new AtomicBoolean();

    /** The record failed. Any thread. */
    void failed() {
        due = true;
    }

    /** Another record is handed over: it has not failed yet. Called by the run. */
    void next() {
        failures = 0;
    }

    /** Whether the record failed and no pause has begun for that. */
    boolean isDue() {
        return due;
    }

    /** Counts the failure that is due. Called by the run. */
    void begin() {
        due = false;
        failures++;
    }

    /** How long to wait, in milliseconds. */
    long pauseMillis() {
        return Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures - 1, MOST_DOUBLINGS));
    }

    void pause() {
        pausing.set(true);
    }

    /** Ends the pause; false when somebody else has, or there was none. */
    boolean endPause() {
        return pausing.compareAndSet(true, false);
    }
}
