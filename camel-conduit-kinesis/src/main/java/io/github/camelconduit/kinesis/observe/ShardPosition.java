package io.github.camelconduit.kinesis.observe;

import java.time.Instant;

import io.github.camelconduit.kinesis.delivery.FailingRecord;
import io.github.camelconduit.kinesis.delivery.ShardProgress;
import io.github.camelconduit.kinesis.fanout.ShardReading;
import io.github.camelconduit.kinesis.fanout.SubscriptionState;
import io.github.camelconduit.kinesis.position.Position;

/**
 * Where a shard stands, for an operator.
 *
 * @param shardId its id
 * @param position up to where the route is done, which is where a next start goes on once it is saved
 * @param saved what of that is in the store; null when nothing is known of that
 * @param savedAt when it was saved; null when that was before this start
 * @param finished whether the route is done with all of the shard, which is closed
 * @param state the state of its subscription; null while nothing of it is read
 * @param inFlight how many records the route has and is not done with
 * @param lastHandedOver the sequence number of the record the route got last; null when it got none since the start
 * @param oldestInFlightMillis for how long the oldest record that the route has has been seen to be the oldest, in
 *     milliseconds; null when it has none, as when it failed with one that is delivered again later
 * @param millisBehindLatest how far the route is behind the tip of the shard, in milliseconds; null when not known
 * @param lastError what its last subscription failed with; null when none did since the last event
 * @param failing the record that failed and is delivered again; null when none did
 */
public record ShardPosition(
        String shardId,
        Position position,
        Position saved,
        Instant savedAt,
        boolean finished,
        SubscriptionState state,
        int inFlight,
        String lastHandedOver,
        Long oldestInFlightMillis,
        Long millisBehindLatest,
        String lastError,
        FailingRecord failing) {

    /** @param progress how far its delivery has come; null when nothing of it is delivered */
    public static ShardPosition of(ShardReading reading, ShardProgress progress) {
        Position done = reading.standing() == null ? null : reading.standing().done();
        return new ShardPosition(
                reading.shardId(),
                done,
                reading.standing() == null ? null : reading.standing().saved(),
                reading.standing() == null ? null : reading.standing().savedAt(),
                done != null && done.isEnded(),
                reading.state(),
                progress == null ? 0 : progress.inFlight(),
                progress == null ? null : progress.lastHandedOver(),
                progress == null ? null : progress.oldestInFlightMillis(),
                progress == null ? null : progress.millisBehindLatest(),
                reading.lastError(),
                progress == null ? null : progress.failing());
    }
}
