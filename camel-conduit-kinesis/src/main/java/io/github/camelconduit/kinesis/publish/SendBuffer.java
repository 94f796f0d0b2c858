package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Room for records that are not done: so many bytes, given in the order of asking, so that a large record is not passed
 * by small ones for ever. It can be waited for on a thread or without one.
 *
 * <p>The records of throttled shards have half of it together, and those of one shard half of that half, so that there
 * is room for the others: who is held up by such a {@link Share} stands in its queue first and then in that of all.
 *
 * <p>Thread-safe.
 */
final class SendBuffer {

    /** What a record weighs beside its data and key: without it, a flood of tiny records would have no bound. */
    static final int OVERHEAD = 512;

    private static final CompletableFuture<Void> ROOM = CompletableFuture.completedFuture(null);

    private final Allowance all;
    private final Allowance throttled;
    private final Duration maxBlockTime;
    private final ScheduledExecutorService timer;

    private final Object lock = new Object();
    // The rest is guarded by the lock, and so are the allowances and the queues of the shares.
    private final ArrayDeque<Wait> waits = new ArrayDeque<>();
    private final Set<Share> blocked = new LinkedHashSet<>();
    private boolean closed;
    /** Since when nobody has got room; null when there was room for the last that asked, or has been since. */
    private Long fullSinceNanos;

    /** @param timer ends waits that no thread waits in */
    SendBuffer(long capacity, Duration maxBlockTime, ScheduledExecutorService timer) {
        this.all = new Allowance(capacity);
        this.throttled = new Allowance(capacity / 2);
        this.maxBlockTime = maxBlockTime;
        this.timer = timer;
    }

    /** What the records of one throttled shard have of it. */
    static final class Share {

        private final Allowance own;
        private final ArrayDeque<Wait> waits = new ArrayDeque<>();

        private Share(long bytes) {
            own = new Allowance(bytes);
        }
    }

    Share newShare() {
        return new Share(all.capacity / 4);
    }

