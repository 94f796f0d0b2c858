package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the service allows a second, and what the SDK gets beyond it. */
class ThroughputIT {

    private static final String SHARD = "shardId-000000000000";

    private EmbeddedKinesis kinesis;
    private KinesisAsyncClient client;

    private void start(Consumer<RulesBuilder> rules) {
        RulesBuilder builder = Rules.fast().toBuilder();
        rules.accept(builder);
        kinesis =
                EmbeddedKinesis.builder().stream("s", 1).rules(builder.build()).start();
        client = Sdk.http2(kinesis);
    }

    @AfterEach
    void stop() {
        client.close();
        kinesis.close();
    }

    @Test
    void putRecordsBeyondAShardsRecordsASecondFailsInPartAndGoesOnLater() {
        start(r -> r.shardWriteRecordsPerSecond(100));
        PutRecordsResponse response = put(150, "x");
        assertThat(response.failedRecordCount()).isBetween(20, 50);
        assertThat(response.records().subList(0, 100))
                .allSatisfy(r -> assertThat(r.errorCode()).isNull());
        PutRecordsResultEntry failed = response.records().stream()
                .filter(r -> r.errorCode() != null)
                .findFirst()
                .orElseThrow();
        assertThat(failed.errorCode()).isEqualTo("ProvisionedThroughputExceededException");
        assertThat(failed.errorMessage())
                .isEqualTo("Rate exceeded for shard %s in stream s under account 000000000000.", SHARD);
        assertThat(failed.sequenceNumber()).isNull();
        assertThat(kinesis.records("s")).hasSize(150 - response.failedRecordCount());
        Awaitility.await().until(() -> put(10, "x").failedRecordCount() == 0);
    }

