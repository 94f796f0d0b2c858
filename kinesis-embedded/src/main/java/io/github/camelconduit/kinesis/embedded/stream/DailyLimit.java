package io.github.camelconduit.kinesis.embedded.stream;

import java.time.Duration;
import java.util.ArrayDeque;

/** So many times in any 24 hours. Thread-safe. */
final class DailyLimit {

    private final int limit;
    private final ArrayDeque<Long> taken = new ArrayDeque<>();

    /** @param limit 0 for none */
    DailyLimit(int limit) {
        this.limit = limit;
    }

    synchronized boolean tryTake() {
        if (limit == 0) {
            return true;
        }
        long now = System.currentTimeMillis();
        while (!taken.isEmpty() && taken.peekFirst() <= now - Duration.ofDays(1).toMillis()) {
            taken.removeFirst();
        }
        if (taken.size() >= limit) {
            return false;
        }
        taken.addLast(now);
        return true;
    }
}