    /**
     * Waits for room for a record. One that is larger than the whole buffer goes alone.
     *
     * @param share of the record's shard while that is throttled, else null
     * @throws SendBufferFullException if there was none within the time
     * @throws InterruptedException if the thread was interrupted while it waited
     * @throws IllegalStateException if the buffer is closed
     */
    void acquire(long recordSize, Share share) throws InterruptedException {
        Wait wait = ask(recordSize, share);
        if (wait == null) {
            return;
        }
        try {
            wait.get(maxBlockTime.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (withdraw(wait)) {
                throw full();
            }
            // Given, or ended by a stop, in this moment.
            join(wait);
        } catch (InterruptedException e) {
            if (!withdraw(wait)) {
                wait.thenRun(() -> release(recordSize, share));
            }
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    private static void join(Wait wait) {
        try {
            wait.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    /**
     * Asks for room for a record without waiting.
     *
     * @param share as for {@link #acquire}
     * @return completed if there is room; else completes, on any thread, when there is, or with what {@link #acquire}
     *     throws
     */
    CompletableFuture<Void> request(long recordSize, Share share) {
        Wait wait;
        try {
            wait = ask(recordSize, share);
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
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
            all.take(recordSize + OVERHEAD);
        }
    }

    /**
     * Gives the room of a record back.
     *
     * @param share with which it was taken, or null
     */
    void release(long recordSize, Share share) {
        List<Wait> granted;
        synchronized (lock) {
            all.giveBack(recordSize + OVERHEAD);
            if (share != null) {
                leave(share, recordSize + OVERHEAD);
            }
            granted = grant();
            if (waits.isEmpty() || !granted.isEmpty()) {
                fullSinceNanos = null;
            }
        }
        granted.forEach(wait -> wait.complete(null));
    }

    boolean hasWaiting() {
        return waiting() > 0;
    }

    /** How many wait for room. */
    int waiting() {
        synchronized (lock) {
            return waits.size()
                    + blocked.stream().mapToInt(share -> share.waits.size()).sum();
        }
    }

    /** For how long nobody has got room, although somebody asked for it; zero when there is room. */
    Duration fullFor(long nowNanos) {
        synchronized (lock) {
            return fullSinceNanos == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, nowNanos - fullSinceNanos));
        }
    }

    /** How much is taken, in bytes. */
    long used() {
        synchronized (lock) {
            return all.capacity - all.free;
        }
    }

    /** Gives no more room, and ends all waits. */
    void close() {
        List<Wait> left;
        synchronized (lock) {
            closed = true;
            left = new ArrayList<>(waits);
            blocked.forEach(share -> left.addAll(share.waits));
            waits.clear();
            blocked.forEach(share -> share.waits.clear());
            blocked.clear();
        }
        left.forEach(wait -> wait.completeExceptionally(stopping()));
    }

    /** Null if there is room, which is taken then. */
    private Wait ask(long recordSize, Share share) {
        long weight = recordSize + OVERHEAD;
        synchronized (lock) {
            if (closed) {
                throw stopping();
            }
            if (share != null && !(share.waits.isEmpty() && enters(share, weight))) {
                Wait wait = new Wait(weight, share);
                share.waits.add(wait);
                blocked.add(share);
                return wait;
            }
            if (waits.isEmpty() && all.has(weight)) {
                all.take(weight);
                fullSinceNanos = null;
                return null;
            }
            if (fullSinceNanos == null) {
                fullSinceNanos = System.nanoTime();
            }
            Wait wait = new Wait(weight, share);
            waits.add(wait);
            return wait;
        }
    }

    private boolean enters(Share share, long weight) {
        boolean room = share.own.has(weight) && throttled.has(weight);
        if (room) {
            share.own.take(weight);
            throttled.take(weight);
        }
        return room;
    }

    private void leave(Share share, long weight) {
        share.own.giveBack(weight);
        throttled.giveBack(weight);
    }

    /** False if the wait was over already. */
    private boolean withdraw(Wait wait) {
        boolean withdrawn;
        List<Wait> granted;
        synchronized (lock) {
            boolean stoodWithAll = waits.remove(wait);
            if (stoodWithAll && wait.share != null) {
                leave(wait.share, wait.weight);
            }
            withdrawn = stoodWithAll || wait.share != null && wait.share.waits.remove(wait);
            // A smaller one may have stood behind it.
            granted = withdrawn ? grant() : List.of();
        }
        granted.forEach(other -> other.complete(null));
        return withdrawn;
    }

    private List<Wait> grant() {
        letShareEnter();
        if (waits.isEmpty() || !all.has(waits.peek().weight)) {
            return List.of();
        }
        List<Wait> granted = new ArrayList<>();
        while (!waits.isEmpty() && all.has(waits.peek().weight)) {
            Wait wait = waits.poll();
            all.take(wait.weight);
            granted.add(wait);
        }
        return granted;
    }

    /** From the queues of the shares, one of each in turn, into the queue of all. */
    private void letShareEnter() {
        boolean entered = !blocked.isEmpty();
        while (entered) {
            entered = false;
            for (Share share : List.copyOf(blocked)) {
                Wait next = share.waits.peek();
                if (next == null || enters(share, next.weight)) {
                    blocked.remove(share);
                    if (next != null) {
                        waits.add(share.waits.poll());
                        entered = true;
                    }
                    if (!share.waits.isEmpty()) {
                        blocked.add(share);
                    }
                }
            }
        }
    }

    private SendBufferFullException full() {
        return new SendBufferFullException(all.capacity, maxBlockTime.toMillis());
    }

    private static IllegalStateException stopping() {
        return new IllegalStateException("The producer is stopping: it takes no more records");
    }

    /** So many bytes, of which what is larger than all of them takes all. Below zero when overdrawn. */
    private static final class Allowance {

        private final long capacity;
        private long free;

        Allowance(long capacity) {
            this.capacity = Math.max(1, capacity);
            this.free = this.capacity;
        }

        boolean has(long weight) {
            return free >= Math.min(weight, capacity);
        }

        void take(long weight) {
            free -= Math.min(weight, capacity);
        }

        void giveBack(long weight) {
            free += Math.min(weight, capacity);
        }
    }

    /** Somebody in a queue: of the share, if there is one, until there is room in that, then in that of all. */
    private static final class Wait extends CompletableFuture<Void> {

        private final long weight;
        private final Share share;

        Wait(long weight, Share share) {
            this.weight = weight;
            this.share = share;
        }
    }
}
