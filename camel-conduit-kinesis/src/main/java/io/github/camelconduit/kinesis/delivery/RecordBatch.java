package io.github.camelconduit.kinesis.delivery;

import java.util.List;

import io.github.camelconduit.kinesis.position.Position;

/**
 * What one event of a shard brought, in order.
 *
 * @param shardId the shard
 * @param records its records, possibly none
 * @param next from where to read on when all of them are done; {@link Position#ENDED} with the last batch of a shard
 * @param millisBehindLatest how far behind the tip of the shard the reading is, in milliseconds
 */
public record RecordBatch(String shardId, List<ShardRecord> records, Position next, long millisBehindLatest) {

    /** How many bytes the batch counts for while it is held. */
    public long heldBytes() {
        long bytes = 0;
        for (ShardRecord shardRecord : records) {
            bytes += shardRecord.heldBytes();
        }
        return bytes;
    }

    /** Whether nothing follows in this shard. */
    public boolean isLast() {
        return next.isEnded();
    }
}
