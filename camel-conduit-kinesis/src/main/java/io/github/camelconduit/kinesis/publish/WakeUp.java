package io.github.camelconduit.kinesis.publish;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An alarm clock that is set for the earliest of the moments it was told. Thread-safe. */
final class WakeUp {

    private static final Logger LOG = LoggerFactory.getLogger(WakeUp.class);

    private final ScheduledExecutorService timer;
    private final Runnable action;
    private boolean set;
    private long setNanos;
    private boolean closed;

    WakeUp(ScheduledExecutorService timer, Runnable action) {
        this.timer = timer;
        this.action = action;
    }

    /** Sees to it that the action runs at this moment or before, by {@link System#nanoTime()}. */
    synchronized void at(long nanos, long nowNanos) {
        if (closed || set && setNanos - nanos <= 0) {
            return;
        }
        set = true;
        setNanos = nanos;
        try {
            timer.schedule(() -> wake(nanos), Math.max(0, nanos - nowNanos), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("No wake-up: the producer is stopping");
        }
    }

    synchronized void close() {
        closed = true;
    }

    private void wake(long nanos) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (setNanos == nanos) {
                set = false;
            }
        }
        action.run();
    }
}
