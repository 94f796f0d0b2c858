package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs on the control threads: tasks at a time, tasks at intervals, and steps that have to happen and are tried
 * until they do. Thread-safe.
 */
final class ControlTasks implements Timers {

    private static final Logger LOG = LoggerFactory.getLogger(ControlTasks.class);

    private final ScheduledExecutorService threads;
    private final SubscriptionTimes times;
    private final String streamName;
    private final Map<String, ReadingTrouble> failing = new ConcurrentHashMap<>();
    /** The tasks that the threads did not take; null when there is none. */
    private final AtomicReference<Task> kept = new AtomicReference<>();

    private volatile boolean stopped;
    private volatile long beatenMillis = now();

    /** Something that has to happen, and may fail for a while. It may wait. */
    interface Step {
        void run() throws InterruptedException;
    }

    ControlTasks(ScheduledExecutorService threads, SubscriptionTimes times, String streamName) {
        this.threads = threads;
        this.times = times;
        this.streamName = streamName;
    }

    @Override
    public long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /**
     * {@inheritDoc} What the threads do not take, as when the heap is full for a moment, is run by the next heartbeat: who
     * schedules has changed its state by then, and may have nothing else that goes on.
     */
    @Override
    public void schedule(Runnable task, long delayMillis) {
        take(new Task(task), delayMillis);
    }

    private void take(Task task, long delayMillis) {
        try {
            threads.schedule(task, Math.max(0, delayMillis), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (!stopped) {
                throw e;
            }
        } catch (Throwable e) {
            keep(task);
            LOG.warn("Stream {}: a task could not be scheduled. It runs somewhat later or earlier.", streamName, e);
        }
    }

    /** Needs no memory. */
    private void keep(Task task) {
        do {
            task.next = kept.get();
        } while (!kept.compareAndSet(task.next, task));
    }

    private void takeKept() {
        Task task = kept.getAndSet(null);
        while (task != null) {
            Task next = task.next;
            take(task, 0);
            task = next;
        }
    }

    /** Runs a task at intervals until the end, whatever it throws. */
    void every(Duration interval, Runnable task) {
        threads.scheduleWithFixedDelay(new Task(task), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** As {@link #every}, and says with {@link #sinceHeartbeat()} how long ago that was. */
    void heartbeat(Duration interval, Runnable task) {
        every(interval, () -> {
            takeKept();
            task.run();
            beatenMillis = now();
        });
    }

    /** How long ago the heartbeat's task ran last: for long only when the threads hang, or are not there any more. */
    Duration sinceHeartbeat() {
        return Duration.ofMillis(now() - beatenMillis);
    }

    /**
     * Runs a step soon, and again with growing pauses until it does not fail.
     *
     * @param what for the log, as in "could not ..."
     */
    void untilDone(String what, Step step) {
        attempt(what, step, 1);
    }

    /** A step fails that is to be tried again. */
    void failing(String what, Throwable cause) {
        failing.merge(
                what,
                ReadingTrouble.ofStep(what, cause, Instant.now()),
                (before, now) ->
                        new ReadingTrouble(now.kind(), now.reason(), now.action(), null, before.since(), now.remedy()));
    }

    /** The steps that fail and are tried again. */
    List<ReadingTrouble> failing() {
        return List.copyOf(failing.values());
    }

    /** Starts nothing more. */
    void stop() {
        stopped = true;
    }

    private void attempt(String what, Step step, int attempt) {
        long pause = attempt == 1 ? 0 : times.backoffMillis(attempt - 1);
        schedule(
                () -> {
                    try {
                        step.run();
                        failing.remove(what);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (Throwable e) {
                        // An error too: what is not tried again is waited for for ever.
                        if (!stopped) {
                            failing(what, e);
                            LOG.warn(
                                    "Stream {}: could not {} (attempt {}), trying again: {}",
                                    streamName,
                                    what,
                                    attempt,
                                    SubscriptionFailure.describe(e));
                            if (SubscriptionFailure.of(e) != SubscriptionFailure.CREDENTIALS) {
                                LOG.debug("The same with its stack trace.", e);
                            }
                            attempt(what, step, attempt + 1);
                        }
                    }
                },
                pause);
    }

    private final class Task implements Runnable {

        private final Runnable task;
        /** Of those that are kept. */
        private Task next;

        private Task(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (stopped) {
                return;
            }
            try {
                task.run();
            } catch (Throwable e) {
                // Whatever it is: a task that is to run at intervals would not run again.
                LOG.warn("Stream {}: a task failed that should not.", streamName, e);
            }
        }
    }
}
