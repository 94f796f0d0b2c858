package io.github.camelconduit.kinesis.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;

import io.github.camelconduit.kinesis.embedded.log.Call;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;

import static org.assertj.core.api.Assertions.assertThat;

/** SubscribeToShard as the real SDK sees it. */
class SubscribeToShardTest {

    private static final String SHARD = "shardId-000000000000";
    private static final StartingPosition TRIM_HORIZON = at(ShardIteratorType.TRIM_HORIZON);
    private static final StartingPosition LATEST = at(ShardIteratorType.LATEST);

    @RegisterExtension
    final EmbeddedKinesisExtension extension =
            EmbeddedKinesisExtension.with(EmbeddedKinesis.builder().tls().stream("orders", 1)
                    .rules(Rules.fast().toBuilder()
                            .idleEventInterval(Duration.ofMillis(100))
                            .resubscribeInterval(Duration.ZERO)
                            .build()));

    private EmbeddedKinesis kinesis;
    private KinesisAsyncClient client;
    private String consumer;

    @BeforeEach
    void connect() {
        kinesis = extension.server();
        client = Sdk.http2(kinesis);
        consumer = Sdk.register(client, kinesis, "orders", "app");
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

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
    void aSequenceNumberOfAnotherShardOrNotGivenOutYetIsRefused() {
        kinesis.createStream("other", 2);
        PutResult elsewhere = kinesis.put("other", "key", bytes("x"));
        assertThat(subscribe(at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, "49" + "9".repeat(54)))
                        .awaitError())
                .isInstanceOf(InvalidArgumentException.class);
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
                .isInstanceOf(InvalidArgumentException.class);
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
    void theLifetimeEndsASubscriptionNormallyAndRenewalsLoseAndDoubleNothing() {
        restart(Rules.fast().toBuilder()
                .idleEventInterval(Duration.ofMillis(50))
                .resubscribeInterval(Duration.ZERO)
                .subscriptionLifetime(Duration.ofMillis(150))
                .build());
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> {
            int written = 0;
            while (!stop.get()) {
                put(String.valueOf(written++));
                if (written % 5 == 0) {
                    tick();
                }
            }
            return written;
        });
        List<String> received = new ArrayList<>();
        StartingPosition position = TRIM_HORIZON;
        for (int renewals = 0; renewals < 10 || received.size() < writer.join(); renewals++) {
            stop.set(renewals >= 6);
            Probe probe = subscribe(position).awaitEnd();
            assertThat(probe.completed()).isTrue();
            received.addAll(probe.texts());
            position = at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, probe.last().continuationSequenceNumber());
        }
        assertThat(received)
                .containsExactlyElementsOf(IntStream.range(0, writer.join())
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(kinesis.calls("SubscribeToShard"))
                .allSatisfy(c -> assertThat(c.end()).isEqualTo(SubscriptionEnd.EXPIRED));
    }

    @Test
    void aSplitSendsTheRestOfTheParentThenItsChildrenAndCompletes() {
        put("a", "b");
        Probe probe = subscribe(TRIM_HORIZON).awaitRecords(2);
        put("c");
        List<String> children = kinesis.splitShard("orders", SHARD);
        put("d");
        probe.awaitEnd();
        assertThat(probe.texts()).containsExactly("a", "b", "c");
        SubscribeToShardEvent end = probe.last();
        assertThat(end.continuationSequenceNumber()).isNull();
        assertThat(end.childShards()).extracting(c -> c.shardId()).isEqualTo(children);
        assertThat(end.childShards()).allSatisfy(c -> {
            assertThat(c.parentShards()).containsExactly(SHARD);
            ShardView view = view(c.shardId());
            assertThat(c.hashKeyRange().startingHashKey())
                    .isEqualTo(view.startingHashKey().toString());
            assertThat(c.hashKeyRange().endingHashKey())
                    .isEqualTo(view.endingHashKey().toString());
        });
        assertThat(probe.completed()).isTrue();
        assertThat(lastSubscribe().end()).isEqualTo(SubscriptionEnd.SHARD_END);
    }

    @Test
    void aClosedShardStaysReadableFromItsBeginningToItsChildren() {
        put("a", "b");
        kinesis.splitShard("orders", SHARD);
        Probe probe = subscribe(TRIM_HORIZON).awaitEnd();
        assertThat(probe.texts()).containsExactly("a", "b");
        assertThat(probe.last().childShards()).hasSize(2);
    }

