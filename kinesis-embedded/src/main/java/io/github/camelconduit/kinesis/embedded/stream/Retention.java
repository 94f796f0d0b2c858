package io.github.camelconduit.kinesis.embedded.stream;

import java.time.Duration;

/** How long the shards of a stream keep their records. Thread-safe. */
final class Retention {

    private volatile long periodMillis;

    Retention(Duration period) {
        this.periodMillis = period.toMillis();
    }

    Duration period() {
        return Duration.ofMillis(periodMillis);
    }

    void period(Duration value) {
        periodMillis = value.toMillis();
    }

    /** What happened before is over; epoch milliseconds. */
    long horizon() {
        return System.currentTimeMillis() - periodMillis;
    }
}
