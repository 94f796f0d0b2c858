package io.github.camelconduit.kinesis.fanout;

import java.util.List;

import io.github.camelconduit.kinesis.delivery.ShardRecord;

/**
 * One event of a subscription.
 *
 * @param records its records in order, possibly none
 * @param continuationSequenceNumber where to go on when the subscription is over; it moves on without records too; null
 *     at the end of the shard
 * @param millisBehindLatest how far behind the tip of the shard, in milliseconds
 * @param childShards what follows on the shard; empty before its end
 */
public record ShardEvent(
        List<ShardRecord> records,
        String continuationSequenceNumber,
        long millisBehindLatest,
        List<ChildShardLink> childShards) {

    /** Whether the event says that nothing follows. Without child shards that is worth a second look. */
    public boolean isEndOfShard() {
        return continuationSequenceNumber == null || continuationSequenceNumber.isEmpty();
    }
}
