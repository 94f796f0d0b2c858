package io.github.camelconduit.kinesis.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import io.github.camelconduit.kinesis.embedded.stream.HashRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What streams and consumers go through, and what becomes of what is old. */
class StatesIT {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration WAIT = Duration.ofSeconds(20);
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
    void aConsumersArnWithTheNameOrStreamOfAnotherIsRefused() {
        start(r -> {});
        kinesis.createStream("t", 1);
        String arn = Sdk.register(client, kinesis, "s", "app");
        String streamArn = kinesis.streamArn("s");
        assertThatThrownBy(() -> Sdk.get(
                        client.describeStreamConsumer(r -> r.consumerARN(arn).consumerName("other"))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("ConsumerName other does not match ConsumerARN");
        assertThatThrownBy(() -> Sdk.get(
                        client.deregisterStreamConsumer(r -> r.consumerARN(arn).streamARN(kinesis.streamArn("t")))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("StreamARN " + kinesis.streamArn("t"));
        assertThat(Sdk.get(client.describeStreamConsumer(
                                r -> r.consumerARN(arn).streamARN(streamArn).consumerName("app")))
                        .consumerDescription()
                        .consumerARN())
                .isEqualTo(arn);
        Sdk.get(client.deregisterStreamConsumer(
                r -> r.consumerARN(arn).streamARN(streamArn).consumerName("app")));
        assertThat(kinesis.consumers("s")).isEmpty();
    }

    @Test
    void theShardCountIsNotUpdatedBeyondALimitAndFromAboveItOnlyToBelow() {
        start(r -> r.maxUpdateShardCount(4));
        kinesis.createStream("wide", 6);
        assertThatThrownBy(() -> scale("wide", 5)).isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> scale("wide", 4))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Target shard count or number of open shards cannot be greater than 4."
                        + " Current open shard count: 6, Target shard count: 4");
        scale("wide", 3);
        scale("wide", 4);
        assertThatThrownBy(() -> scale("wide", 5)).isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> scale("wide", 9))
                .as("beyond double as well")
                .isInstanceOf(LimitExceededException.class);
    }

    private void scale(String stream, int target) {
        Sdk.get(client.updateShardCount(
                r -> r.streamName(stream).targetShardCount(target).scalingType(ScalingType.UNIFORM_SCALING)));
    }

    @Test
    void whileAStreamIsUpdatingItIsWrittenAndReadAndNotReshardedAgain() {
        start(r -> r.streamUpdateTime(LONG));
        scale(2);
        assertThat(status()).isEqualTo(StreamStatus.UPDATING);
        assertThatThrownBy(() -> scale(2))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("Stream s under account 000000000000 not ACTIVE, instead in state UPDATING");
        assertThatThrownBy(() -> Sdk.get(client.splitShard(
                        r -> r.streamName("s").shardToSplit(SHARD).newStartingHashKey("5"))))
                .isInstanceOf(ResourceInUseException.class);
        assertThatThrownBy(() -> Sdk.get(client.increaseStreamRetentionPeriod(
                        r -> r.streamName("s").retentionPeriodHours(48))))
                .isInstanceOf(ResourceInUseException.class);
        Probe probe = Sdk.subscribe(client, Sdk.register(client, kinesis, "s", "app"), SHARD, trimHorizon());
        put();
        probe.awaitRecords(1);
        assertThat(kinesis.shards("s")).as("the change comes at the end").hasSize(1);
        assertThat(status()).isEqualTo(StreamStatus.UPDATING);
    }

    @Test
    void aStreamIsActiveAgainWhenTheChangeHasComeAtTheEndOfItsUpdate() {
        start(r -> r.streamUpdateTime(Duration.ofMillis(200)));
        Probe probe = Sdk.subscribe(client, Sdk.register(client, kinesis, "s", "app"), SHARD, trimHorizon());
        scale(2);
        Awaitility.await().atMost(WAIT).until(() -> status() == StreamStatus.ACTIVE);
        assertThat(kinesis.shards("s")).hasSize(3);
        probe.awaitEnd();
        assertThat(probe.last().childShards()).hasSize(2);
    }

    @Test
    void aDeletedStreamIsDeletingForAsLongAsTheRulesSay() {
        start(r -> r.streamDeletionTime(LONG));
        String consumer = Sdk.register(client, kinesis, "s", "app");
        Probe probe = Sdk.subscribe(client, consumer, SHARD, trimHorizon()).awaitOpen();
        assertThatThrownBy(() -> Sdk.get(client.deleteStream(r -> r.streamName("s"))))
                .isInstanceOf(ResourceInUseException.class);
        Sdk.get(client.deleteStream(r -> r.streamName("s").enforceConsumerDeletion(true)));
        assertThat(probe.awaitError()).isInstanceOf(ResourceNotFoundException.class);
        assertThat(status()).isEqualTo(StreamStatus.DELETING);
        assertThatThrownBy(this::put).isInstanceOf(ResourceInUseException.class);
        assertThatThrownBy(
                        () -> Sdk.get(client.createStream(r -> r.streamName("s").shardCount(1))))
                .isInstanceOf(ResourceInUseException.class);
    }

    @Test
    void aDeletedStreamIsGoneThenAndCanBeMadeAgainAsAnother() {
        start(r -> r.streamDeletionTime(Duration.ofMillis(200)));
        String consumer = Sdk.register(client, kinesis, "s", "app");
        var before =
                Sdk.get(client.describeStreamSummary(r -> r.streamName("s"))).streamDescriptionSummary();
        String number = kinesis.put("s", "k", new byte[1]).sequenceNumber();
        Sdk.get(client.deleteStream(r -> r.streamName("s").enforceConsumerDeletion(true)));
        Awaitility.await().atMost(WAIT).until(() -> kinesis.streams().isEmpty());
        assertThatThrownBy(this::status).isInstanceOf(ResourceNotFoundException.class);
        Sdk.get(client.createStream(r -> r.streamName("s").shardCount(1)));
        var after =
                Sdk.get(client.describeStreamSummary(r -> r.streamName("s"))).streamDescriptionSummary();
        assertThat(after.streamCreationTimestamp()).isAfter(before.streamCreationTimestamp());
        assertThat(Sdk.register(client, kinesis, "s", "app")).isNotEqualTo(consumer);
        assertThatThrownBy(() -> Sdk.get(client.getShardIterator(r -> r.streamName("s")
                        .shardId(SHARD)
                        .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .startingSequenceNumber(number))))
                .as("a sequence number of the earlier stream")
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aDeregisteredConsumerIsDeletingForAsLongAsTheRulesSay() {
        start(r -> r.consumerDeletionTime(LONG));
        String consumer = Sdk.register(client, kinesis, "s", "app");
        Sdk.get(client.deregisterStreamConsumer(r -> r.consumerARN(consumer)));
        assertThat(Sdk.get(client.describeStreamConsumer(r -> r.consumerARN(consumer)))
                        .consumerDescription()
                        .consumerStatus())
                .isEqualTo(ConsumerStatus.DELETING);
        assertThat(Sdk.subscribe(client, consumer, SHARD, trimHorizon()).awaitError())
                .isInstanceOf(ResourceInUseException.class);
        assertThatThrownBy(() -> Sdk.register(client, kinesis, "s", "app")).isInstanceOf(ResourceInUseException.class);
    }

    @Test
    void aDeregisteredConsumerIsGoneThenAndCanBeRegisteredAgainAsAnother() {
        start(r -> r.consumerDeletionTime(Duration.ofMillis(200)));
        String consumer = Sdk.register(client, kinesis, "s", "app");
        Sdk.get(client.deregisterStreamConsumer(r -> r.consumerARN(consumer)));
        Awaitility.await().atMost(WAIT).until(() -> kinesis.consumers("s").isEmpty());
        assertThat(Sdk.register(client, kinesis, "s", "app")).isNotEqualTo(consumer);
    }

    @Test
    void fiveConsumersMayBeCreatingAtOnceAndTwentyBeThereInAll() {
        start(r -> r.consumerCreationTime(LONG));
        IntStream.range(0, 5).forEach(i -> Sdk.register(client, kinesis, "s", "app" + i));
        assertThatThrownBy(() -> Sdk.register(client, kinesis, "s", "app5"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("CREATING");
        assertThat(Sdk.subscribe(client, kinesis.consumers("s").get(0).arn(), SHARD, trimHorizon())
                        .awaitError())
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("CREATING");
        stop();
        start(r -> {});
        IntStream.range(0, 20).forEach(i -> Sdk.register(client, kinesis, "s", "app" + i));
        assertThatThrownBy(() -> Sdk.register(client, kinesis, "s", "app20"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("20");
    }

    @Test
    void recordsAndClosedShardsGoWhenTheirRetentionIsOver() {
        start(r -> r.retentionPeriod(SHORT));
        kinesis.put("s", "k", new byte[1]);
        kinesis.splitShard("s", SHARD);
        Awaitility.await().atMost(WAIT).until(() -> kinesis.shards("s").size() == 2);
        assertThat(kinesis.shards("s"))
                .allSatisfy(s -> assertThat(s.parentShardId()).isEqualTo(SHARD));
        String shard = kinesis.shards("s").get(1).shardId();
        String trimmed = putTo(shard, "old");
        Awaitility.await().atMost(WAIT).until(() -> kinesis.records("s").isEmpty());
        // What follows is to be read in peace.
        Sdk.get(client.increaseStreamRetentionPeriod(r -> r.streamName("s").retentionPeriodHours(24)));
        putTo(shard, "new");
        String consumer = Sdk.register(client, kinesis, "s", "app");
        assertThat(Sdk.subscribe(client, consumer, shard, trimHorizon())
                        .awaitRecords(1)
                        .texts())
                .containsExactly("new");
        putTo(shard, "newer");
        assertThat(Sdk.subscribe(
                                client,
                                Sdk.register(client, kinesis, "s", "audit"),
                                shard,
                                StartingPosition.builder()
                                        .type(ShardIteratorType.AT_SEQUENCE_NUMBER)
                                        .sequenceNumber(trimmed)
                                        .build())
                        .awaitRecords(1)
                        .texts())
                .as("a number older than retention reads from the oldest record")
                .startsWith("new");
    }

    @Test
    void aSubscriptionToAShardWhoseRecordsWereTrimmedStaysAliveAndSeesWhatFollows() {
        start(r -> r.retentionPeriod(SHORT).pushDelay(Duration.ofSeconds(5)).idleEventInterval(Duration.ofMillis(50)));
        Probe probe = Sdk.subscribe(client, Sdk.register(client, kinesis, "s", "app"), SHARD, trimHorizon());
        kinesis.put("s", "k", new byte[1]);
        Awaitility.await().atMost(WAIT).until(() -> kinesis.records("s").isEmpty());
        probe.awaitEvents(3);
        assertThat(probe.records()).isEmpty();
    }

    @Test
    void tokensExpireAndStandForTheirOwnCallOnly() {
        start(r -> r.pageSize(1)
                .listShardsPageSize(1)
                .nextTokenLifetime(Duration.ofMillis(1))
                .shardIteratorLifetime(Duration.ofMillis(1)));
        kinesis.createStream("t", 2);
        ListStreamsResponse streams = Sdk.get(client.listStreams());
        assertThat(streams.streamNames()).containsExactly("s");
        assertThat(streams.hasMoreStreams()).isTrue();
        String arn = kinesis.streamArn("t");
        List.of("a", "b").forEach(name -> Sdk.register(client, kinesis, "t", name));
        ListStreamConsumersResponse consumers = Sdk.get(client.listStreamConsumers(r -> r.streamARN(arn)));
        assertThat(consumers.consumers()).hasSize(1);
        String shards = Sdk.get(client.listShards(r -> r.streamName("t"))).nextToken();
        String iterator = Sdk.get(client.getShardIterator(
                        r -> r.streamName("t").shardId(SHARD).shardIteratorType(ShardIteratorType.LATEST)))
                .shardIterator();

        // Past the millisecond that each lives, however fast the calls are.
        SubscriptionTestBase.tick();
        SubscriptionTestBase.tick();
        assertThatThrownBy(() -> Sdk.get(client.listStreams(r -> r.nextToken(streams.nextToken()))))
                .isInstanceOf(ExpiredNextTokenException.class);
        assertThatThrownBy(() ->
                        Sdk.get(client.listStreamConsumers(r -> r.streamARN(arn).nextToken(consumers.nextToken()))))
                .isInstanceOf(ExpiredNextTokenException.class);
        assertThatThrownBy(() -> Sdk.get(client.listShards(r -> r.nextToken(shards))))
                .isInstanceOf(ExpiredNextTokenException.class);
        assertThatThrownBy(() -> Sdk.get(client.getRecords(r -> r.shardIterator(iterator))))
                .isInstanceOf(ExpiredIteratorException.class);
        assertThatThrownBy(() -> Sdk.get(client.listShards(r -> r.nextToken(streams.nextToken()))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void pagesOfStreamsAndConsumersFollowEachOther() {
        start(r -> r.pageSize(2));
        List.of("a", "b", "c", "d").forEach(name -> kinesis.createStream(name, 1));
        ListStreamsResponse first = Sdk.get(client.listStreams());
        ListStreamsResponse second = Sdk.get(client.listStreams(r -> r.nextToken(first.nextToken())));
        ListStreamsResponse third = Sdk.get(client.listStreams(r -> r.nextToken(second.nextToken())));
        assertThat(List.of(first.streamNames(), second.streamNames(), third.streamNames()))
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("s"));
        assertThat(third.nextToken()).isNull();

        String arn = kinesis.streamArn("s");
        List.of("x", "y", "z").forEach(name -> Sdk.register(client, kinesis, "s", name));
        ListStreamConsumersResponse page = Sdk.get(client.listStreamConsumers(r -> r.streamARN(arn)));
        assertThat(Sdk.get(client.listStreamConsumers(r -> r.streamARN(arn).nextToken(page.nextToken())))
                        .consumers())
                .extracting(c -> c.consumerName())
                .containsExactly("z");
    }

    private String putTo(String shardId, String text) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "key" + i)
                .filter(key -> kinesis.shards("s").stream()
                        .filter(s -> s.shardId().equals(shardId))
                        .allMatch(s -> HashRange.hash(key).compareTo(s.startingHashKey()) >= 0))
                .findFirst()
                .map(key -> kinesis.put("s", key, text.getBytes(StandardCharsets.UTF_8))
                        .sequenceNumber())
                .orElseThrow();
    }

    private StreamStatus status() {
        return Sdk.get(client.describeStreamSummary(r -> r.streamName("s")))
                .streamDescriptionSummary()
                .streamStatus();
    }

    private void scale(int target) {
        Sdk.get(client.updateShardCount(
                r -> r.streamName("s").targetShardCount(target).scalingType(ScalingType.UNIFORM_SCALING)));
    }

    private void put() {
        Sdk.get(client.putRecord(r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("x"))));
    }

    private static StartingPosition trimHorizon() {
        return StartingPosition.builder().type(ShardIteratorType.TRIM_HORIZON).build();
    }
}
