package io.github.camelconduit.kinesis.publish;

import java.time.Duration;

/**
 * Exponential backoff with full jitter: before attempt n a random time between nothing and {@code base * 2^(n-1)}, at
 * most {@code cap}.
 */
public record RetryBackoff(Duration base, Duration cap) {

    /** Shards are limited per second: waiting much longer than that gains nothing. */
    public static final RetryBackoff DEFAULT = new RetryBackoff(Duration.ofMillis(50), Duration.ofSeconds(3));

    private static final int MAX_DOUBLINGS = 30;

    /**
     * @param failures how many attempts have failed, 1 or more
     * @param draw a random number from 0 to 1
     * @return how long to wait, in nanoseconds
     */
    long nanos(int failures, double draw) {
        double ceiling =
                Math.min(base.toNanos() * (double) (1L << Math.min(failures - 1, MAX_DOUBLINGS)), cap.toNanos());
        return (long) (ceiling * draw);
    }
}
