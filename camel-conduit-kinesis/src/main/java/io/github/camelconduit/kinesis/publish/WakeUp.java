package io.github.camelconduit.kinesis.publish;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An alarm clock that is set for the earliest of the moments it was told. Has at most one task with its timer. Thread-safe. */
final class WakeUp {

    private final ScheduledExecutorService timer;
    private final Runnable action;
    private Alarm alarm;
    private boolean closed;

    /** A task with the timer. */
    private final class Alarm implements Runnable {

        private final long nanos;
        private Future<?> task;

        Alarm(long nanos) {
            this.nanos = nanos;
        }

        @Override
        public void run() {
            if (isOver(this)) {
                action.run();
            }
        }
    }

    WakeUp(ScheduledExecutorService timer, Runnable action) {
        this.timer = timer;
        this.action = action;
    }

    /** Sees to it that the action runs at this moment or before, by {@link System#nanoTime()}. */
    synchronized void at(long nanos, long nowNanos) {
        if (closed || alarm != null && alarm.nanos - nanos <= 0) {
            return;
        }
        Alarm next = new Alarm(nanos);
        try {
            next.task = timer.schedule(next, Math.max(0, nanos - nowNanos), TimeUnit.NANOSECONDS);
            // Not before: where there is no memory for the new one, the old one still rings.
            cancel();
            alarm = next;
        } catch (RejectedExecutionException e) {
            // The producer is stopping, which wakes everybody up. Nothing is logged: who calls may hold a lock.
        }
    }

    synchronized void close() {
        closed = true;
        cancel();
    }

    private void cancel() {
        if (alarm != null) {
            alarm.task.cancel(false);
            alarm = null;
        }
    }

    /** False for one that another has taken the place of in this moment. */
    private synchronized boolean isOver(Alarm rung) {
        if (rung != alarm) {
            return false;
        }
        alarm = null;
        return true;
    }
}
