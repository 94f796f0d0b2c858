package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What the service allows a second, and what the SDK gets beyond it. */
class ThroughputIT {

    private static final String SHARD = "shardId-000000000000";
    private static final Duration WAIT = Duration.ofSeconds(20);

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
        long start = System.nanoTime();
        PutRecordsResponse response = put(500, "x");
        // A hundred are there at once, and a hundred more come with each second that the call may take.
        assertThat(500 - response.failedRecordCount()).isBetween(100, (int) (100 + 100 * secondsSince(start)));
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
        assertThat(kinesis.records("s")).hasSize(500 - response.failedRecordCount());
        Awaitility.await().atMost(WAIT).until(() -> put(10, "x").failedRecordCount() == 0);
    }

    @Test
    void putRecordBeyondAShardsBytesASecondFails() {
        start(r -> r.shardWriteBytesPerSecond(1000));
        SdkBytes data = SdkBytes.fromUtf8String("x".repeat(899));
        assertThat(refusalBeyond(
                        1000,
                        900,
                        () -> client.putRecord(
                                r -> r.streamName("s").partitionKey("k").data(data))))
                .isInstanceOf(ProvisionedThroughputExceededException.class)
                .hasMessageContaining("Rate exceeded for shard " + SHARD);
    }

    @Test
    void getRecordsBeyondTheCallsOrBytesASecondFails() {
        start(r -> r.getRecordsPerSecond(2));
        String iterator = iterator();
        assertThat(refusalBeyond(2, 1, () -> client.getRecords(r -> r.shardIterator(iterator))))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        stop();

        start(r -> r.shardReadBytesPerSecond(1000));
        kinesis.put("s", "k", new byte[3000]);
        String second = iterator();
        long start = System.nanoTime();
        assertThat(Sdk.get(client.getRecords(r -> r.shardIterator(second))).records())
                .hasSize(1);
        Awaitility.await()
                .atMost(WAIT)
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(ProvisionedThroughputExceededException.class)
                .until(() ->
                        Sdk.get(client.getRecords(r -> r.shardIterator(second))).hasRecords());
        assertThat(secondsSince(start)).as("2 kB are to be paid off first").isGreaterThanOrEqualTo(2);
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
        assertThat(refusalBeyond(1, 1, this::askForIterator))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
    }

    @Test
    void callsOfTheAccountBeyondTheirRateExceedTheLimit() {
        assertThat(Rules.aws().callsPerSecond()).containsEntry("RegisterStreamConsumer", 5);
        start(r -> r.callsPerSecond(Map.of("RegisterStreamConsumer", 1)));
        Sdk.get(client.listStreams());
        String streamArn = kinesis.streamArn("s");
        List<String> names = new ArrayList<>();
        assertThat(refusalBeyond(1, 1, () -> {
                    names.add("app" + names.size());
                    return client.registerStreamConsumer(
                            r -> r.streamARN(streamArn).consumerName(names.get(names.size() - 1)));
                }))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Rate exceeded for RegisterStreamConsumer");
        assertThat(kinesis.consumers("s")).hasSize(names.size() - 1);
    }

    @Test
    void oneSubscribeToShardASecondThenResourceInUse() {
        start(r -> r.subscribeCallsPerSecond(1).resubscribeInterval(Duration.ofMinutes(1)));
        String consumer = Sdk.register(client, kinesis, "s", "app");
        subscribe(consumer).awaitOpen();
        List<Throwable> refusals = new ArrayList<>();
        long start = System.nanoTime();
        do {
            refusals.add(subscribe(consumer).awaitError());
        } while (count(refusals, LimitExceededException.class) == 0
                || count(refusals, ResourceInUseException.class) == 0);
        assertThat(refusals).hasOnlyElementsOfTypes(LimitExceededException.class, ResourceInUseException.class);
        assertThat(count(refusals, ResourceInUseException.class))
                .as("calls that were let through, of which one may have been there at once")
                .isLessThanOrEqualTo((long) (1 + secondsSince(start)));
        assertThat(subscribe(Sdk.register(client, kinesis, "s", "other"))
                        .awaitOpen()
                        .error())
                .as("another consumer has its own")
                .isNull();
    }

    private static long count(List<Throwable> refusals, Class<? extends Throwable> type) {
        return refusals.stream().filter(type::isInstance).count();
    }

    @Test
    void aShardCanBeSubscribedToAgainWhenTheIntervalIsOver() {
        start(r -> r.resubscribeInterval(Duration.ofSeconds(2)));
        String consumer = Sdk.register(client, kinesis, "s", "app");
        long start = System.nanoTime();
        Probe first = subscribe(consumer).awaitOpen();
        Awaitility.await()
                .atMost(WAIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> subscribe(consumer).awaitOpen().error() == null);
        assertThat(secondsSince(start)).isGreaterThanOrEqualTo(2);
        assertThat(first.awaitError()).isInstanceOf(ResourceInUseException.class);
    }

    @Test
    void aSubscriptionIsPushedNoMoreThanItsBytesASecond() {
        start(r -> r.pushBytesPerSecond(100_000).maxEventBytes(20_000));
        for (int i = 0; i < 30; i++) {
            kinesis.put("s", "k", new byte[10_000]);
        }
        String consumer = Sdk.register(client, kinesis, "s", "app");
        long start = System.nanoTime();
        Probe probe = subscribe(consumer).awaitRecords(30);
        assertThat(secondsSince(start))
                .as("300 kB, of which a second's worth at once and the last 20 kB ahead of time")
                .isGreaterThanOrEqualTo(1.8);
        assertThat(probe.events().get(0).millisBehindLatest()).isPositive();
    }

    @Test
    void aRenewalIsPushedWhatTheSubscriptionBeforeHasLeftOfTheBytesASecond() {
        start(r -> r.pushBytesPerSecond(100_000).resubscribeInterval(Duration.ZERO));
        kinesis.put("s", "k", new byte[250_000]);
        String consumer = Sdk.register(client, kinesis, "s", "app");
        long start = System.nanoTime();
        subscribe(consumer).awaitRecords(1);
        subscribe(consumer).awaitRecords(1);
        assertThat(secondsSince(start))
                .as("150 kB are to be paid off first, from when the first push was")
                .isGreaterThanOrEqualTo(1.5);
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
        return Sdk.get(askForIterator()).shardIterator();
    }

    private CompletableFuture<GetShardIteratorResponse> askForIterator() {
        return client.getShardIterator(
                r -> r.streamName("s").shardId(SHARD).shardIteratorType(ShardIteratorType.TRIM_HORIZON));
    }

    /**
     * Calls until a call is refused, and gives the refusal. What was let through by then is what a second allows and what
     * came with the time that the calls took, however long the machine made them wait.
     *
     * @param each of what the rate counts, in one call
     */
    private static Throwable refusalBeyond(long perSecond, long each, Supplier<CompletableFuture<?>> call) {
        long start = System.nanoTime();
        long taken = 0;
        Throwable refusal = catchThrowable(() -> Sdk.get(call.get()));
        while (refusal == null) {
            taken += each;
            assertThat((double) taken).as("let through").isLessThanOrEqualTo(perSecond * (1 + secondsSince(start)));
            refusal = catchThrowable(() -> Sdk.get(call.get()));
        }
        assertThat(taken).as("let through").isGreaterThan(perSecond - each);
        return refusal;
    }

    private static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private Probe subscribe(String consumer) {
        return Sdk.subscribe(
                client,
                consumer,
                SHARD,
                StartingPosition.builder().type(ShardIteratorType.TRIM_HORIZON).build());
    }
}
