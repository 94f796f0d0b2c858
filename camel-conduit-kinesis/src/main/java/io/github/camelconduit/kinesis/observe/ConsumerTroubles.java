package io.github.camelconduit.kinesis.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.camelconduit.kinesis.client.Remedy;
import io.github.camelconduit.kinesis.delivery.FailingRecord;
import io.github.camelconduit.kinesis.fanout.ReadingTrouble;
import io.github.camelconduit.kinesis.fanout.SubscriptionState;

/** What is not as it should be with a consumer: what its reading says, and what exceeds a threshold. */
public final class ConsumerTroubles {

    /** They look every second; a machine that is short of processors may take some to let them. */
    static final Duration CONTROL_THREADS_MAY_WAIT = Duration.ofSeconds(30);

    private ConsumerTroubles() {}

    /**
     * @param reading what the reading says
     * @param shards the shards that are read
     * @param sinceChecked how long ago the control threads looked after the shards last, which they do every second
     */
    public static List<Trouble> of(
            List<ReadingTrouble> reading,
            List<ShardPosition> shards,
            Duration sinceChecked,
            HealthThresholds thresholds,
            Instant now) {
        List<Trouble> all = new ArrayList<>();
        reading.forEach(trouble -> all.add(Trouble.of(trouble)));
        if (thresholds.isStuck(sinceChecked) && sinceChecked.compareTo(CONTROL_THREADS_MAY_WAIT) > 0) {
            all.add(new Trouble(
                    Trouble.STUCK,
                    "the control threads have done nothing for " + sinceChecked.toSeconds()
                            + " s (healthCheckStuckTimeout): no subscription is renewed any more; a new start helps",
                    null,
                    null,
                    now.minus(sinceChecked),
                    Remedy.RESTART));
        }
        for (ShardPosition shard : shards) {
            addStuck(shard, thresholds, now, all);
            addFailing(shard, all);
            addBehind(shard, thresholds, now, all);
        }
        return all;
    }

    private static void addStuck(ShardPosition shard, HealthThresholds thresholds, Instant now, List<Trouble> all) {
        Duration still =
                shard.oldestInFlightMillis() == null ? Duration.ZERO : Duration.ofMillis(shard.oldestInFlightMillis());
        if (thresholds.isStuck(still)) {
            all.add(new Trouble(
                    Trouble.STUCK,
                    "the route has not finished the oldest of the " + shard.inFlight()
                            + " records that it has of shard "
                            + shard.shardId() + " for " + still.toSeconds()
                            + " s (healthCheckStuckTimeout); a new start delivers them again",
                    null,
                    shard.shardId(),
                    now.minus(still),
                    Remedy.RESTART));
        }
    }

    /** It may pass by itself, as when what the route calls is there again, and is tolerated for as long as such things are. */
    private static void addFailing(ShardPosition shard, List<Trouble> all) {
        FailingRecord failing = shard.failing();
        if (failing == null) {
            return;
        }
        all.add(new Trouble(
                Trouble.RECORD_FAILING,
                "record " + failing.sequenceNumber() + " of shard " + shard.shardId() + " has failed "
                        + StatusFormat.times(failing.failures()) + ", last with " + failing.error()
                        + " (see the log); it is delivered again until it does not fail, and nothing else of the shard"
                        + " before",
                null,
                shard.shardId(),
                failing.since(),
                Remedy.TIME));
    }

    private static void addBehind(ShardPosition shard, HealthThresholds thresholds, Instant now, List<Trouble> all) {
        if (shard.millisBehindLatest() == null || shard.state() == SubscriptionState.PAUSED) {
            return;
        }
        Duration behind = Duration.ofMillis(shard.millisBehindLatest());
        if (thresholds.isTooFarBehind(behind)) {
            all.add(new Trouble(
                    Trouble.BEHIND,
                    "shard " + shard.shardId() + " is " + behind.toMillis() + " ms behind its tip, more than "
                            + thresholds.maxBehindLatest().toMillis() + " (healthCheckMaxMillisBehindLatest)",
                    null,
                    shard.shardId(),
                    now,
                    Remedy.OPERATOR));
        }
    }
}
