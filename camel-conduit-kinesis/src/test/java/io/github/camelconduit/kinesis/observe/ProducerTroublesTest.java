package io.github.camelconduit.kinesis.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.publish.PublisherReport;
import io.github.camelconduit.kinesis.publish.StreamReport;
import io.github.camelconduit.kinesis.publish.WriteCounts;
import io.github.camelconduit.kinesis.publish.WriteFailure;

import static org.assertj.core.api.Assertions.assertThat;

/** From what a publisher says to what is wrong, at moments of the test's choice. */
class ProducerTroublesTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final HealthThresholds THRESHOLDS =
            new HealthThresholds(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ZERO);
    private static final Duration LONGEST = Duration.ofSeconds(150);

    private static StreamReport failing(WriteFailure failure, Duration since, Duration lastTried) {
        return new StreamReport(
                "orders", 0, 0, false, List.of(), failure, NOW.minus(since), NOW.minus(lastTried), null, Duration.ZERO);
    }

    private static StreamReport still(Duration still) {
        return new StreamReport("orders", 7, 1, false, List.of(), null, null, null, null, still);
    }

    private static Health health(HealthThresholds thresholds, Duration bufferFull, StreamReport... streams) {
        PublisherReport report =
                new PublisherReport(0, 1_000, 2, bufferFull, new WriteCounts(0, 0, 0, 0, 0), null, List.of(streams));
        return new Health(ProducerTroubles.of(report, thresholds, LONGEST, NOW), thresholds.errorTolerance(), NOW);
    }

    private static Health health(StreamReport... streams) {
        return health(THRESHOLDS, Duration.ZERO, streams);
    }

    @Test
    void aMissingPermissionIsDownAtOnceAndNoReasonForANewStart() {
        Health health = health(failing(WriteFailure.ACCESS_DENIED, Duration.ZERO, Duration.ZERO));

        assertThat(health.isReady()).isFalse();
        assertThat(health.isLive()).isTrue();
        assertThat(health.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.failure()).isEqualTo("ACCESS_DENIED");
            assertThat(trouble.iamAction()).isEqualTo("kinesis:PutRecords");
            assertThat(trouble.of()).isEqualTo("orders");
        });
    }

    @Test
    void aConnectionThatFailsIsDownOnceItHasFailedForLong() {
        assertThat(health(failing(WriteFailure.CONNECTION, Duration.ofSeconds(29), Duration.ZERO))
                        .isReady())
                .isTrue();
        assertThat(health(failing(WriteFailure.CONNECTION, Duration.ofSeconds(30), Duration.ZERO))
                        .isReady())
                .isFalse();
    }

    /** A process that gets no messages while it is not ready would else never be ready again. */
    @Test
    void whatFailedAMinuteAgoAndWasNotTriedSinceCountsNoMore() {
        Duration minute = Duration.ofMinutes(1);

        assertThat(health(failing(WriteFailure.NOT_FOUND, Duration.ofHours(1), minute.minusMillis(1)))
                        .isReady())
                .isFalse();
        assertThat(health(failing(WriteFailure.NOT_FOUND, Duration.ofHours(1), minute))
                        .isReady())
                .isTrue();
    }

    @Test
    void recordsThatAreNotSentAreAReasonForANewStart() {
        assertThat(health(still(Duration.ofMinutes(5))).isLive()).isTrue();
        Health stuck = health(still(Duration.ofSeconds(301)));

        assertThat(stuck.isLive()).isFalse();
        assertThat(stuck.isReady()).isFalse();
        assertThat(stuck.troubles().get(0).reason()).contains("301 s", "7 records", "orders");
    }

    @Test
    void recordsThatMayStillBeTriedAreNotStuckHoweverShortTheTimeIsSet() {
        HealthThresholds quick = new HealthThresholds(Duration.ZERO, Duration.ofMillis(1), Duration.ZERO);

        assertThat(health(quick, Duration.ZERO, still(LONGEST)).isLive()).isTrue();
        assertThat(health(quick, Duration.ZERO, still(LONGEST.plusMillis(1))).isLive())
                .isFalse();
    }

    @Test
    void withoutAThresholdNothingIsStuck() {
        HealthThresholds none = new HealthThresholds(Duration.ZERO, Duration.ZERO, Duration.ZERO);

        assertThat(health(none, Duration.ZERO, still(Duration.ofDays(1))).troubles())
                .isEmpty();
    }

    @Test
    void aBufferThatStaysFullIsDownAfterAWhile() {
        Health soon = health(THRESHOLDS, Duration.ofSeconds(29));
        Health late = health(THRESHOLDS, Duration.ofSeconds(30));

        assertThat(soon.troubles()).hasSize(1);
        assertThat(soon.isReady()).isTrue();
        assertThat(late.isReady()).isFalse();
        assertThat(late.isLive()).isTrue();
        assertThat(late.troubles().get(0)).satisfies(trouble -> {
            assertThat(trouble.failure()).isEqualTo("BUFFER_FULL");
            assertThat(trouble.reason()).contains("sendBufferBytes=1000", "2 records wait");
            assertThat(trouble.since()).isEqualTo(NOW.minusSeconds(30));
        });
    }
}
