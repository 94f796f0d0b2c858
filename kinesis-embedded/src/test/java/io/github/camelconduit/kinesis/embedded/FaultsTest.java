package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

import io.github.camelconduit.kinesis.embedded.fault.ArmedFault;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each fault, and what the real SDK makes of it. */
class FaultsTest {

    private static final String SHARD = "shardId-000000000000";
    private static final Duration WAIT = Duration.ofSeconds(20);

    @RegisterExtension
    final EmbeddedKinesisExtension extension =
            EmbeddedKinesisExtension.with(EmbeddedKinesis.builder().stream("orders", 2)
                    .rules(Rules.fast().toBuilder()
                            .idleEventInterval(Duration.ofMillis(50))
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
    void aCallIsRefusedAsOftenAsSaidThenServedAgain() {
        ArmedFault fault = kinesis.faults()
                .refuse("PutRecord")
                .withError("LimitExceededException", 400)
                .skipping(1)
                .times(2);
        put();
        assertThatThrownBy(this::put).isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(this::put).isInstanceOf(LimitExceededException.class);
        put();
        assertThat(fault.hits()).isEqualTo(2);
        assertThat(kinesis.records("orders")).hasSize(2);
    }

    @Test
    void aSubscriptionIsRefusedForTheShardItIsAimedAtOnly() {
        kinesis.faults().refuse("SubscribeToShard").onShard(SHARD).always();
        assertThat(subscribe(SHARD).awaitError())
                .isInstanceOfSatisfying(
                        KinesisException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
        subscribe("shardId-000000000001").awaitEvents(1);
    }

    @Test
    void theSameSeedRefusesTheSameCalls() {
        List<List<Boolean>> runs = Stream.of(1, 2)
                .map(run -> {
                    kinesis.faults().clear();
                    kinesis.faults().refuse("PutRecord").atRate(0.5, 42);
                    return Stream.generate(this::accepted).limit(20).toList();
                })
                .toList();
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).contains(true, false);
    }

    @Test
    void aDelayedCallIsAnsweredLate() {
        kinesis.faults().delay("PutRecord", Duration.ofMillis(300)).once();
        long start = System.nanoTime();
        put();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void aDelayedSubscriptionThatWasGivenUpIsNotOpened() {
        Duration time = Duration.ofMillis(500);
        Duration took;
        do {
            kinesis.clearCalls();
            ArmedFault delay = kinesis.faults().delay("SubscribeToShard", time).once();
            long start = System.nanoTime();
            Probe probe = subscribe(SHARD);
            Awaitility.await().atMost(WAIT).pollInterval(Duration.ofMillis(5)).until(() -> delay.hits() == 1);
            probe.abandon();
            // Comes behind the reset on their connection: from its answer on the server knows.
            Sdk.get(client.listStreams());
            took = Duration.ofNanos(System.nanoTime() - start);
            // Where the machine stood still, the server may have heard of it too late.
        } while (took.compareTo(time) >= 0);
        Awaitility.await().during(Duration.ofSeconds(1)).atMost(WAIT).until(() -> kinesis.openSubscriptions()
                .isEmpty());
        assertThat(kinesis.calls("SubscribeToShard")).singleElement().satisfies(c -> assertThat(c.status())
                .isZero());
    }

    @Test
    void aLostAnswerLeavesTheRecordStored() {
        kinesis.faults().loseAnswer("PutRecord").once();
        assertThatThrownBy(this::put).isInstanceOf(SdkClientException.class);
        assertThat(kinesis.records("orders")).hasSize(1);
        assertThat(kinesis.calls("PutRecord")).singleElement().satisfies(c -> assertThat(c.status())
                .isZero());
    }

    @Test
    void singleRecordsFailInPutRecordsAndTheOthersAreStored() {
        kinesis.faults()
                .failRecords("ProvisionedThroughputExceededException")
                .onStream("orders")
                .skipping(1)
                .times(2);
        PutRecordsResponse response = Sdk.get(client.putRecords(r -> r.streamName("orders")
                .records(Stream.of("a", "b", "c", "d")
                        .map(t -> PutRecordsRequestEntry.builder()
                                .partitionKey("key")
                                .data(SdkBytes.fromUtf8String(t))
                                .build())
                        .toList())));
        assertThat(response.failedRecordCount()).isEqualTo(2);
        assertThat(response.records())
                .extracting(e -> e.errorCode())
                .containsExactly(
                        null, "ProvisionedThroughputExceededException", "ProvisionedThroughputExceededException", null);
        assertThat(kinesis.records("orders"))
                .extracting(r -> new String(r.data()))
                .containsExactly("a", "d");
        kinesis.faults().failRecords("ProvisionedThroughputExceededException").once();
        assertThatThrownBy(this::put).isInstanceOf(ProvisionedThroughputExceededException.class);
    }

    @Test
    void aSilentSubscriptionSendsNothingUntilTheFaultIsRemoved() {
        Probe probe = subscribe(SHARD).awaitEvents(1);
        ArmedFault silence = kinesis.faults().silence().onShard(SHARD).always();
        Awaitility.await().atMost(WAIT).until(() -> silence.hits() > 0);
        kinesis.put("orders", keyFor(SHARD), new byte[1]);
        // An event that was sent before may still arrive.
        int[] seen = {-1};
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(WAIT)
                .until(() -> seen[0] == (seen[0] = probe.events().size()));
        assertThat(probe.records()).isEmpty();
        silence.remove();
        probe.awaitRecords(1);
    }

    @Test
    void openSubscriptionsAreEndedResetAndFailed() {
        Probe ended = subscribe(SHARD).awaitEvents(1);
        assertThat(kinesis.faults().endSubscriptions("orders", SHARD)).isEqualTo(1);
        assertThat(ended.awaitEnd().completed()).isTrue();

        Probe failed = subscribe(SHARD).awaitEvents(1);
        kinesis.faults().failSubscriptions("orders", SHARD, "ResourceInUseException");
        assertThat(failed.awaitError()).isInstanceOf(ResourceInUseException.class);

        Probe reset = subscribe(SHARD).awaitEvents(1);
        kinesis.faults().resetSubscriptions("orders", null);
        // The SDK takes RST_STREAM after the response has begun for a normal end.
        assertThat(reset.awaitEnd().completed()).isTrue();

        Probe closed = subscribe(SHARD).awaitEvents(1);
        Probe sameConnection = subscribe("shardId-000000000001").awaitEvents(1);
        kinesis.faults().closeConnections("orders", SHARD);
        assertThat(closed.awaitError()).isNotNull();
        assertThat(sameConnection.awaitError()).isNotNull();
        // The client may hear of a closed connection before the server's side of it.
        Awaitility.await().atMost(WAIT).until(() -> kinesis.openSubscriptions().isEmpty());

        assertThat(kinesis.calls("SubscribeToShard"))
                .extracting(c -> c.end())
                .containsExactly(
                        SubscriptionEnd.FAULT,
                        SubscriptionEnd.FAULT,
                        SubscriptionEnd.FAULT,
                        SubscriptionEnd.FAULT,
                        SubscriptionEnd.CONNECTION_CLOSED);
    }

    private boolean accepted() {
        try {
            put();
            return true;
        } catch (KinesisException e) {
            return false;
        }
    }

    private PutRecordResponse put() {
        return Sdk.get(
                client.putRecord(r -> r.streamName("orders").partitionKey("key").data(SdkBytes.fromUtf8String("x"))));
    }

    private Probe subscribe(String shardId) {
        return Sdk.subscribe(
                client,
                consumer,
                shardId,
                StartingPosition.builder().type(ShardIteratorType.TRIM_HORIZON).build());
    }

    private String keyFor(String shardId) {
        return Stream.iterate(0, i -> i + 1)
                .map(String::valueOf)
                .filter(key -> kinesis.put("orders", key, new byte[1]).shardId().equals(shardId))
                .findFirst()
                .orElseThrow();
    }
}
