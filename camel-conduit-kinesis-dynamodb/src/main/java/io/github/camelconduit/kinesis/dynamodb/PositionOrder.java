package io.github.camelconduit.kinesis.dynamodb;

import java.time.Instant;

import io.github.camelconduit.kinesis.position.Position;

/**
 * Positions as text whose order is that of the positions, because a condition in DynamoDB can only compare text (its
 * numbers have 38 digits, sequence numbers up to 129): a digit for the kind, then numbers with zeros in front.
 */
final class PositionOrder {

    private static final int SEQUENCE_NUMBER_DIGITS = 130;

    private PositionOrder() {}

    /** The text of one position is greater than that of another exactly when it {@link Position#isBeyond} it. */
    static String of(Position position) {
        if (position instanceof Position.TrimHorizon) {
            return "0";
        }
        if (position instanceof Position.AtTimestamp at) {
            long seconds = at.instant().getEpochSecond() - Instant.MIN.getEpochSecond();
            return String.format("1%020d%09d", seconds, at.instant().getNano());
        }
        if (position instanceof Position.After after) {
            String number = after.sequenceNumber();
            return "2" + "0".repeat(SEQUENCE_NUMBER_DIGITS - number.length()) + number;
        }
        if (position instanceof Position.Ended) {
            return "3";
        }
        throw new IllegalArgumentException("No order is known for " + position);
    }
}
