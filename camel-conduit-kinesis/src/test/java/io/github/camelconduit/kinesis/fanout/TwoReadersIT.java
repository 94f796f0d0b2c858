package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelconduit.kinesis.client.Remedy;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static io.github.camelconduit.kinesis.fanout.FanOutBed.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two readers with the same stream consumer: the service gives each subscription to who calls last. */
@Timeout(60)
class TwoReadersIT {

    /** A tenth of AWS's. */
    private static final Duration RESUBSCRIBE = Duration.ofMillis(500);

    /** Longer than the test lasts: who is taken over is quiet for as long. */
    private static final Duration REFRESH = Duration.ofMinutes(1);

    private static final SubscriptionTimes TIMES = new SubscriptionTimes(
            Duration.ofMillis(100),
            RESUBSCRIBE,
            REFRESH,
            Duration.ofSeconds(35),
            Duration.ofSeconds(30),
            Duration.ofMillis(100),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofMinutes(5));

    @ParameterizedTest(name = "takeoverCompletes={0}")
    @ValueSource(booleans = {false, true})
    @Tag("failure-mode-9")
    void oneOfThemFindsOutAndLeavesTheShardToTheOtherWhichReadsOn(boolean takeoverCompletes) throws Exception {
        Rules rules = Rules.fast().toBuilder()
                .resubscribeInterval(RESUBSCRIBE)
                .takeoverCompletes(takeoverCompletes)
                .build();
        try (FanOutBed first = new FanOutBed(rules, 1);
                FanOutBed second = new FanOutBed(first)) {
            EmbeddedKinesis kinesis = first.kinesis;
            FanOutShardSource firstSource = first.start(TIMES);
            first.put(20);
            first.awaitAllOnce();
            Instant opened = kinesis.openSubscriptions().get(0).openedAt();
            await().until(() -> Instant.now().isAfter(opened.plus(RESUBSCRIBE)));

            FanOutShardSource secondSource = second.start(TIMES);
            await().atMost(LIMIT).until(() -> knows(firstSource) || knows(secondSource));

            FanOutBed loser = knows(firstSource) ? first : second;
            FanOutBed holder = loser == first ? second : first;
            assertThat(knows(firstSource) && knows(secondSource)).isFalse();
            int calls = kinesis.calls("SubscribeToShard").size();
            first.put(20);
            holder.awaitOnce(40);
            await().during(RESUBSCRIBE.multipliedBy(3))
                    .atMost(LIMIT)
                    .until(() -> kinesis.calls("SubscribeToShard").size() == calls);
            assertThat(loser.received).hasSizeLessThan(40);
            loser.stop();
            holder.stop();

            loser.start(TIMES);
            loser.awaitOnce(40);
        }
    }

    /** Whether it says that somebody has to see to it. */
    private static boolean knows(FanOutShardSource source) {
        return source.troubles().stream().anyMatch(trouble -> trouble.remedy() == Remedy.OPERATOR);
    }
}
