package io.github.camelconduit.kinesis.delivery;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.camelconduit.kinesis.position.Position;

/**
 * What of one shard was handed to the route and is not done, in the order of the shard. Records get done in any order;
 * the position that may be saved is the one up to which all are done. Thread-safe.
 */
final class InFlightWindow {

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final LongSupplier nanoTime;
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
        private final Position next;
        private final long asOfNanos;
        private boolean done;
        /** The route failed with it, and does not have it. */
        private boolean givenBack;

        private Entry(Position next, boolean done, long asOfNanos) {
            this.next = next;
            this.done = done;
            this.asOfNanos = asOfNanos;
        }
    }

    /**
     * A record goes in flight; when it is done, reading may go on at {@code next}.
     *
     * @param asOfNanos when the tip of the shard was where the event is that brought it, by {@link System#nanoTime()}
     */
    synchronized Entry add(Position next, long asOfNanos) {
        Entry entry = new Entry(next, false, asOfNanos);
        entries.addLast(entry);
        records++;
        return entry;
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
        Entry last = entries.peekLast();
        if (last == null) {
            return next;
        }
        if (last.done) {
            // Nothing is in flight between the two: the later one says it all, and an idle shard with one record that
            // takes long does not pile them up.
            entries.removeLast();
        }
        entries.addLast(new Entry(next, true, 0));
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
        while (!entries.isEmpty() && entries.peekFirst().done) {
            reached = entries.removeFirst().next;
        }
        return reached;
    }

    /** What follows on the oldest record in flight; null when there is none. */
    synchronized Position oldest() {
        Entry first = entries.peekFirst();
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
        for (Entry entry : entries) {
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
        Entry first = entries.peekFirst();
        return first == null ? null : first.asOfNanos;
    }

    /** How many records are in flight. */
    synchronized int records() {
        return records;
    }

    /** How many entries there are: those that are done behind one that is not, too. */
    synchronized int size() {
        return entries.size();
    }
}