    @Test
    void aMergeNamesBothParentsToBothSubscriptions() {
        List<String> halves = kinesis.splitShard("orders", SHARD);
        Probe low = Sdk.subscribe(client, consumer, halves.get(0), TRIM_HORIZON).awaitOpen();
        Probe high =
                Sdk.subscribe(client, consumer, halves.get(1), TRIM_HORIZON).awaitOpen();
        String child = kinesis.mergeShards("orders", halves.get(1), halves.get(0));
        for (Probe probe : List.of(low, high)) {
            probe.awaitEnd();
            assertThat(probe.last().childShards()).singleElement().satisfies(c -> {
                assertThat(c.shardId()).isEqualTo(child);
                assertThat(c.parentShards()).containsExactlyInAnyOrderElementsOf(halves);
            });
        }
    }

    @Test
    void aSecondCallWithinTheIntervalIsRefusedAlsoWhenTheFirstIsOver() {
        restart(Rules.fast().toBuilder()
                .resubscribeInterval(Duration.ofSeconds(30))
                .build());
        Probe first = subscribe(LATEST).awaitOpen();
        assertThat(subscribe(LATEST).awaitError()).isInstanceOf(ResourceInUseException.class);
        kinesis.faults().expireSubscriptions("orders", SHARD);
        first.awaitEnd();
        assertThat(subscribe(LATEST).awaitError()).isInstanceOf(ResourceInUseException.class);
    }

    @Test
    void aLaterCallTakesOverAndTheOlderSubscriptionGetsResourceInUse() {
        Probe older = subscribe(LATEST).awaitOpen();
        Probe newer = subscribe(LATEST).awaitOpen();
        assertThat(older.awaitError()).isInstanceOf(ResourceInUseException.class);
        put("a");
        assertThat(newer.awaitRecords(1).texts()).containsExactly("a");
        assertThat(older.records()).isEmpty();
        assertThat(kinesis.calls("SubscribeToShard"))
                .extracting(Call::end)
                .containsExactly(SubscriptionEnd.TAKEN_OVER, null);
        assertThat(kinesis.openSubscriptions()).hasSize(1);
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
    void cancellingIsSeenAndLogged() {
        Probe probe = subscribe(LATEST).awaitEvents(1);
        probe.cancel();
        Awaitility.await().until(() -> kinesis.openSubscriptions().isEmpty());
        assertThat(lastSubscribe().end()).isEqualTo(SubscriptionEnd.CLIENT_CANCELLED);
    }

    @Test
    void unknownConsumersAndShardsAreNotFound() {
        assertThat(Sdk.subscribe(client, consumer + "1", SHARD, LATEST).awaitError())
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(Sdk.subscribe(client, consumer, "shardId-000000000009", LATEST)
                        .awaitError())
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void deregisteringTheConsumerOrDeletingTheStreamEndsSubscriptionsWithNotFound() {
        Probe probe = subscribe(LATEST).awaitOpen();
        kinesis.deregisterConsumer(consumer);
        assertThat(probe.awaitError()).isInstanceOf(ResourceNotFoundException.class);
        assertThat(lastSubscribe().end()).isEqualTo(SubscriptionEnd.CONSUMER_DEREGISTERED);
        consumer = Sdk.register(client, kinesis, "orders", "app");
        Probe again = subscribe(LATEST).awaitOpen();
        kinesis.deleteStream("orders");
        assertThat(again.awaitError()).isInstanceOf(ResourceNotFoundException.class);
        assertThat(lastSubscribe().end()).isEqualTo(SubscriptionEnd.STREAM_DELETED);
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

    private void restart(Rules rules) {
        client.close();
        kinesis.close();
        kinesis = EmbeddedKinesis.builder().stream("orders", 1).rules(rules).start();
        client = Sdk.http2(kinesis);
        consumer = Sdk.register(client, kinesis, "orders", "app");
    }

    private Probe subscribe(StartingPosition position) {
        return Sdk.subscribe(client, consumer, SHARD, position);
    }

    private List<PutResult> put(String... texts) {
        List<PutResult> results = new ArrayList<>();
        for (String text : texts) {
            results.add(kinesis.put("orders", "key", bytes(text)));
        }
        return results;
    }

    private ShardView view(String shardId) {
        return kinesis.shards("orders").stream()
                .filter(s -> s.shardId().equals(shardId))
                .findFirst()
                .orElseThrow();
    }

    private Call lastSubscribe() {
        List<Call> calls = kinesis.calls("SubscribeToShard");
        return calls.get(calls.size() - 1);
    }

    /** An instant later than all that happened before, after which the clock has moved on. */
    private static Instant tick() {
        Instant start = Instant.now();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Instant.now().toEpochMilli() > start.toEpochMilli());
        return Instant.now();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static StartingPosition at(ShardIteratorType type) {
        return StartingPosition.builder().type(type).build();
    }

    private static StartingPosition at(ShardIteratorType type, String sequenceNumber) {
        return StartingPosition.builder()
                .type(type)
                .sequenceNumber(sequenceNumber)
                .build();
    }
}