    @Test
    void putRecordBeyondAShardsBytesASecondFails() {
        start(r -> r.shardWriteBytesPerSecond(1000));
        put(1, "x".repeat(900));
        assertThatThrownBy(() -> Sdk.get(client.putRecord(
                        r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("x".repeat(900))))))
                .isInstanceOf(ProvisionedThroughputExceededException.class)
                .hasMessageContaining("Rate exceeded for shard " + SHARD);
    }

    @Test
    void getRecordsBeyondTheCallsOrBytesASecondFails() {
        start(r -> r.getRecordsPerSecond(2));
        String iterator = iterator();
        IntStream.range(0, 2).forEach(i -> Sdk.get(client.getRecords(r -> r.shardIterator(iterator))));
        assertThatThrownBy(() -> Sdk.get(client.getRecords(r -> r.shardIterator(iterator))))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        stop();

        start(r -> r.shardReadBytesPerSecond(1000));
        kinesis.put("s", "k", new byte[3000]);
        String second = iterator();
        assertThat(Sdk.get(client.getRecords(r -> r.shardIterator(second))).records())
                .hasSize(1);
        Instant read = Instant.now();
        assertThatThrownBy(() -> Sdk.get(client.getRecords(r -> r.shardIterator(second))))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        Awaitility.await().ignoreExceptions().until(() -> Sdk.get(client.getRecords(r -> r.shardIterator(second)))
                .hasRecords());
        assertThat(Duration.between(read, Instant.now())).isGreaterThan(Duration.ofMillis(1500));
    }

    @Test
    void anAnswerOfGetRecordsHoldsNoMoreThanItsRecordsAndBytesButOneRecordAtLeast() {
        start(r -> r.getRecordsLimit(2).getRecordsBytes(2500));
        for (int bytes : new int[] {1000, 1000, 1000, 1000, 2000, 2000, 5000}) {
            kinesis.put("s", "k", new byte[bytes]);
        }
        List<List<Integer>> pages = new ArrayList<>();
        GetRecordsResponse page;
        String next = iterator();
        do {
            String from = next;
            page = Sdk.get(client.getRecords(r -> r.shardIterator(from)));
            pages.add(page.records().stream()
                    .map(one -> one.data().asByteArray().length)
                    .toList());
            next = page.nextShardIterator();
        } while (page.millisBehindLatest() > 0);
        assertThat(pages)
                .containsExactly(List.of(1000, 1000), List.of(1000, 1000), List.of(2000), List.of(2000), List.of(5000));
    }

    @Test
    void shardIteratorsAreGivenOutAsOftenAsAllowedForEachShard() {
        start(r -> r.shardIteratorsPerSecond(1));
        iterator();
        assertThatThrownBy(this::iterator).isInstanceOf(ProvisionedThroughputExceededException.class);
    }

    @Test
    void callsOfTheAccountBeyondTheirRateExceedTheLimit() {
        assertThat(Rules.aws().callsPerSecond()).containsEntry("RegisterStreamConsumer", 5);
        start(r -> r.callsPerSecond(Map.of("RegisterStreamConsumer", 1)));
        Sdk.get(client.listStreams());
        Sdk.register(client, kinesis, "s", "app");
        assertThatThrownBy(() -> Sdk.register(client, kinesis, "s", "other"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Rate exceeded for RegisterStreamConsumer");
        assertThat(kinesis.consumers("s")).hasSize(1);
    }

    @Test
    void oneSubscribeToShardASecondThenResourceInUseUntilTheIntervalIsOver() {
        start(r -> r.subscribeCallsPerSecond(1).resubscribeInterval(Duration.ofSeconds(3)));
        String consumer = Sdk.register(client, kinesis, "s", "app");
        Instant opened = Instant.now();
        Probe first = subscribe(consumer).awaitOpen();
        assertThat(subscribe(consumer).awaitError()).isInstanceOf(LimitExceededException.class);
        Awaitility.await().until(() -> subscribe(consumer).awaitError() instanceof ResourceInUseException);
        Probe[] newer = new Probe[1];
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    newer[0] = subscribe(consumer).awaitOpen();
                    return newer[0].error() == null;
                });
        assertThat(Duration.between(opened, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        assertThat(first.awaitError()).isInstanceOf(ResourceInUseException.class);
        assertThat(subscribe(Sdk.register(client, kinesis, "s", "other"))
                        .awaitOpen()
                        .error())
                .as("another consumer has its own")
                .isNull();
    }

    @Test
    void aSubscriptionIsPushedNoMoreThanItsBytesASecond() {
        start(r -> r.pushBytesPerSecond(100_000).maxEventBytes(20_000));
        for (int i = 0; i < 30; i++) {
            kinesis.put("s", "k", new byte[10_000]);
        }
        String consumer = Sdk.register(client, kinesis, "s", "app");
        Instant start = Instant.now();
        Probe probe = subscribe(consumer).awaitRecords(30);
        assertThat(Duration.between(start, Instant.now()))
                .as("300 kB, of which a second's worth at once")
                .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(8));
        assertThat(probe.events().get(0).millisBehindLatest()).isPositive();
    }

    @Test
    void aRenewalIsPushedWhatTheSubscriptionBeforeHasLeftOfTheBytesASecond() {
        start(r -> r.pushBytesPerSecond(100_000).resubscribeInterval(Duration.ZERO));
        kinesis.put("s", "k", new byte[250_000]);
        String consumer = Sdk.register(client, kinesis, "s", "app");
        Instant before = Instant.now();
        subscribe(consumer).awaitRecords(1);
        subscribe(consumer).awaitRecords(1);
        assertThat(Duration.between(before, Instant.now()))
                .as("150 kB are to be paid off first, from when the first push was")
                .isGreaterThan(Duration.ofMillis(1_450));
    }

    @Test
    void theDefaultRulesAreAwsesAndUnthrottledTakesEveryRateAway() {
        assertThat(EmbeddedKinesis.builder().effectiveRules()).isEqualTo(Rules.aws());
        Rules free = EmbeddedKinesis.builder().unthrottled().effectiveRules();
        assertThat(List.of(
                        free.shardWriteBytesPerSecond(),
                        free.shardWriteRecordsPerSecond(),
                        free.pushBytesPerSecond(),
                        free.shardReadBytesPerSecond(),
                        free.getRecordsPerSecond(),
                        free.shardIteratorsPerSecond(),
                        free.subscribeCallsPerSecond()))
                .containsOnly(0);
        assertThat(free.callsPerSecond()).isEmpty();
        assertThat(free.resubscribeInterval()).isEqualTo(Duration.ofSeconds(5));
        start(r -> {});
        assertThat(put(500, "x").failedRecordCount()).isZero();
        assertThat(put(500, "x").failedRecordCount()).isZero();
        assertThat(put(500, "x").failedRecordCount()).isZero();
    }

    private PutRecordsResponse put(int count, String text) {
        return Sdk.get(client.putRecords(r -> r.streamName("s")
                .records(Stream.generate(() -> PutRecordsRequestEntry.builder()
                                .partitionKey("k")
                                .data(SdkBytes.fromUtf8String(text))
                                .build())
                        .limit(count)
                        .toList())));
    }

    private String iterator() {
        return Sdk.get(client.getShardIterator(
                        r -> r.streamName("s").shardId(SHARD).shardIteratorType(ShardIteratorType.TRIM_HORIZON)))
                .shardIterator();
    }

    private Probe subscribe(String consumer) {
        return Sdk.subscribe(
                client,
                consumer,
                SHARD,
                StartingPosition.builder().type(ShardIteratorType.TRIM_HORIZON).build());
    }
}
