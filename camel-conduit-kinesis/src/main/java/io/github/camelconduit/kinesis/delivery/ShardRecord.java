package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;
import java.util.Objects;

import io.github.camelconduit.kinesis.position.Position;

/**
 * One record of a shard.
 *
 * @param position where reading goes on behind it: it has its sequence number, which is checked once
 * @param partitionKey the partition key it was written with
 * @param arrivalTime when Kinesis took it in, approximately
 * @param data its bytes; the array is the record's own and is not copied again
 */
public record ShardRecord(Position.After position, String partitionKey, Instant arrivalTime, byte[] data) {

    /** @throws RuntimeException when something is missing: it came from outside */
    public ShardRecord {
        Objects.requireNonNull(position, "a record without a position");
        Objects.requireNonNull(partitionKey, "a record without a partition key");
        Objects.requireNonNull(arrivalTime, "a record without an arrival time");
        Objects.requireNonNull(data, "a record without data");
    }

    /** @throws RuntimeException when something is missing or the sequence number is none: it came from outside */
    public ShardRecord(String sequenceNumber, String partitionKey, Instant arrivalTime, byte[] data) {
        this(new Position.After(sequenceNumber), partitionKey, arrivalTime, data);
    }

    /** Its sequence number, unique in its shard. */
    public String sequenceNumber() {
        return position.sequenceNumber();
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
