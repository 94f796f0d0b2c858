package io.github.camelconduit.kinesis.embedded.stream;

import java.time.Instant;

/**
 * Where reading a shard starts, in AWS's five ways.
 *
 * @param type           which way
 * @param sequenceNumber for the two sequence-number types, else null
 * @param timestamp      for {@code AT_TIMESTAMP}, else null
 */
public record StartingPosition(Type type, String sequenceNumber, Instant timestamp) {

    /** AWS's names. */
    public enum Type {
        TRIM_HORIZON,
        LATEST,
        AT_TIMESTAMP,
        AT_SEQUENCE_NUMBER,
        AFTER_SEQUENCE_NUMBER
    }

    @Override
    public String toString() {
        return switch (type) {
            case TRIM_HORIZON, LATEST -> type.name();
            case AT_TIMESTAMP -> type + "(" + timestamp + ")";
            case AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER -> type + "(" + sequenceNumber + ")";
        };
    }
}
