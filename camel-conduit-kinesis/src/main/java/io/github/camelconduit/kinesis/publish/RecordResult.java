package io.github.camelconduit.kinesis.publish;

/**
 * What became of one record of a message that has many.
 *
 * @param index its place in the body, counted from 0
 * @param stream the stream it was for; null if it failed before that was known
 * @param partitionKey null if it failed before that was known
 * @param shardId the shard it was written to; null if it was not
 * @param sequenceNumber null if it was not written
 * @param failure why it was not written, or in an {@link UnknownOutcomeException} why that is unknown; null if it was
 */
public record RecordResult(
        long index, String stream, String partitionKey, String shardId, String sequenceNumber, Exception failure) {

    /** Whether it is in the stream for certain. */
    public boolean isWritten() {
        return failure == null;
    }
}
