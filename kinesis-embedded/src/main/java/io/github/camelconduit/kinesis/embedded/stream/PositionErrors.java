package io.github.camelconduit.kinesis.embedded.stream;

import java.util.OptionalInt;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/** InvalidArgumentExceptions for positions that cannot be read from, close to AWS's words. */
final class PositionErrors {

    private PositionErrors() {}

    /** A sequence number of another shard, or of another stream. */
    static KinesisServiceException foreign(String sequenceNumber, int shardIndex) {
        OptionalInt encoded = SequenceNumbers.shardIndexIn(sequenceNumber);
        String shardId = Shard.idOf(shardIndex);
        if (encoded.isEmpty() || encoded.getAsInt() == shardIndex) {
            return invalid(sequenceNumber, shardId, "it did not come from this stream");
        }
        return KinesisServiceException.invalidArgument(
                "Invalid StartingSequenceNumber. It encodes %s, while it was used in a call to a shard with %s"
                        .formatted(Shard.idOf(encoded.getAsInt()), shardId));
    }

    /** @param why as in "because ..." */
    static KinesisServiceException invalid(String sequenceNumber, String shardId, String why) {
        return KinesisServiceException.invalidArgument(
                "StartingSequenceNumber %s used on shard %s is invalid because %s."
                        .formatted(sequenceNumber, shardId, why));
    }

    /** A timestamp, epoch milliseconds, that has not come. */
    static KinesisServiceException inTheFuture(long millis, long now) {
        return KinesisServiceException.invalidArgument(
                "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. "
                        + "timestampInMillis: " + millis + ", currentTimestampInMillis: " + now);
    }
}
