package io.github.camelconduit.kinesis.fanout;

import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

import io.github.camelconduit.kinesis.position.Position;

/**
 * From where the next subscription of a shard reads: behind what was handed over. Guarded by the lock of its
 * {@link ShardSubscription}.
 */
final class ReadingPoint {

    /** How old a first start may be for its first call to ask for the tip, in milliseconds. */
    static final long TIP_MILLIS = 2_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final String shardId;
    private final Timers timers;
    private Position position;
    /** Until when the first call may ask for the tip; from then on that would leave out what has arrived. */
    private long tipUntil;

    /**
     * @param tipFirst whether the first call asks for the tip (LATEST); when it fails, what arrived since is still there
     *     from {@code position} on
     */
    ReadingPoint(String shardId, Position position, boolean tipFirst, Timers timers) {
        this.shardId = shardId;
        this.position = position;
        this.timers = timers;
        this.tipUntil = tipFirst ? timers.now() + TIP_MILLIS : NEVER;
    }

    Position position() {
        return position;
    }

    /** The position behind an event. */
    Position behind(ShardEvent event) {
        return event.reachedFrom(position);
    }

    /** Everything before this position was handed over. */
    void moveTo(Position next) {
        position = next;
    }

    /** Some time passes without a call: what arrives meanwhile is not to be left out. */
    void leaveTip() {
        tipUntil = NEVER;
    }

    /** The next call. */
    SubscribeToShardRequest request(String consumerArn) {
        boolean atTip = timers.now() <= tipUntil;
        // Once is enough: asked for the tip again, the service would leave out what arrived in between.
        leaveTip();
        return StartingPositions.request(consumerArn, shardId, position, atTip);
    }

    /** Whether there is anywhere to start over from, when the service refuses the position. */
    boolean isAtStart() {
        return position instanceof Position.TrimHorizon;
    }

    @Override
    public String toString() {
        return position.toString();
    }
}
