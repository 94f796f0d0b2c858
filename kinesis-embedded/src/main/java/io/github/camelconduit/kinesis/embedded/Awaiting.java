package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Waits for counts to be reached, for tests. */
final class Awaiting {

    private static final long POLL_NANOS = 5_000_000;

    private Awaiting() {}

    /** @throws AssertionError when there are not {@code wanted} in time; says how many there were */
    static void atLeast(long wanted, LongSupplier count, String what, Duration timeout) {
        long start = System.nanoTime();
        long seen = count.getAsLong();
        while (seen < wanted) {
            if (System.nanoTime() - start > timeout.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                throw new AssertionError(
                        "Expected at least %d %s within %s, there were %d".formatted(wanted, what, timeout, seen));
            }
            LockSupport.parkNanos(POLL_NANOS);
            seen = count.getAsLong();
        }
    }
}
