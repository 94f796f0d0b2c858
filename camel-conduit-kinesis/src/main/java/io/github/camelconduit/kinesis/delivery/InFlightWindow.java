package io.github.camelconduit.kinesis.delivery;

import java.util.ArrayDeque;

import io.github.camelconduit.kinesis.position.Position;

/**
 * What of one shard was handed to the route and is not done, in the order of the shard. Records get done in any order;
 * the position that may be saved is the one up to which all are done. Thread-safe.
 */
final class InFlightWindow {

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();

    /** One record in flight, or a position behind records in flight. */
    static final class Entry {
        private final Position next;
        private boolean done;

        private Entry(Position next, boolean done) {
            this.next = next;
            this.done = done;
        }
    }

    /** A record goes in flight; when it is done, reading may go on at {@code next}. */
    synchronized Entry add(Position next) {
        Entry entry = new Entry(next, false);
        entries.addLast(entry);
        return entry;
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
        entries.addLast(new Entry(next, true));
        return null;
    }

    /**
     * The record is done. Telling it twice does no harm.
     *
     * @return the position that may be saved now, or null when nothing changed about it
     */
    synchronized Position done(Entry entry) {
        entry.done = true;
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

    /** How many entries there are. */
    synchronized int size() {
        return entries.size();
    }
}
