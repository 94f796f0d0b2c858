package io.github.camelconduit.kinesis.position;

import java.time.Instant;
import java.util.Objects;

/** From where a shard is to be read. Immutable. */
public sealed interface Position {

    /** From the oldest record that the shard still holds. */
    Position TRIM_HORIZON = new TrimHorizon();

    /** The shard is closed and all of it is done. */
    Position ENDED = new Ended();

    /** From the first record that arrived at {@code instant} or later. */
    static Position at(Instant instant) {
        return new AtTimestamp(instant);
    }

    /**
     * From the first record behind this sequence number, which is that of a record or a continuation number.
     *
     * @throws IllegalArgumentException when it is not a sequence number
     */
    static Position after(String sequenceNumber) {
        return new After(sequenceNumber);
    }

    /**
     * Whether reading from here comes later than reading from {@code other}. A sequence number is always later than a
     * time: it was reached by reading from one.
     */
    default boolean isBeyond(Position other) {
        if (this instanceof After mine && other instanceof After theirs) {
            return SequenceNumbers.compareValid(mine.sequenceNumber(), theirs.sequenceNumber()) > 0;
        }
        if (this instanceof AtTimestamp mine && other instanceof AtTimestamp theirs) {
            return mine.instant().isAfter(theirs.instant());
        }
        return rank(this) > rank(other);
    }

    /** Whether the shard is closed and all of it is done. */
    default boolean isEnded() {
        return this instanceof Ended;
    }

    /** The one of two positions that is further; {@code left} when they are the same. Either may be null. */
    static Position furthest(Position left, Position right) {
        if (left == null) {
            return right;
        }
        return right != null && right.isBeyond(left) ? right : left;
    }

    private static int rank(Position position) {
        if (position instanceof TrimHorizon) {
            return 0;
        }
        if (position instanceof AtTimestamp) {
            return 1;
        }
        return position instanceof After ? 2 : 3;
    }

    /** See {@link #TRIM_HORIZON}. */
    record TrimHorizon() implements Position {
        @Override
        public String toString() {
            return "TRIM_HORIZON";
        }
    }

    /** See {@link #at(Instant)}. */
    record AtTimestamp(Instant instant) implements Position {
        public AtTimestamp {
            Objects.requireNonNull(instant, "instant");
        }

        @Override
        public String toString() {
            return "AT_TIMESTAMP(" + instant + ")";
        }
    }

    /** See {@link #after(String)}. */
    record After(String sequenceNumber) implements Position {
        public After {
            SequenceNumbers.require(sequenceNumber);
        }

        @Override
        public String toString() {
            return "AFTER(" + sequenceNumber + ")";
        }
    }

    /** See {@link #ENDED}. */
    record Ended() implements Position {
        @Override
        public String toString() {
            return "ENDED";
        }
    }
}
