package io.github.camelconduit.kinesis.embedded.stream;

import java.util.function.LongSupplier;

/**
 * So much a second: a bucket that holds one second's worth and fills evenly. What is larger than a second's worth needs a
 * full bucket and is paid off afterwards. Thread-safe.
 */
public final class RateLimit {

    private static final double NANOS = 1e9;

    private final long perSecond;
    private final LongSupplier nanoTime;
    private double available;
    private long filledNanos;

    /** @param perSecond 0 for no limit */
    public RateLimit(long perSecond) {
        this(perSecond, System::nanoTime);
    }

    RateLimit(long perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.available = perSecond;
        this.filledNanos = nanoTime.getAsLong();
    }

    /** Takes an amount if there is that much. */
    public synchronized boolean tryTake(long amount) {
        if (!allows(amount)) {
            return false;
        }
        take(amount);
        return true;
    }

    /** Whether {@link #tryTake} would succeed. */
    public synchronized boolean allows(long amount) {
        fill();
        return perSecond == 0 || available >= Math.min(amount, perSecond);
    }

    /** Takes an amount, whether it is there or not. */
    public synchronized void take(long amount) {
        if (perSecond > 0) {
            fill();
            available -= amount;
        }
    }

    /** In how many milliseconds there is anything again; 0 when there is now. */
    public synchronized long millisUntilFree() {
        fill();
        return perSecond == 0 || available > 0 ? 0 : 1 + (long) (-available * 1000 / perSecond);
    }

    private void fill() {
        long now = nanoTime.getAsLong();
        available = Math.min(perSecond, available + (now - filledNanos) / NANOS * perSecond);
        filledNanos = now;
    }
}
