package io.github.camelconduit.kinesis.embedded;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;

import static org.assertj.core.api.Assertions.assertThat;

/** What a subscription delivers, as the real SDK sees it. */
class SubscribeToShardIT extends SubscriptionTestBase {

    @Test
    void trimHorizonDeliversAllThatIsStoredThenWhatArrives() {
        put("a", "b");
        Probe probe = subscribe(TRIM_HORIZON).awaitRecords(2);
        put("c");
        assertThat(probe.awaitRecords(3).texts()).containsExactly("a", "b", "c");
    }

    @Test
    void subscriptionsAreServedOverTlsAndOverHttp1AsWell() {
        put("a");
        for (KinesisAsyncClient other : List.of(Sdk.tls(kinesis), Sdk.http1(kinesis))) {
            Probe probe = Sdk.subscribe(other, consumer, SHARD, TRIM_HORIZON);
            assertThat(probe.awaitRecords(1).texts()).containsExactly("a");
        }
    }

    @Test
    void latestDeliversOnlyWhatArrivesAfterTheCall() {
        put("a");
        Probe probe = subscribe(LATEST).awaitOpen();
        put("b");
        assertThat(probe.awaitRecords(1).texts()).containsExactly("b");
    }

    @Test
    void atSequenceNumberIncludesTheRecordAndAfterExcludesIt() {
        List<PutResult> stored = put("a", "b", "c");
        Probe at =
                subscribe(at(ShardIteratorType.AT_SEQUENCE_NUMBER, stored.get(1).sequenceNumber()));
        assertThat(at.awaitRecords(2).texts()).containsExactly("b", "c");
        Probe after = subscribe(
                at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, stored.get(1).sequenceNumber()));
        assertThat(after.awaitRecords(1).texts()).containsExactly("c");
    }

    @Test
    void atTimestampStartsWithTheFirstRecordThatArrivedThenOrLater() {
        put("a");
        Instant between = tick();
        tick();
        put("b");
        Probe probe = subscribe(StartingPosition.builder()
                .type(ShardIteratorType.AT_TIMESTAMP)
                .timestamp(between)
                .build());
        assertThat(probe.awaitRecords(1).texts()).containsExactly("b");
    }

    @Test
    void aTimestampInTheFutureIsRefused() {
        Probe probe = subscribe(StartingPosition.builder()
                .type(ShardIteratorType.AT_TIMESTAMP)
                .timestamp(Instant.now().plusSeconds(60))
                .build());
        assertThat(probe.awaitError()).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aSequenceNumberOfAnotherShardIsRefusedWithBothNamed() {
        kinesis.createStream("other", 2);
        PutResult elsewhere = kinesis.put("other", "key", bytes("x"));
        String wrongShard = kinesis.shards("other").stream()
                .map(ShardView::shardId)
                .filter(id -> !id.equals(elsewhere.shardId()))
                .findFirst()
                .orElseThrow();
        String otherConsumer = Sdk.register(client, kinesis, "other", "app");
        assertThat(Sdk.subscribe(
                                client,
                                otherConsumer,
                                wrongShard,
                                at(ShardIteratorType.AT_SEQUENCE_NUMBER, elsewhere.sequenceNumber()))
                        .awaitError())
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Invalid StartingSequenceNumber. It encodes " + elsewhere.shardId()
                        + ", while it was used in a call to a shard with " + wrongShard);
    }

    @Test
    void aSequenceNumberOfNoShardOrNotGivenOutYetIsRefused() {
        BigInteger first = new BigInteger(put("a").get(0).sequenceNumber());
        BigInteger second = new BigInteger(put("b").get(0).sequenceNumber());
        BigInteger ahead = second.add(second.subtract(first).multiply(BigInteger.valueOf(1_000)));
        assertThat(subscribe(at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, "49" + "9".repeat(54)))
                        .awaitError())
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("did not come from this stream");
        assertThat(subscribe(at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, ahead.toString()))
                        .awaitError())
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("StartingSequenceNumber " + ahead)
                .hasMessageContaining("has not been given out yet");
    }

    @Test
    void anIdleSubscriptionGetsEmptyEventsWhoseContinuationNumberMovesOn() {
        Probe probe = subscribe(LATEST).awaitEvents(3);
        List<String> numbers = probe.events().stream()
                .map(SubscribeToShardEvent::continuationSequenceNumber)
                .toList();
        assertThat(numbers).doesNotHaveDuplicates().isSorted();
        assertThat(probe.events()).allSatisfy(e -> {
            assertThat(e.records()).isEmpty();
            assertThat(e.millisBehindLatest()).isZero();
        });
    }

    @Test
    void theContinuationNumberOfAnIdleShardResumesWithoutLossOrDuplicateAtAndAfter() {
        put("a");
        Probe probe = subscribe(TRIM_HORIZON).awaitEvents(3);
        String continuation = probe.last().continuationSequenceNumber();
        put("b", "c");
        assertThat(subscribe(at(ShardIteratorType.AT_SEQUENCE_NUMBER, continuation))
                        .awaitRecords(2)
                        .texts())
                .containsExactly("b", "c");
        assertThat(subscribe(at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, continuation))
                        .awaitRecords(2)
                        .texts())
                .containsExactly("b", "c");
    }

    @Test
    void twoConsumersReadTheSameShardSideBySide() {
        String second = Sdk.register(client, kinesis, "orders", "audit");
        put("a");
        assertThat(subscribe(TRIM_HORIZON).awaitRecords(1).texts()).containsExactly("a");
        assertThat(Sdk.subscribe(client, second, SHARD, TRIM_HORIZON)
                        .awaitRecords(1)
                        .texts())
                .containsExactly("a");
        assertThat(kinesis.openSubscriptions()).hasSize(2);
    }

    @Test
    void millisBehindLatestIsAboveZeroUntilTheLastStoredRecordWasSent() {
        restart(Rules.fast().toBuilder().maxEventRecords(1).build());
        put("a", "b", "c");
        Probe probe = subscribe(TRIM_HORIZON).awaitRecords(3);
        assertThat(probe.events()).extracting(e -> e.records().size()).startsWith(1, 1, 1);
        assertThat(probe.events().subList(0, 2))
                .allSatisfy(e -> assertThat(e.millisBehindLatest()).isPositive());
        assertThat(probe.events().get(2).millisBehindLatest()).isZero();
    }

    @Test
    void withoutDemandTheServerBuildsOnlyWhatTheWindowTakesAndGoesOnWithDemand() {
        restart(Rules.fast().toBuilder().maxEventBytes(100_000).build());
        byte[] big = new byte[50_000];
        int total = 400;
        for (int i = 0; i < total; i++) {
            kinesis.put("orders", "key", big);
        }
        Probe probe = Sdk.subscribe(client, consumer, SHARD, TRIM_HORIZON, 1).awaitEvents(1);
        Awaitility.await()
                .during(Duration.ofMillis(500))
                .until(() -> kinesis.openSubscriptions().get(0).records() < total / 2);
        probe.request(Long.MAX_VALUE);
        assertThat(probe.awaitRecords(total).records())
                .extracting(Record::sequenceNumber)
                .doesNotHaveDuplicates();
    }

    @Test
    void aRecordArrivesAsItWasPut() {
        String key = "kéy \"\\\u0001\uD83D\uDE00";
        byte[] data = {0, -1, 127, -128, 10};
        PutResult stored = kinesis.put("orders", key, data);
        Record received = subscribe(TRIM_HORIZON).awaitRecords(1).records().get(0);
        assertThat(received.partitionKey()).isEqualTo(key);
        assertThat(received.data().asByteArray()).isEqualTo(data);
        assertThat(received.sequenceNumber()).isEqualTo(stored.sequenceNumber());
        assertThat(received.approximateArrivalTimestamp())
                .isEqualTo(kinesis.records("orders").get(0).arrival());
    }
}
