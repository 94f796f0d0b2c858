package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;
import java.util.Objects;

import io.github.camelconduit.kinesis.position.SequenceNumbers;

/**
 * One record of a shard.
 *
 * @param sequenceNumber its sequence number, unique in its shard
 * @param partitionKey the partition key it was written with
 * @param arrivalTime when Kinesis took it in, approximately
 * @param data its bytes; the array is the record's own and is not copied again
 */
public record ShardRecord(String sequenceNumber, String partitionKey, Instant arrivalTime, byte[] data) {

    /** @throws RuntimeException when something is missing or the sequence number is none: it came from outside */
    public ShardRecord {
        SequenceNumbers.require(sequenceNumber);
        Objects.requireNonNull(partitionKey, "a record without a partition key");
        Objects.requireNonNull(arrivalTime, "a record without an arrival time");
        Objects.requireNonNull(data, "a record without data");
    }

    /**
     * What a record takes beside its data while it is held, in bytes: its objects and its strings, one byte a
     * character. An estimate, so that many small records count for what they are.
     */
    private static final int OVERHEAD = 250;

    /** How many bytes the record counts for against a limit on what is held. */
    public long heldBytes() {
        return OVERHEAD + (long) data.length + partitionKey.length();
    }
}
