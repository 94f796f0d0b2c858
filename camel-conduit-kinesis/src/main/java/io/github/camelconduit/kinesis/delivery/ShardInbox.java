package io.github.camelconduit.kinesis.delivery;

import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The batches of one shard that wait for the route, record by record. Any thread adds to it and asks what waits; all else
 * is only called by the run of the shard, so by one thread at a time.
 */
final class ShardInbox {

    private final Queue<HeldBatch> waiting = new ConcurrentLinkedQueue<>();

    // Only touched by the run.
    private HeldBatch current;
    private Iterator<ShardRecord> records = Collections.emptyIterator();

    /** A batch came. Any thread. */
    void add(HeldBatch batch) {
        waiting.add(batch);
    }

    /** Whether no batch waits behind the one that is worked on. Any thread. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** When the tip of the shard was where the first record is that waits in a batch; null when none does. Any thread. */
    Long asOfNanos() {
        return waiting.stream()
                .filter(HeldBatch::hasRecords)
                .map(HeldBatch::asOfNanos)
                .findFirst()
                .orElse(null);
    }

    /** Whether the batch that is worked on has a record left. */
    boolean hasNext() {
        return records.hasNext();
    }

    /** The next record of the batch that is worked on. */
    ShardRecord next() {
        return records.next();
    }

    /** The batch that is worked on, which has the record that was taken last. */
    HeldBatch current() {
        return current;
    }

    /** Takes the batch out of which all records were taken; null when none is worked on. */
    HeldBatch takeFinished() {
        HeldBatch finished = current;
        current = null;
        return finished;
    }

    /** Begins with the next batch; false when none waits. */
    boolean advance() {
        current = waiting.poll();
        if (current == null) {
            return false;
        }
        records = current.batch().records().iterator();
        return true;
    }

    /** Drops all. */
    void clear() {
        current = null;
        records = Collections.emptyIterator();
        waiting.clear();
    }
}
