package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.StoredRecord;
import io.github.camelconduit.kinesis.embedded.fault.ArmedFault;

import static io.github.camelconduit.kinesis.fanout.FanOutBed.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the fan-out comes through, over the wire. */
@Timeout(120)
class FanOutUnderFaultsIT {

    private static final SubscriptionTimes TIMES = FanOutBed.times(Duration.ofMillis(300), Duration.ofMinutes(5));

    private final FanOutBed bed = new FanOutBed(Rules.fast(), 1);
    private final EmbeddedKinesis kinesis = bed.kinesis;

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    @Tag("failure-mode-2")
    void aSubscriptionThatEndsWithARecordIsFollowedByOneThatBeginsBehindIt() throws Exception {
        ArmedFault ending = kinesis.faults().expireEarly().always();
        bed.start(TIMES);

        for (int i = 1; i <= 5; i++) {
            long ended = ending.hits();
            bed.put(1);
            bed.awaitAllOnce();
            await().atMost(LIMIT).until(() -> ending.hits() > ended);
        }
        ending.remove();
        bed.put(20);

        bed.awaitAllOnce();
    }

    /** As those of a stream consumer that is gone and given by its ARN: nothing is to be found for it. */
    @Test
    @Tag("failure-mode-13")
    void whatIsNotFoundIsLookedForOnceInAWhileHoweverManyShardsMissIt() throws Exception {
        SubscriptionTimes rarely = new SubscriptionTimes(
                TIMES.betweenCalls(),
                Duration.ofSeconds(10),
                TIMES.refreshInterval(),
                TIMES.silence(),
                TIMES.release(),
                TIMES.firstBackoff(),
                TIMES.maxBackoff(),
                TIMES.listing(),
                TIMES.forgetting());
        try (FanOutBed wide = new FanOutBed(Rules.fast(), 8)) {
            ArmedFault missing = wide.kinesis
                    .faults()
                    .refuse("SubscribeToShard")
                    .withError("ResourceNotFoundException", 400)
                    .always();
            Instant began = Instant.now();
            wide.start(rarely);
            await().atMost(LIMIT).until(() -> missing.hits() >= 40);
            int lookedFor = wide.kinesis.calls("DescribeStreamSummary").size();

            // At the start, when something is missed first, and then at intervals.
            long most = 2 + Duration.between(began, Instant.now()).dividedBy(rarely.afterSuccess());
            assertThat(lookedFor).isLessThanOrEqualTo((int) most);
            wide.kinesis.faults().clear();
            wide.put(20);
            wide.awaitAllOnce();
        }
    }

    @Test
    @Tag("failure-mode-19")
    void aBatchThatIsNotTakenOverIsSentAgain() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        bed.beforeTaking = batch -> {
            if (!batch.records().isEmpty() && refused.incrementAndGet() <= 2) {
                throw new IllegalStateException("no room");
            }
        };
        bed.start(TIMES);
        bed.put(20);

        bed.awaitAllOnce();

        assertThat(refused.get()).isGreaterThan(2);
    }

    @Test
    @Tag("failure-mode-20")
    void aSubscriptionThatNothingIsAskedOfIsGivenBackAndOpenedAgainBehindWhatItBrought() throws Exception {
        bed.demand = 1;
        bed.put(20);
        FanOutShardSource source = bed.start(TIMES);
        bed.awaitAllOnce();
        String shardId = kinesis.shards("orders").get(0).shardId();
        await().atMost(LIMIT).until(() -> source.states().get(shardId) == SubscriptionState.RELEASED);
        await().atMost(LIMIT).until(() -> kinesis.openSubscriptions().isEmpty());
        int calls = kinesis.calls("SubscribeToShard").size();
        bed.put(20);

        await().during(Duration.ofMillis(500))
                .atMost(LIMIT)
                .until(() -> kinesis.calls("SubscribeToShard").size() == calls);
        source.request(shardId, 1_000);

        bed.awaitAllOnce();
    }

    /** As when its clock is behind ours, and the moment is "now" by ours. */
    @Test
    @Tag("failure-mode-32")
    void aMomentThatHasNotComeByTheServicesClockIsWaitedForAndNothingOlderIsRead() throws Exception {
        bed.put(10);
        if (!isRefusedUntil(Instant.now().plusSeconds(2))) {
            // The machine was too busy to ask before that moment.
            assertThat(isRefusedUntil(Instant.now().plusSeconds(20))).isTrue();
        }
    }
    /** Says whether the moment was still to come when the service was asked. */
    private boolean isRefusedUntil(Instant aMoment) throws Exception {
        Instant moment = aMoment.truncatedTo(ChronoUnit.MILLIS);
        try (FanOutBed bed = new FanOutBed(this.bed)) {
            bed.startTimestamp = moment;
            FanOutShardSource source = bed.start(TIMES);
            await().atMost(LIMIT)
                    .until(() -> source.lastFailure() != null || Instant.now().isAfter(moment));
            if (source.lastFailure() == null) {
                return false;
            }
            assertThat(source.lastFailure().kind()).isEqualTo(SubscriptionFailure.INVALID_CALL);
            this.bed.put(10);
            await().atMost(LIMIT).until(() -> Instant.now().isAfter(moment));
            this.bed.put(10);
            String last = kinesis.records("orders")
                    .get(kinesis.records("orders").size() - 1)
                    .text();

            List<String> since = kinesis.records("orders").stream()
                    .filter(record -> !record.arrival().isBefore(moment))
                    .map(StoredRecord::text)
                    .toList();
            await().atMost(LIMIT).until(() -> bed.received.size() >= since.size());
            assertThat(bed.received).containsExactlyElementsOf(since).contains(last);
            await().atMost(LIMIT).until(() -> source.troubles().isEmpty());
            return true;
        }
    }
}
