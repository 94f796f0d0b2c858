package io.github.camelconduit.kinesis.embedded.stream;

import java.time.Duration;

/** How long the shards of a stream keep their records, and the memory all share. Thread-safe. */
final class Retention {

    private final MemoryBudget memory;
    private volatile long periodMillis;

    Retention(Duration period, MemoryBudget memory) {
        this.periodMillis = period.toMillis();
        this.memory = memory;
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

    MemoryBudget memory() {
        return memory;
    }
}
