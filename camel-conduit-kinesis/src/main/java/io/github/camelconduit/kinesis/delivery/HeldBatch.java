package io.github.camelconduit.kinesis.delivery;

import java.util.concurrent.TimeUnit;

/**
 * A batch that waits for the route or is worked on.
 *
 * @param bytes what it counts for
 * @param asOfNanos when the tip of the shard was where the batch is, by {@link System#nanoTime()}
 */
record HeldBatch(RecordBatch batch, long bytes, long asOfNanos) {

    /** A batch that has just come. */
    static HeldBatch of(RecordBatch batch) {
        return new HeldBatch(
                batch,
                batch.heldBytes(),
                System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(batch.millisBehindLatest()));
    }

    boolean hasRecords() {
        return !batch.records().isEmpty();
    }
}
