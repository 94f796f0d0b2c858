package io.github.camelconduit.kinesis.embedded;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every call but SubscribeToShard, with the real SDK over each wire and in each encoding. */
class PlainCallsIT {

    private static final String FIRST = "shardId-000000000000";

    @RegisterExtension
    final EmbeddedKinesisExtension extension = EmbeddedKinesisExtension.with(EmbeddedKinesis.builder()
            .tls()
            .rules(Rules.fast().toBuilder()
                    .maxRecordBytes(1000)
                    .maxRequestBytes(5000)
                    .consumersPerStream(2)
                    .build()));

    private EmbeddedKinesis kinesis;
    private KinesisAsyncClient client;

    private void connect(Wire wire) {
        kinesis = extension.server();
        client = wire.connect(kinesis);
    }

    @AfterEach
    void disconnect() {
        client.close();
        Wire.reset();
    }

    @ParameterizedTest
    @EnumSource
    void streamsAreCreatedDescribedListedAndDeleted(Wire wire) {
        connect(wire);
        Instant before = Instant.now().minusMillis(1);
        Sdk.get(client.createStream(r -> r.streamName("b").shardCount(3)));
        kinesis.createStream("a", 1);
        kinesis.createStream("c", 1);

        StreamDescription description =
                Sdk.get(client.describeStream(r -> r.streamName("b").limit(2))).streamDescription();
        assertThat(description.streamARN()).isEqualTo(kinesis.streamArn("b"));
        assertThat(description.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(description.streamCreationTimestamp()).isBetween(before, Instant.now());
        assertThat(description.shards()).hasSize(2);
        assertThat(description.hasMoreShards()).isTrue();

        StreamDescriptionSummary summary = Sdk.get(
                        client.describeStreamSummary(r -> r.streamARN(kinesis.streamArn("b"))))
                .streamDescriptionSummary();
        assertThat(summary.openShardCount()).isEqualTo(3);
        assertThat(summary.consumerCount()).isZero();
        assertThat(summary.retentionPeriodHours()).isEqualTo(24);

        assertThat(Sdk.get(client.listStreams(r -> r.limit(2))).streamNames()).containsExactly("a", "b");
        assertThat(Sdk.get(client.listStreams(r -> r.exclusiveStartStreamName("b")))
                        .streamNames())
                .containsExactly("c");

        Sdk.get(client.deleteStream(r -> r.streamName("b")));
        assertThatThrownBy(() -> Sdk.get(client.describeStream(r -> r.streamName("b"))))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Stream b under account 000000000000 not found.");
    }

    @ParameterizedTest
    @EnumSource
    void shardsAreListedInPagesWhoseTokenStandsAlone(Wire wire) {
        connect(wire);
        kinesis.createStream("s", 5);
        List<String> ids = new ArrayList<>();
        ListShardsResponse page =
                Sdk.get(client.listShards(r -> r.streamName("s").maxResults(2)));
        ids.addAll(page.shards().stream().map(Shard::shardId).toList());
        while (page.nextToken() != null) {
            String token = page.nextToken();
            assertThatThrownBy(() ->
                            Sdk.get(client.listShards(r -> r.nextToken(token).streamName("s"))))
                    .isInstanceOf(InvalidArgumentException.class);
            page = Sdk.get(client.listShards(r -> r.nextToken(token).maxResults(2)));
            ids.addAll(page.shards().stream().map(Shard::shardId).toList());
        }
        assertThat(ids)
                .containsExactlyElementsOf(IntStream.range(0, 5)
                        .mapToObj(i -> "shardId-%012d".formatted(i))
                        .toList());
        assertThatThrownBy(() -> Sdk.get(client.listShards(r -> r.nextToken("forged"))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void splittingAndMergingMakeChildrenThatCoverTheSameHashKeys(Wire wire) {
        connect(wire);
        kinesis.createStream("s", 1);
        String middle = BigInteger.ONE.shiftLeft(127).toString();
        Sdk.get(client.splitShard(r -> r.streamName("s").shardToSplit(FIRST).newStartingHashKey(middle)));
        List<Shard> shards = Sdk.get(client.listShards(r -> r.streamName("s"))).shards();
        assertThat(shards).hasSize(3);
        assertThat(shards.get(0).sequenceNumberRange().endingSequenceNumber()).isNotNull();
        assertThat(shards.get(1).parentShardId()).isEqualTo(FIRST);
        assertThat(shards.get(1).hashKeyRange().startingHashKey()).isEqualTo("0");
        assertThat(shards.get(2).hashKeyRange().startingHashKey()).isEqualTo(middle);
        assertThat(shards.get(2).hashKeyRange().endingHashKey())
                .isEqualTo(
                        BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE).toString());
        assertThatThrownBy(() -> Sdk.get(client.splitShard(
                        r -> r.streamName("s").shardToSplit(FIRST).newStartingHashKey("1"))))
                .isInstanceOf(InvalidArgumentException.class);

        Sdk.get(client.mergeShards(r -> r.streamName("s")
                .shardToMerge(shards.get(1).shardId())
                .adjacentShardToMerge(shards.get(2).shardId())));
        List<Shard> open = Sdk.get(
                        client.listShards(r -> r.streamName("s").shardFilter(f -> f.type(ShardFilterType.AT_LATEST))))
                .shards();
        assertThat(open).singleElement().satisfies(child -> {
            assertThat(child.parentShardId()).isEqualTo(shards.get(1).shardId());
            assertThat(child.adjacentParentShardId()).isEqualTo(shards.get(2).shardId());
            assertThat(child.hashKeyRange().startingHashKey()).isEqualTo("0");
        });
    }

    @ParameterizedTest
    @EnumSource
    void consumersAreRegisteredDescribedListedAndDeregistered(Wire wire) {
        connect(wire);
        kinesis.createStream("s", 1);
        String arn = kinesis.streamArn("s");
        Consumer app = Sdk.get(
                        client.registerStreamConsumer(r -> r.streamARN(arn).consumerName("app")))
                .consumer();
        assertThat(app.consumerARN()).matches("\\Q" + arn + "\\E/consumer/app:\\d+");
        assertThatThrownBy(() -> Sdk.get(
                        client.registerStreamConsumer(r -> r.streamARN(arn).consumerName("app"))))
                .isInstanceOf(ResourceInUseException.class);
        Sdk.register(client, kinesis, "s", "audit");
        assertThatThrownBy(() -> Sdk.register(client, kinesis, "s", "third"))
                .isInstanceOf(LimitExceededException.class);

        assertThat(Sdk.get(client.describeStreamConsumer(r -> r.streamARN(arn).consumerName("app")))
                        .consumerDescription())
                .satisfies(c -> {
                    assertThat(c.consumerStatus()).isEqualTo(ConsumerStatus.ACTIVE);
                    assertThat(c.consumerARN()).isEqualTo(app.consumerARN());
                    assertThat(c.streamARN()).isEqualTo(arn);
                    assertThat(c.consumerCreationTimestamp()).isEqualTo(app.consumerCreationTimestamp());
                });
        assertThat(Sdk.get(client.listStreamConsumers(r -> r.streamARN(arn))).consumers())
                .extracting(Consumer::consumerName)
                .containsExactly("app", "audit");

        Sdk.get(client.deregisterStreamConsumer(r -> r.consumerARN(app.consumerARN())));
        assertThatThrownBy(() -> Sdk.get(client.describeStreamConsumer(r -> r.consumerARN(app.consumerARN()))))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(Sdk.register(client, kinesis, "s", "app")).isNotEqualTo(app.consumerARN());
    }

    @ParameterizedTest
    @EnumSource
    void aPutRecordGoesToTheShardOfItsHashKeyAndIsReadBack(Wire wire) {
        connect(wire);
        kinesis.createStream("s", 4);
        // MD5("a") = 0cc175b9…: the first quarter.
        PutRecordResponse byKey = Sdk.get(
                client.putRecord(r -> r.streamName("s").partitionKey("a").data(data("one"))));
        assertThat(byKey.shardId()).isEqualTo(FIRST);
        BigInteger last = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
        PutRecordResponse explicit = Sdk.get(client.putRecord(r -> r.streamName("s")
                .partitionKey("a")
                .explicitHashKey(last.toString())
                .data(data("two"))));
        assertThat(explicit.shardId()).isEqualTo("shardId-000000000003");

        Record read = read("s", FIRST).get(0);
        assertThat(read.data().asUtf8String()).isEqualTo("one");
        assertThat(read.partitionKey()).isEqualTo("a");
        assertThat(read.sequenceNumber()).isEqualTo(byKey.sequenceNumber()).hasSize(56);
        assertThat(read.approximateArrivalTimestamp())
                .isEqualTo(kinesis.records("s").get(0).arrival());
        assertThatThrownBy(() -> Sdk.get(client.putRecord(r -> r.streamName("s")
                        .partitionKey("a")
                        .explicitHashKey(last.add(BigInteger.ONE).toString())
                        .data(data("x")))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void putRecordsStoresAllInOrderWithGrowingSequenceNumbers(Wire wire) {
        connect(wire);
        kinesis.createStream("s", 1);
        PutRecordsResponse response = Sdk.get(client.putRecords(r -> r.streamName("s")
                .records(IntStream.range(0, 100)
                        .mapToObj(i -> entry("key" + i, String.valueOf(i)))
                        .toList())));
        assertThat(response.failedRecordCount()).isZero();
        List<BigInteger> numbers = response.records().stream()
                .map(e -> new BigInteger(e.sequenceNumber()))
                .toList();
        assertThat(numbers).hasSize(100).isSorted().doesNotHaveDuplicates();
        assertThat(read("s", FIRST))
                .extracting(r -> r.data().asUtf8String())
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(String::valueOf).toList());
    }

    @ParameterizedTest
    @EnumSource
    void recordsAndRequestsBeyondTheLimitsAreRefusedAndNothingIsStored(Wire wire) {
        connect(wire);
        kinesis.createStream("s", 1);
        List<PutRecordsRequestEntry> ok =
                Stream.generate(() -> entry("k", "x")).limit(500).toList();
        assertThat(Sdk.get(client.putRecords(r -> r.streamName("s").records(ok)))
                        .failedRecordCount())
                .isZero();
        Map<String, List<PutRecordsRequestEntry>> refused = Map.of(
                "partitionKey", List.of(entry("k".repeat(257), "x")),
                "data", List.of(entry("k", "x".repeat(1000))),
                "records", Stream.generate(() -> entry("k", "x")).limit(501).toList(),
                "Records size",
                        Stream.generate(() -> entry("k", "x".repeat(900)))
                                .limit(6)
                                .toList());
        refused.forEach((reason, entries) -> assertThatThrownBy(
                        () -> Sdk.get(client.putRecords(r -> r.streamName("s").records(entries))))
                .isInstanceOf(KinesisException.class)
                .hasMessageContaining(reason));
        assertThat(kinesis.records("s")).hasSize(500);
    }

    @ParameterizedTest
    @EnumSource
    void iteratorsReadFromEveryPositionAndEndWithTheShard(Wire wire) {
        connect(wire);
        kinesis.createStream("s", 1);
        List<String> numbers = Stream.of("a", "b", "c")
                .map(t -> kinesis.put("s", "k", data(t).asByteArray()).sequenceNumber())
                .toList();
        assertThat(first(ShardIteratorType.TRIM_HORIZON, null)).isEqualTo("a");
        assertThat(first(ShardIteratorType.AT_SEQUENCE_NUMBER, numbers.get(1))).isEqualTo("b");
        assertThat(first(ShardIteratorType.AFTER_SEQUENCE_NUMBER, numbers.get(1)))
                .isEqualTo("c");
        assertThat(first(ShardIteratorType.LATEST, null)).isNull();
        assertThatThrownBy(() -> first(ShardIteratorType.AT_SEQUENCE_NUMBER, null))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber.");
        assertThatThrownBy(() -> first(ShardIteratorType.LATEST, numbers.get(1)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Request specified LATEST and also a StartingSequenceNumber.");
        String atTime = Sdk.get(client.getShardIterator(r -> r.streamName("s")
                        .shardId(FIRST)
                        .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(Instant.now().minusSeconds(60))))
                .shardIterator();
        assertThat(Sdk.get(client.getRecords(r -> r.shardIterator(atTime))).records())
                .hasSize(3);

        List<String> children = kinesis.splitShard("s", FIRST);
        GetRecordsResponse end = Sdk.get(client.getRecords(r -> r.shardIterator(atTime)));
        assertThat(end.nextShardIterator()).isNull();
        assertThat(end.childShards()).extracting(c -> c.shardId()).isEqualTo(children);
        assertThatThrownBy(() -> Sdk.get(client.getRecords(r -> r.shardIterator("forged"))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void anythingElseIsAnUnknownOperation(Wire wire) {
        connect(wire);
        assertThatThrownBy(() -> Sdk.get(client.getResourcePolicy(r -> r.resourceARN(kinesis.streamArn("s")))))
                .isInstanceOfSatisfying(KinesisException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
                    assertThat(e.requestId()).isNotBlank();
                });
        assertThat(kinesis.calls("GetResourcePolicy")).singleElement().satisfies(c -> {
            assertThat(c.errorType()).isEqualTo("UnknownOperationException");
            assertThat(c.succeeded()).isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource
    void consumersAndStreamsAreCreatingForAsLongAsTheRulesSay(Wire wire) {
        connect(wire);
        try (EmbeddedKinesis slow = EmbeddedKinesis.builder().tls().stream("s", 1)
                .rules(Rules.aws().toBuilder()
                        .consumerCreationTime(Duration.ofHours(1))
                        .streamCreationTime(Duration.ofHours(1))
                        .build())
                .start()) {
            client.close();
            client = wire.connect(slow);
            String arn = Sdk.register(client, slow, "s", "app");
            assertThat(Sdk.get(client.describeStreamConsumer(r -> r.consumerARN(arn)))
                            .consumerDescription()
                            .consumerStatus())
                    .isEqualTo(ConsumerStatus.CREATING);
            Sdk.get(client.createStream(r -> r.streamName("t").shardCount(1)));
            assertThat(Sdk.get(client.describeStreamSummary(r -> r.streamName("t")))
                            .streamDescriptionSummary()
                            .streamStatus())
                    .isEqualTo(StreamStatus.CREATING);
            assertThatThrownBy(() -> Sdk.get(client.listShards(r -> r.streamName("t"))))
                    .isInstanceOf(ResourceInUseException.class);
        }
    }

    private String first(ShardIteratorType type, String sequenceNumber) {
        String iterator = Sdk.get(client.getShardIterator(r -> r.streamName("s")
                        .shardId(FIRST)
                        .shardIteratorType(type)
                        .startingSequenceNumber(sequenceNumber)))
                .shardIterator();
        List<Record> records = Sdk.get(
                        client.getRecords(r -> r.shardIterator(iterator).limit(1)))
                .records();
        return records.isEmpty() ? null : records.get(0).data().asUtf8String();
    }

    private List<Record> read(String stream, String shardId) {
        String iterator = Sdk.get(client.getShardIterator(
                        r -> r.streamName(stream).shardId(shardId).shardIteratorType(ShardIteratorType.TRIM_HORIZON)))
                .shardIterator();
        return Sdk.get(client.getRecords(r -> r.shardIterator(iterator))).records();
    }

    private static PutRecordsRequestEntry entry(String key, String text) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(data(text))
                .build();
    }

    private static SdkBytes data(String text) {
        return SdkBytes.fromUtf8String(text);
    }
}
