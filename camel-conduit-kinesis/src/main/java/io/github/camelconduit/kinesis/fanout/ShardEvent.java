package io.github.camelconduit.kinesis.fanout;

import java.util.List;

import io.github.camelconduit.kinesis.delivery.ShardRecord;
import io.github.camelconduit.kinesis.position.Position;

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

    /**
     * Whether the event says that nothing follows: it has no continuation number, or names child shards, next to which
     * some servers still send one. It is believed only when the stream lists the shard as closed.
     */
    public boolean isEndOfShard() {
        return !hasContinuation() || !childShards.isEmpty();
    }

    /** From where to read on behind this event, when it came from {@code before}: never from further back. */
    public Position reachedFrom(Position before) {
        Position reached = before;
        if (!records.isEmpty()) {
            reached = Position.furthest(reached, records.get(records.size() - 1).position());
        }
        return hasContinuation() ? Position.furthest(reached, Position.after(continuationSequenceNumber)) : reached;
    }

    /** Whether there is a number to go on from. */
    public boolean hasContinuation() {
        return continuationSequenceNumber != null && !continuationSequenceNumber.isEmpty();
    }
}
