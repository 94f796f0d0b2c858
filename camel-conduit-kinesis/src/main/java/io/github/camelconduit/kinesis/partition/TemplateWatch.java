package io.github.camelconduit.kinesis.partition;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Ends evaluations of templates that take too long or too much memory, by interrupting their thread: templates look for
 * that at every turn of a loop, every call of a macro, and whenever they read something of the message, see
 * {@link TemplateSandbox}. The interruption does not outlive the evaluation. What a thread has allocated is known where
 * the JVM counts it, see {@link AllocatedMemory}; elsewhere only the time is watched.
 *
 * <p>It lives as long as its timer. One look goes over all evaluations, and there is none while none is under way: a
 * template of the usual kind takes microseconds, and costs no task of its own. Thread-safe.
 */
public final class TemplateWatch {

    /** How long an evaluation may take. A template of the usual kind takes microseconds. */
    public static final Duration LIMIT = Duration.ofSeconds(1);

    /** How much an evaluation may allocate, what is garbage at once included, beside its share of the message. */
    public static final long LIMIT_BYTES = 64L * 1024 * 1024;

    /** So much more for each byte of the message: it is made text, and perhaps parsed. */
    private static final int BYTES_FOR_EACH = 64;

    /** Between two looks. A loop that doubles a text comes far beyond the limit in a longer time. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** How much of the time between two looks counts: when that is longer, the JVM stood still, and evaluations with it. */
    static final Duration LONGEST_STEP = Duration.ofMillis(100);

    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final ToLongFunction<Thread> allocated = AllocatedMemory.ofThreads();
    private final Set<Round> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean closed;

    /** @param timer nothing runs long in it; refuses with RejectedExecutionException once shut down */
    public TemplateWatch(ScheduledExecutorService timer) {
        this(timer, System::nanoTime);
    }

    /** @param nanoTime what evaluations are timed by; asked once when one begins and once at each look at it */
    public TemplateWatch(ScheduledExecutorService timer, LongSupplier nanoTime) {
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /**
     * Begins to watch the calling thread.
     *
     * @param messageBytes how large the message is
     * @throws IllegalStateException if this is closed
     */
    Round begin(int messageBytes) {
        Round round = new Round(LIMIT_BYTES + (long) BYTES_FOR_EACH * messageBytes);
        open.add(round);
        try {
            lookLater();
            if (closed) {
                throw new RejectedExecutionException();
            }
        } catch (RejectedExecutionException e) {
            round.end();
            throw new IllegalStateException("The producer is stopping: it evaluates no more templates", e);
        } catch (RuntimeException | Error e) {
            round.end();
            throw e;
        }
        return round;
    }

    private void lookLater() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            timer.schedule(this::look, PAUSE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RuntimeException | Error e) {
            looking.set(false);
            throw e;
        }
    }

    private void look() {
        for (Round round : open) {
            try {
                round.look();
            } catch (RuntimeException | Error e) {
                // As for a lack of memory. It is looked at the next time, and the others now.
            }
        }
        looking.set(false);
        if (!open.isEmpty()) {
            lookLater();
        }
    }

    /** Ends all evaluations, as the timer is about to end. */
    public void close() {
        closed = true;
        open.forEach(round -> round.exceed("the producer is stopping"));
    }

    /** One evaluation. */
    final class Round {

        private final Thread thread = Thread.currentThread();
        private final long startBytes = allocated.applyAsLong(thread);
        private final long maxBytes;
        /** By somebody else, before this began: it is for what waits, which an evaluation does not. */
        private final boolean interruptedBefore = Thread.interrupted();

        // Only touched by looks, one after the other.
        private long lastNanos = nanoTime.getAsLong();
        private long spentNanos;

        private boolean over;
        private String exceeded;

        private Round(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        private void look() {
            long now = nanoTime.getAsLong();
            spentNanos += Math.min(now - lastNanos, LONGEST_STEP.toNanos());
            lastNanos = now;
            if (spentNanos >= LIMIT.toNanos()) {
                exceed("it takes longer than " + LIMIT.toMillis() + " ms");
            } else if (startBytes != AllocatedMemory.NOT_COUNTED
                    && allocated.applyAsLong(thread) - startBytes > maxBytes) {
                exceed("it needs more than " + maxBytes + " bytes of memory");
            }
        }

        private synchronized void exceed(String what) {
            if (!over && exceeded == null) {
                exceeded = what;
                thread.interrupt();
            }
        }

        /** Ends it, on its thread; says what was exceeded, or null. */
        String end() {
            open.remove(this);
            synchronized (this) {
                over = true;
                if (exceeded != null) {
                    // Ours. One by somebody else that came in the same moment is lost with it.
                    Thread.interrupted();
                }
            }
            if (interruptedBefore) {
                thread.interrupt();
            }
            return exceeded;
        }
    }
}
