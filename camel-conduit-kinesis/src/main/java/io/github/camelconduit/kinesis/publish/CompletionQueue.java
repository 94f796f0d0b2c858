package io.github.camelconduit.kinesis.publish;

import java.util.Collection;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settled records on their way back to their exchanges, and bodies of many records that are gone on with. What follows
 * in a route runs here, and may block, even until another record of the same publisher is written. So a blocked thread
 * never holds the others up for good: while nothing is taken from the queue, there is one thread more every
 * {@value #PATIENCE_MILLIS} ms. It is never a thread of the network. Thread-safe.
 */
final class CompletionQueue {

    private static final Logger LOG = LoggerFactory.getLogger(CompletionQueue.class);

    static final int PATIENCE_MILLIS = 10;

    /** How many work while none of them is stuck; as many as Camel's own pools have threads. */
    private static final int USUAL_WORKERS = 10;

    private static final int MAX_WORKERS = 1_000;

    /** A completion that takes longer is worth another thread. */
    private static final long SLOW_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    /** What a worker may be waiting for, which goes before all else. */
    private final Queue<Runnable> ofWorkers = new ConcurrentLinkedQueue<>();

    private final Queue<Runnable> others = new ConcurrentLinkedQueue<>();
    private final AtomicInteger workers = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicBoolean watched = new AtomicBoolean();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private volatile boolean ended;

    /**
     * @param executor without a queue or a bound of its own; refuses with RejectedExecutionException once shut down
     * @param timer sees that nothing is taken
     */
    CompletionQueue(Executor executor, ScheduledExecutorService timer) {
        this.executor = executor;
        this.timer = timer;
    }

    void add(Collection<OutgoingRecord> records) {
        boolean any = false;
        for (OutgoingRecord record : records) {
            if (record.listenerOnlyTakesNote()) {
                tell(record);
            } else {
                (record.isOfWorker() ? ofWorkers : others).add(record);
                any = true;
            }
        }
        if (any) {
            hire(USUAL_WORKERS);
            watch();
        }
    }

    /** Runs something that may block, and may hand over records, among the completions. */
    void execute(Runnable task) {
        others.add(task);
        hire(USUAL_WORKERS);
        watch();
    }

    /**
     * Whether the calling thread is completing an exchange here. It must not wait for room in the buffer: it is the one
     * that makes room.
     */
    boolean isWorker() {
        return threads.contains(Thread.currentThread());
    }

    /** Runs on this thread what no worker has taken, now and later; for the end, when the executor takes no more. */
    void completeRest() {
        ended = true;
        runAsWorker(this::workOff);
    }

    private void hire(int limit) {
        int busy = workers.get();
        while (busy < limit) {
            if (workers.compareAndSet(busy, busy + 1)) {
                start();
                return;
            }
            busy = workers.get();
        }
    }

    private void start() {
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException e) {
            workers.decrementAndGet();
            if (ended) {
                runAsWorker(this::workOff);
            }
        } catch (RuntimeException | Error e) {
            // As for a lack of memory for a thread. Who watches tries again as long as nothing is taken.
            workers.decrementAndGet();
        }
    }

    private void work() {
        try {
            runAsWorker(this::workOff);
        } finally {
            workers.decrementAndGet();
        }
        // Something may have been added after this worker looked and before it left.
        if (!isEmpty()) {
            hire(USUAL_WORKERS);
        }
    }

    private void workOff() {
        for (Runnable next = take(); next != null; next = take()) {
            taken.incrementAndGet();
            long start = System.nanoTime();
            run(next);
            if (System.nanoTime() - start > SLOW_NANOS && !isEmpty()) {
                hire(USUAL_WORKERS);
            }
        }
    }

    private Runnable take() {
        Runnable first = ofWorkers.poll();
        return first != null ? first : others.poll();
    }

    private boolean isEmpty() {
        return ofWorkers.isEmpty() && others.isEmpty();
    }

    private void watch() {
        if (watched.compareAndSet(false, true)) {
            lookAgainAfter(taken.get());
        }
    }

    private void lookAgainAfter(long takenBefore) {
        try {
            timer.schedule(() -> look(takenBefore), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Not watched: the publisher is stopping and completes the rest itself");
        } catch (RuntimeException | Error e) {
            // Who comes next watches.
            watched.set(false);
        }
    }

    private void look(long takenBefore) {
        if (isEmpty()) {
            watched.set(false);
            if (!isEmpty()) {
                watch();
            }
            return;
        }
        long takenNow = taken.get();
        if (takenNow == takenBefore) {
            hire(MAX_WORKERS);
        }
        lookAgainAfter(takenNow);
    }

    private void runAsWorker(Runnable work) {
        boolean nested = !threads.add(Thread.currentThread());
        try {
            work.run();
        } finally {
            if (!nested) {
                threads.remove(Thread.currentThread());
            }
        }
    }

    /** On the thread that brings the outcome, which must not wait for a log. */
    private void tell(OutgoingRecord record) {
        try {
            record.run();
        } catch (RuntimeException | Error e) {
            execute(() -> logFailure(e));
        }
    }

    private static void run(Runnable completion) {
        try {
            completion.run();
        } catch (RuntimeException | Error e) {
            logFailure(e);
        }
    }

    private static void logFailure(Throwable failure) {
        LOG.error("Completing an exchange failed; the record's own outcome stands", failure);
    }
}
