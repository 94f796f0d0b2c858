package io.github.camelconduit.kinesis.delivery;

import java.util.List;
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
    private List<ShardRecord> records = List.of();
    private int taken;

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
        return taken < records.size();
    }

    /** The next record of the batch that is worked on, which stays there. */
    ShardRecord peek() {
        return records.get(taken);
    }

    /** The next record is taken out. Never throws. */
    void take() {
        taken++;
    }

    /** The batch that is worked on, which has the record that was taken last; null when there is none. */
    HeldBatch current() {
        return current;
    }

    /** The batch that is worked on is taken out. Never throws. */
    void takeFinished() {
        current = null;
    }

    /** Begins with the next batch; false when none waits. */
    boolean advance() {
        current = waiting.poll();
        if (current == null) {
            return false;
        }
        records = current.batch().records();
        taken = 0;
        return true;
    }

    /** Drops all. */
    void clear() {
        current = null;
        records = List.of();
        taken = 0;
        waiting.clear();
    }
}
