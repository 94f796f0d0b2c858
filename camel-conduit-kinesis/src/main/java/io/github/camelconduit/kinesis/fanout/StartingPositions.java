package io.github.camelconduit.kinesis.fanout;

import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

import io.github.camelconduit.kinesis.position.Position;

/** A position as SubscribeToShard wants it said. */
final class StartingPositions {

    /** Behind the newest record. */
    static final StartingPosition TIP =
            StartingPosition.builder().type(ShardIteratorType.LATEST).build();

    private StartingPositions() {}

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
