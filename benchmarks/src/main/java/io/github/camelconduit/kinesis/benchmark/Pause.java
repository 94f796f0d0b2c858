package io.github.camelconduit.kinesis.benchmark;

import java.util.concurrent.TimeUnit;

/** Waits while what is measured goes on. */
final class Pause {

    private Pause() {}

    static void seconds(double seconds) {
        millis((long) (seconds * 1_000));
    }

    static void millis(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
