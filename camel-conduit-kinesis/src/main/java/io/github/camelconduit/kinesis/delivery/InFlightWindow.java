package io.github.camelconduit.kinesis.delivery;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.camelconduit.kinesis.position.Position;

/**
 * What of one shard was handed to the route and is not done, in the order of the shard. Records get done in any order;
 * the position that may be saved is the one up to which all are done. Thread-safe.
 *
 * <p>The entries are linked to each other: an addition needs no memory beside the entry itself, so none can fail half
 * way, and leave records out of what is to be done.
 */
final class InFlightWindow {

    private final LongSupplier nanoTime;
    /** The oldest; null when there is none. */
    private Entry first;

    private Entry last;
    private int size;
    /** The oldest entry that the route had when it was last looked, and when that was first seen. */
    private Entry oldestSeen;

    private long seenNanos;
    private int records;

    InFlightWindow() {
        this(System::nanoTime);
    }

    InFlightWindow(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** One record in flight, or a position behind records in flight. */
    static final class Entry {
        private final long asOfNanos;
        private Position next;
        /** What follows; null for the last one. */
        private Entry behind;

        private boolean done;
        /** The route failed with it, and does not have it. */
        private boolean givenBack;

        /**
         * @param next where reading may go on when the record is done
         * @param asOfNanos when the tip of the shard was where the event is that brought it, by {@link System#nanoTime()}
         */
        Entry(Position next, long asOfNanos) {
            this.next = next;
            this.asOfNanos = asOfNanos;
        }
    }

    /** A record goes in flight. Never throws. */
    synchronized Entry add(Entry entry) {
        append(entry);
        records++;
        return entry;
    }

    private void append(Entry entry) {
        if (last == null) {
            first = entry;
        } else {
            last.behind = entry;
        }
        last = entry;
        size++;
    }

    /** The route failed with the record, which is not done: until {@link #again} it is nobody's but ours. */
    synchronized void givenBack(Entry entry) {
        entry.givenBack = true;
    }

    /** The record goes to the route again. */
    synchronized void again(Entry entry) {
        entry.givenBack = false;
        if (entry == oldestSeen) {
            oldestSeen = null;
        }
    }

    /**
     * Reading may go on at {@code next} once all before is done.
     *
     * @return the position that may be saved now, or null when something before is still in flight
     */
    synchronized Position pass(Position next) {
        if (last == null) {
            return next;
        }
        if (last.done) {
            // Nothing is in flight between the two: the later one says it all, and an idle shard with one record that
            // takes long does not pile them up.
            last.next = next;
            return null;
        }
        Entry passed = new Entry(next, 0);
        passed.done = true;
        append(passed);
        return null;
    }

    /**
     * The record is done. Telling it twice does no harm.
     *
     * @return the position that may be saved now, or null when nothing changed about it
     */
    synchronized Position done(Entry entry) {
        if (!entry.done) {
            entry.done = true;
            records--;
        }
        Position reached = null;
        while (first != null && first.done) {
            reached = first.next;
            removeFirst();
        }
        return reached;
    }

    private void removeFirst() {
        Entry removed = first;
        first = removed.behind;
        if (first == null) {
            last = null;
        }
        // Somebody may keep it for long, and would keep all that follows.
        removed.behind = null;
        size--;
    }

    /** What follows on the oldest record in flight; null when there is none. */
    synchronized Position oldest() {
        return first == null ? null : first.next;
    }

    /**
     * Looks which record is the oldest that the route has. Called every second or so: taking the time of each record that
     * is handed over would cost more than all else that is done for it here.
     */
    synchronized void look() {
        Entry oldest = oldestInRoute();
        if (oldest != oldestSeen) {
            oldestSeen = oldest;
            seenNanos = nanoTime.getAsLong();
        }
    }

    private Entry oldestInRoute() {
        for (Entry entry = first; entry != null; entry = entry.behind) {
            if (!entry.done && !entry.givenBack) {
                return entry;
            }
        }
        return null;
    }

    /**
     * For how long the oldest record that the route has has been seen to be the oldest, in milliseconds; null when it has
     * none. What waits in a long queue moves up, and is not what is never done; nor is what the route failed with and gets
     * again later, be it that it is suspended.
     */
    synchronized Long oldestMillis() {
        look();
        return oldestSeen == null ? null : TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - seenNanos);
    }

    /** When the tip of the shard was where the oldest record in flight is; null when none is in flight. */
    synchronized Long asOfNanos() {
        return first == null ? null : first.asOfNanos;
    }

    /** How many records are in flight. */
    synchronized int records() {
        return records;
    }

    /** How many entries there are: those that are done behind one that is not, too. */
    synchronized int size() {
        return size;
    }
}
