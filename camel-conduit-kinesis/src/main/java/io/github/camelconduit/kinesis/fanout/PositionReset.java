package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.github.camelconduit.kinesis.position.Position;

/**
 * To where shards are set: their oldest record, their tip, or what arrived at a moment or later. Immutable.
 */
public final class PositionReset {

    private static final PositionReset START = new PositionReset(Kind.START, null);
    private static final PositionReset TIP = new PositionReset(Kind.TIP, null);

    /**
     * How far before the service's time the tip is: clocks differ a little, and the service refuses a moment that has not
     * come.
     */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    private enum Kind {
        START,
        TIP,
        TIME
    }

    private final Kind kind;
    private final Instant time;

    private PositionReset(Kind kind, Instant time) {
        this.kind = kind;
        this.time = time;
    }

    /** The oldest record that the stream holds. */
    public static PositionReset toStart() {
        return START;
    }

    /** What arrives from two seconds before now on, by the service's clock. Of a closed shard nothing is left to read. */
    public static PositionReset toTip() {
        return TIP;
    }

    /** What arrived at this moment or later; all there is when that is longer ago than the stream's retention. */
    public static PositionReset toTime(Instant time) {
        return new PositionReset(Kind.TIME, Objects.requireNonNull(time, "time"));
    }

    /**
     * The same.
     *
     * @param time such as 2026-01-31T12:00:00Z
     * @throws IllegalArgumentException when it is none
     */
    public static PositionReset toTime(String time) {
        try {
            return toTime(Instant.parse(time == null ? "" : time));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "time=" + time + ": not a moment; allowed: one such as 2026-01-31T12:00:00Z", e);
        }
    }

    /** @throws IllegalArgumentException for a moment that has not come by the service's time */
    void requirePast(Instant serviceTime) {
        if (kind == Kind.TIME && time.isAfter(serviceTime)) {
            throw new IllegalArgumentException(
                    "time=" + time + ": lies in the future; allowed: up to now, which is " + serviceTime);
        }
    }

    /**
     * The positions of some shards.
     *
     * @param now the service's time
     */
    Map<String, Position> of(Collection<ShardInfo> shards, Instant now) {
        Map<String, Position> positions = new HashMap<>();
        for (ShardInfo shard : shards) {
            positions.put(
                    shard.shardId(),
                    switch (kind) {
                        case START -> Position.TRIM_HORIZON;
                        case TIP -> shard.closed() ? Position.ENDED : Position.at(now.minus(CLOCK_TOLERANCE));
                        case TIME -> Position.at(time);
                    });
        }
        return positions;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case START -> "the oldest record";
            case TIP -> "the tip";
            case TIME -> "what arrived at " + time + " or later";
        };
    }
}
