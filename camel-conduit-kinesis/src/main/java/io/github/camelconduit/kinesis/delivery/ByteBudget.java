package io.github.camelconduit.kinesis.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * How many bytes may be held over all shards. A shard reserves what it expects the next batch to be before it asks for
 * it; those that find nothing left wait in line, so that no shard starves another. One reservation is always granted,
 * however large, or a record larger than the budget would stop everything. Thread-safe; grants are told outside the
 * lock.
 */
final class ByteBudget {

    private final long capacity;
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private long used;

    private record Waiting(long bytes, Runnable granted) {}

    ByteBudget(long capacity) {
        this.capacity = capacity;
    }

    /** Reserves so many bytes, and runs {@code granted} when they are there: at once, or later on another thread. */
    void reserve(long bytes, Runnable granted) {
        synchronized (this) {
            if (!line.isEmpty() || !fits(bytes)) {
                line.addLast(new Waiting(bytes, granted));
                return;
            }
            used += bytes;
        }
        granted.run();
    }

    /**
     * What came is larger or smaller than what was reserved for it. Grants nothing: this is called from where records
     * come in, under the lock of their subscription, and a grant leads to another subscription's lock.
     */
    synchronized void settle(long reserved, long held) {
        used += held - reserved;
    }

    /** Gives bytes back, and grants what fits now. */
    void release(long bytes) {
        List<Runnable> granted = new ArrayList<>();
        synchronized (this) {
            used -= bytes;
            while (!line.isEmpty() && fits(line.peekFirst().bytes)) {
                Waiting first = line.removeFirst();
                used += first.bytes;
                granted.add(first.granted);
            }
        }
        granted.forEach(Runnable::run);
    }

    synchronized long used() {
        return used;
    }

    private boolean fits(long bytes) {
        return used <= 0 || used + bytes <= capacity;
    }
}
