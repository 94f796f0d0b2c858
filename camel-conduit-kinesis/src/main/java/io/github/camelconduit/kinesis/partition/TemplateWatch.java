package io.github.camelconduit.kinesis.partition;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends evaluations of templates that take too long, by interrupting their thread: templates look for that at every turn
 * of a loop and call of a macro. The interruption does not outlive the evaluation. Thread-safe.
 */
public final class TemplateWatch {

    /** How long an evaluation may take. A template of the usual kind takes microseconds. */
    public static final Duration LIMIT = Duration.ofSeconds(1);

    private final Supplier<ScheduledExecutorService> timer;

    /** @param timer is asked for when an evaluation begins, null when stopped; nothing runs long in it */
    public TemplateWatch(Supplier<ScheduledExecutorService> timer) {
        this.timer = timer;
    }

    /** Begins to watch the calling thread. */
    Round begin() {
        Round round = new Round(Thread.currentThread());
        ScheduledExecutorService running = timer.get();
        if (running == null) {
            throw new IllegalStateException("The producer is stopped: it evaluates no more templates");
        }
        try {
            round.alarm = running.schedule(round::expire, LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("The producer is stopping: it evaluates no more templates", e);
        }
        return round;
    }

    /** One evaluation. */
    static final class Round {

        private final Thread thread;
        private Future<?> alarm;
        private boolean over;
        private boolean expired;

        Round(Thread thread) {
            this.thread = thread;
        }

        private synchronized void expire() {
            if (!over) {
                expired = true;
                thread.interrupt();
            }
        }

        /** Ends it, on its thread; true if it took too long. */
        boolean end() {
            alarm.cancel(false);
            synchronized (this) {
                over = true;
                if (expired) {
                    // Ours. One by somebody else that came in the same moment is lost with it.
                    Thread.interrupted();
                }
                return expired;
            }
        }
    }
}
