package io.github.camelconduit.kinesis.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.client.Remedy;
import io.github.camelconduit.kinesis.delivery.FailingRecord;
import io.github.camelconduit.kinesis.fanout.ReadingTrouble;
import io.github.camelconduit.kinesis.fanout.SubscriptionFailure;
import io.github.camelconduit.kinesis.fanout.SubscriptionState;

import static org.assertj.core.api.Assertions.assertThat;

/** From what a reading says and how its shards stand to what is wrong, at moments of the test's choice. */
class ConsumerTroublesTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final HealthThresholds THRESHOLDS =
            new HealthThresholds(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofSeconds(60));
    private static final String SHARD = "shardId-000000000001";

    private static ShardPosition shard(SubscriptionState state, Long oldestMillis, Long behindMillis) {
        return new ShardPosition(SHARD, null, null, null, false, state, 3, "7", oldestMillis, behindMillis, null, null);
    }

    private static Health health(HealthThresholds thresholds, List<ReadingTrouble> reading, ShardPosition... shards) {
        return new Health(
                ConsumerTroubles.of(reading, List.of(shards), Duration.ZERO, thresholds, NOW),
                thresholds.errorTolerance(),
                NOW);
    }

    private static ReadingTrouble broken(Duration ago) {
        return new ReadingTrouble(
                SubscriptionFailure.CONNECTION, "the connection failed", null, SHARD, NOW.minus(ago), Remedy.TIME);
    }

    @Test
    void whatMayPassByItselfIsToleratedForAWhileAndNeverAReasonForANewStart() {
        Health soon = health(THRESHOLDS, List.of(broken(Duration.ofMillis(29_999))));
        Health late = health(THRESHOLDS, List.of(broken(Duration.ofSeconds(30))));

        assertThat(soon.troubles()).hasSize(1);
        assertThat(soon.isReady()).isTrue();
        assertThat(late.isReady()).isFalse();
        assertThat(late.down(HealthCheck.Kind.READINESS)).hasSize(1);
        assertThat(late.isLive()).isTrue();
    }

    @Test
    void whatSomebodyHasToSeeToIsDownAtOnceAndNoReasonForANewStart() {
        Health health = health(
                THRESHOLDS,
                List.of(new ReadingTrouble(
                        SubscriptionFailure.ACCESS_DENIED,
                        "not allowed",
                        "kinesis:SubscribeToShard",
                        SHARD,
                        NOW,
                        Remedy.OPERATOR)));

        assertThat(health.isReady()).isFalse();
        assertThat(health.isLive()).isTrue();
        assertThat(health.troubles())
                .containsExactly(new Trouble(
                        "ACCESS_DENIED", "not allowed", "kinesis:SubscribeToShard", SHARD, NOW, Remedy.OPERATOR));
    }

    @Test
    void aShardWhoseOldestRecordIsNotFinishedIsAReasonForANewStart() {
        long limit = THRESHOLDS.stuckTimeout().toMillis();

        assertThat(health(THRESHOLDS, List.of(), shard(SubscriptionState.STREAMING, limit, 0L))
                        .troubles())
                .isEmpty();
        Health stuck = health(THRESHOLDS, List.of(), shard(SubscriptionState.RELEASED, limit + 1_000, 0L));

        assertThat(stuck.isLive()).isFalse();
        assertThat(stuck.isReady()).isFalse();
        assertThat(stuck.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.failure()).isEqualTo("STUCK");
            assertThat(trouble.of()).isEqualTo(SHARD);
            assertThat(trouble.since()).isEqualTo(NOW.minusMillis(limit + 1_000));
            assertThat(trouble.reason()).contains("3 records", "301 s", "healthCheckStuckTimeout");
        });
    }

    @Test
    void aRecordThatFailsAgainAndAgainIsToleratedForAWhileAndNoReasonForANewStart() {
        Health soon = health(THRESHOLDS, List.of(), failing(Duration.ofMillis(29_999)));
        Health late = health(THRESHOLDS, List.of(), failing(Duration.ofSeconds(30)));

        assertThat(soon.isReady()).isTrue();
        assertThat(late.isReady()).isFalse();
        assertThat(late.isLive()).isTrue();
        assertThat(late.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.failure()).isEqualTo("RECORD_FAILING");
            assertThat(trouble.of()).isEqualTo(SHARD);
            assertThat(trouble.since()).isEqualTo(NOW.minusSeconds(30));
            assertThat(trouble.reason()).contains("record 8", "5 times", "java.io.IOException");
        });
    }

    @Test
    void aRecordThatFailedForTheFirstTimeHasFailedOnce() {
        assertThat(health(THRESHOLDS, List.of(), failing(Duration.ZERO, 1)).troubles())
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.reason()).contains("has failed once, last with"));
    }

    private static ShardPosition failing(Duration ago) {
        return failing(ago, 5);
    }

    private static ShardPosition failing(Duration ago, int failures) {
        FailingRecord failing = new FailingRecord("8", failures, "java.io.IOException", NOW.minus(ago));
        return new ShardPosition(
                SHARD, null, null, null, false, SubscriptionState.STREAMING, 1, "8", 10L, 0L, null, failing);
    }

    @Test
    void aShardThatIsTooFarBehindIsNotReadyAndLive() {
        assertThat(health(THRESHOLDS, List.of(), shard(SubscriptionState.STREAMING, null, 60_000L))
                        .isReady())
                .isTrue();
        Health behind = health(THRESHOLDS, List.of(), shard(SubscriptionState.STREAMING, null, 60_001L));

        assertThat(behind.isReady()).isFalse();
        assertThat(behind.isLive()).isTrue();
        assertThat(behind.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.failure()).isEqualTo("BEHIND");
            assertThat(trouble.reason()).contains("60001 ms", "60000 (healthCheckMaxMillisBehindLatest)");
        });
    }

    @Test
    void aShardThatIsSuspendedMayBeBehind() {
        assertThat(health(THRESHOLDS, List.of(), shard(SubscriptionState.PAUSED, null, 600_000L))
                        .troubles())
                .isEmpty();
    }

    @Test
    void controlThreadsThatDoNothingAreAReasonForANewStart() {
        List<Trouble> troubles = ConsumerTroubles.of(List.of(), List.of(), Duration.ofSeconds(301), THRESHOLDS, NOW);

        assertThat(troubles).singleElement().satisfies(trouble -> {
            assertThat(trouble.remedy()).isEqualTo(Remedy.RESTART);
            assertThat(trouble.reason()).contains("control threads", "301 s");
        });
    }

    @Test
    void controlThreadsMayWaitForAWhileHoweverShortTheTimeIsSet() {
        HealthThresholds quick = new HealthThresholds(Duration.ZERO, Duration.ofMillis(1), Duration.ZERO);

        assertThat(ConsumerTroubles.of(List.of(), List.of(), Duration.ofSeconds(30), quick, NOW))
                .isEmpty();
        assertThat(ConsumerTroubles.of(List.of(), List.of(), Duration.ofSeconds(31), quick, NOW))
                .hasSize(1);
    }

    @Test
    void withoutThresholdsNothingIsStuckOrTooFarBehind() {
        HealthThresholds none = new HealthThresholds(Duration.ZERO, Duration.ZERO, Duration.ZERO);
        long aYear = Duration.ofDays(365).toMillis();

        assertThat(health(none, List.of(), shard(SubscriptionState.STREAMING, aYear, aYear))
                        .troubles())
                .isEmpty();
        assertThat(ConsumerTroubles.of(List.of(), List.of(), Duration.ofDays(365), none, NOW))
                .isEmpty();
        assertThat(health(none, List.of(broken(Duration.ZERO))).isReady())
                .as("nothing is tolerated")
                .isFalse();
    }
}
