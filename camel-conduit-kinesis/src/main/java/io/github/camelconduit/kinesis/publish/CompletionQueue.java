package io.github.camelconduit.kinesis.publish;

import java.util.Collection;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settled records on their way back to their exchanges. What follows in a route runs here, and may block: so a few
 * threads share the queue, a blocked one holds up nobody else's completion, and it is never a thread of the network.
 * Thread-safe.
 */
final class CompletionQueue {

    private static final Logger LOG = LoggerFactory.getLogger(CompletionQueue.class);

    private final Queue<OutgoingRecord> settled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger workers = new AtomicInteger();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Executor executor;
    private final int maxWorkers;

    CompletionQueue(Executor executor, int maxWorkers) {
        this.executor = executor;
        this.maxWorkers = maxWorkers;
    }

    void add(Collection<OutgoingRecord> records) {
        if (!records.isEmpty()) {
            settled.addAll(records);
            hire();
        }
    }

    /**
     * Whether the calling thread is completing an exchange here. It must not wait for room in the buffer: it is the one
     * that makes room.
     */
    boolean isWorker() {
        return threads.contains(Thread.currentThread());
    }

    /** Runs something that may block, and may hand over records, among the completions. */
    void execute(Runnable task) {
        try {
            executor.execute(() -> runAsWorker(task));
        } catch (RejectedExecutionException e) {
            runAsWorker(task);
        }
    }

    /** Completes on this thread what no worker has taken; for the end, when the executor takes no more. */
    void completeRest() {
        for (OutgoingRecord record = settled.poll(); record != null; record = settled.poll()) {
            complete(record);
        }
    }

    private void hire() {
        int busy = workers.get();
        while (busy < maxWorkers) {
            if (workers.compareAndSet(busy, busy + 1)) {
                try {
                    executor.execute(this::work);
                } catch (RejectedExecutionException e) {
                    workers.decrementAndGet();
                    LOG.debug("No worker: the producer is stopping and completes the rest itself");
                }
                return;
            }
            busy = workers.get();
        }
    }

    private void work() {
        runAsWorker(() -> {
            for (OutgoingRecord record = settled.poll(); record != null; record = settled.poll()) {
                if (!settled.isEmpty()) {
                    hire();
                }
                complete(record);
            }
        });
        workers.decrementAndGet();
        // One may have been added after this worker looked and before it left.
        if (!settled.isEmpty()) {
            hire();
        }
    }

    private void runAsWorker(Runnable task) {
        Thread self = Thread.currentThread();
        boolean nested = !threads.add(self);
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("Working off outcomes failed", e);
        } finally {
            if (!nested) {
                threads.remove(self);
            }
        }
    }

    private void complete(OutgoingRecord record) {
        record.room().release();
        try {
            record.tell();
        } catch (RuntimeException | Error e) {
            LOG.error("Completing an exchange failed; the record's own outcome stands", e);
        }
    }
}
