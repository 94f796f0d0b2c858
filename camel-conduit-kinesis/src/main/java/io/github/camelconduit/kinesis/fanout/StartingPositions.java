package io.github.camelconduit.kinesis.fanout;

import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

import io.github.camelconduit.kinesis.position.Position;

/** A position as SubscribeToShard wants it said. */
final class StartingPositions {

    /** Behind the newest record. */
    private static final StartingPosition TIP =
            StartingPosition.builder().type(ShardIteratorType.LATEST).build();

    private StartingPositions() {}

    /** The call for a shard: from its tip, or from a position. */
    static SubscribeToShardRequest request(String consumerArn, String shardId, Position position, boolean atTip) {
        return SubscribeToShardRequest.builder()
                .consumerARN(consumerArn)
                .shardId(shardId)
                .startingPosition(atTip ? TIP : of(position))
                .build();
    }

    /**
     * From where a subscription is to start. AFTER_SEQUENCE_NUMBER is right for the number of a record, which is not
     * to come again, as well as for a continuation number, which is no record's.
     */
    static StartingPosition of(Position position) {
        StartingPosition.Builder from = StartingPosition.builder();
        if (position instanceof Position.After after) {
            from.type(ShardIteratorType.AFTER_SEQUENCE_NUMBER).sequenceNumber(after.sequenceNumber());
        } else if (position instanceof Position.AtTimestamp at) {
            from.type(ShardIteratorType.AT_TIMESTAMP).timestamp(at.instant());
        } else if (position instanceof Position.TrimHorizon) {
            from.type(ShardIteratorType.TRIM_HORIZON);
        } else {
            throw new IllegalArgumentException("A shard that is " + position + " is not subscribed to.");
        }
        return from.build();
    }
}
