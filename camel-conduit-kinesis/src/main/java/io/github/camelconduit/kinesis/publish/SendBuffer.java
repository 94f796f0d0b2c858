package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Room for records that are not done: so many bytes, given in the order of asking, so that a large record is not passed
 * by small ones for ever. It can be waited for on a thread or without one. Thread-safe.
 */
final class SendBuffer {

    /** What a record weighs beside its data and key: without it, a flood of tiny records would have no bound. */
    static final int OVERHEAD = 512;

    private static final CompletableFuture<Void> ROOM = CompletableFuture.completedFuture(null);

    private final long capacity;
    private final Duration maxBlockTime;
    private final ScheduledExecutorService timer;

    private final Object lock = new Object();
    // The rest is guarded by the lock. Below zero when overdrawn.
    private long free;
    private final ArrayDeque<Wait> waits = new ArrayDeque<>();
    private boolean closed;

    /** @param timer ends waits that no thread waits in */
    SendBuffer(long capacity, Duration maxBlockTime, ScheduledExecutorService timer) {
        this.capacity = capacity;
        this.free = capacity;
        this.maxBlockTime = maxBlockTime;
        this.timer = timer;
    }

    /**
     * Waits for room for a record. One that is larger than the whole buffer goes alone.
     *
     * @throws SendBufferFullException if there was none within the time
     * @throws InterruptedException if the thread was interrupted while it waited
     * @throws IllegalStateException if the buffer is closed
     */
    void acquire(long recordSize) throws InterruptedException {
        Wait wait = ask(recordSize);
        if (wait == null) {
            return;
        }
        try {
            wait.get(maxBlockTime.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (withdraw(wait)) {
                throw full();
            }
        } catch (InterruptedException e) {
            if (!withdraw(wait)) {
                release(recordSize);
            }
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    /**
     * Asks for room for a record without waiting.
     *
     * @return completed if there is room; else completes, on any thread, when there is, or with what {@link #acquire}
     *     throws
     */
    CompletableFuture<Void> request(long recordSize) {
        Wait wait = ask(recordSize);
        if (wait == null) {
            return ROOM;
        }
        try {
            var end = timer.schedule(
                    () -> {
                        if (withdraw(wait)) {
                            wait.completeExceptionally(full());
                        }
                    },
                    maxBlockTime.toNanos(),
                    TimeUnit.NANOSECONDS);
            wait.whenComplete((room, failure) -> end.cancel(false));
        } catch (RejectedExecutionException e) {
            if (withdraw(wait)) {
                wait.completeExceptionally(stopping());
            }
        }
        return wait;
    }

    /**
     * Takes the room for a record without waiting, though there may be none: for a thread that others wait for to make
     * room. The buffer is over its capacity then until it is given back.
     */
    void overdraw(long recordSize) {
        synchronized (lock) {
            free -= weight(recordSize);
        }
    }

    /** Gives the room of a record back. */
    void release(long recordSize) {
        List<Wait> granted;
        synchronized (lock) {
            free += weight(recordSize);
            granted = grant();
        }
        granted.forEach(wait -> wait.complete(null));
    }

    boolean hasWaiting() {
        synchronized (lock) {
            return !waits.isEmpty();
        }
    }

    /** Gives no more room, and ends all waits. */
    void close() {
        List<Wait> left;
        synchronized (lock) {
            closed = true;
            left = List.copyOf(waits);
            waits.clear();
        }
        left.forEach(wait -> wait.completeExceptionally(stopping()));
    }

    /** Null if there is room, which is taken then. */
    private Wait ask(long recordSize) {
        long weight = weight(recordSize);
        synchronized (lock) {
            if (closed) {
                throw stopping();
            }
            if (waits.isEmpty() && free >= weight) {
                free -= weight;
                return null;
            }
            Wait wait = new Wait(weight);
            waits.add(wait);
            return wait;
        }
    }

    /** False if the wait was over already. */
    private boolean withdraw(Wait wait) {
        boolean withdrawn;
        List<Wait> granted;
        synchronized (lock) {
            withdrawn = waits.remove(wait);
            // A smaller one may have stood behind it.
            granted = withdrawn ? grant() : List.of();
        }
        granted.forEach(other -> other.complete(null));
        return withdrawn;
    }

    private List<Wait> grant() {
        if (waits.isEmpty() || free < waits.peek().weight) {
            return List.of();
        }
        List<Wait> granted = new ArrayList<>();
        while (!waits.isEmpty() && free >= waits.peek().weight) {
            Wait wait = waits.poll();
            free -= wait.weight;
            granted.add(wait);
        }
        return granted;
    }

    private long weight(long recordSize) {
        return Math.min(recordSize + OVERHEAD, capacity);
    }

    private SendBufferFullException full() {
        return new SendBufferFullException(capacity, maxBlockTime.toMillis());
    }

    private static IllegalStateException stopping() {
        return new IllegalStateException("The producer is stopping: it takes no more records");
    }

    /** Somebody in the queue. */
    private static final class Wait extends CompletableFuture<Void> {

        private final long weight;

        Wait(long weight) {
            this.weight = weight;
        }
    }
}
