package io.github.camelconduit.kinesis.partition;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.sun.management.ThreadMXBean;

/**
 * Ends evaluations of templates that take too long or too much memory, by interrupting their thread: templates look for
 * that at every turn of a loop and call of a macro. The interruption does not outlive the evaluation. What a thread has
 * allocated is known where the JVM counts it, which OpenJDK does but for virtual threads; elsewhere only the time is
 * watched. Thread-safe.
 */
public final class TemplateWatch {

    /** How long an evaluation may take. A template of the usual kind takes microseconds. */
    public static final Duration LIMIT = Duration.ofSeconds(1);

    /** How much an evaluation may allocate, what is garbage at once included, beside its share of the message. */
    public static final long LIMIT_BYTES = 64L * 1024 * 1024;

    /** So much more for each byte of the message: it is made text, and perhaps parsed. */
    private static final int BYTES_FOR_EACH = 64;

    /** The longest that is allocated without being seen: a loop that doubles a text takes longer from here to the next. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private static final long NOT_COUNTED = -1;

    private final Supplier<ScheduledExecutorService> timer;
    private final ThreadMXBean threads;

    /** @param timer is asked for when an evaluation begins, null when stopped; nothing runs long in it */
    public TemplateWatch(Supplier<ScheduledExecutorService> timer) {
        this.timer = timer;
        this.threads = ManagementFactory.getThreadMXBean() instanceof ThreadMXBean counting
                        && counting.isThreadAllocatedMemorySupported()
                        && counting.isThreadAllocatedMemoryEnabled()
                ? counting
                : null;
    }

    /**
     * Begins to watch the calling thread.
     *
     * @param messageBytes how large the message is
     */
    Round begin(int messageBytes) {
        ScheduledExecutorService running = timer.get();
        if (running == null) {
            throw new IllegalStateException("The producer is stopped: it evaluates no more templates");
        }
        Round round = new Round(LIMIT_BYTES + (long) BYTES_FOR_EACH * messageBytes);
        try {
            round.alarm =
                    running.scheduleWithFixedDelay(round::look, PAUSE.toNanos(), PAUSE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("The producer is stopping: it evaluates no more templates", e);
        }
        return round;
    }

    private long allocatedBy(Thread thread) {
        return threads == null ? NOT_COUNTED : threads.getThreadAllocatedBytes(thread.getId());
    }

    /** One evaluation. */
    final class Round {

        private final Thread thread = Thread.currentThread();
        private final long startNanos = System.nanoTime();
        private final long startBytes = allocatedBy(thread);
        private final long maxBytes;
        private Future<?> alarm;
        private boolean over;
        private String exceeded;

        private Round(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        private synchronized void look() {
            if (over || exceeded != null) {
                return;
            }
            if (System.nanoTime() - startNanos >= LIMIT.toNanos()) {
                exceeded = "it takes longer than " + LIMIT.toMillis() + " ms";
            } else if (startBytes != NOT_COUNTED && allocatedBy(thread) - startBytes > maxBytes) {
                exceeded = "it needs more than " + maxBytes + " bytes of memory";
            }
            if (exceeded != null) {
                thread.interrupt();
            }
        }

        /** Ends it, on its thread; says what was exceeded, or null. */
        String end() {
            alarm.cancel(false);
            synchronized (this) {
                over = true;
                if (exceeded != null) {
                    // Ours. One by somebody else that came in the same moment is lost with it.
                    Thread.interrupted();
                }
                return exceeded;
            }
        }
    }
}
