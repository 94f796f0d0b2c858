package io.github.camelconduit.kinesis.embedded;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Texts that break a constraint of AWS's service model are refused with AWS's message. */
class TextShapesTest {

    private static final String FIRST = "shardId-000000000000";
    private static final String HASH_KEY = "0|([1-9]\\d{0,38})";
    private static final String SEQUENCE_NUMBER = "0|([1-9]\\d{0,128})";
    private static final String NAME = "[a-zA-Z0-9_.-]+";
    private static final String STREAM_ARN = "arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+";

    @RegisterExtension
    static final EmbeddedKinesisExtension EXTENSION =
            EmbeddedKinesisExtension.with(EmbeddedKinesis.builder().stream("s", 1));

    private static KinesisAsyncClient client;

    @BeforeAll
    static void connect() {
        client = Sdk.http2(EXTENSION.server());
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    private static Arguments refused(
            String value, String member, String pattern, Function<KinesisAsyncClient, CompletableFuture<?>> call) {
        return Arguments.of(value, member, pattern, call);
    }

    static Stream<Arguments> calls() {
        String arn = EXTENSION.server().streamArn("s");
        return Stream.of(
                refused("-1", "explicitHashKey", HASH_KEY, c -> put(c, "-1")),
                refused("01", "explicitHashKey", HASH_KEY, c -> put(c, "01")),
                refused("abc", "explicitHashKey", HASH_KEY, c -> put(c, "abc")),
                refused("", "explicitHashKey", HASH_KEY, c -> put(c, "")),
                refused("9".repeat(40), "explicitHashKey", HASH_KEY, c -> put(c, "9".repeat(40))),
                refused(
                        "x",
                        "records.2.member.explicitHashKey",
                        HASH_KEY,
                        c -> c.putRecords(r -> r.streamName("s").records(entry("1"), entry("x")))),
                refused(
                        "1 ",
                        "newStartingHashKey",
                        HASH_KEY,
                        c -> c.splitShard(
                                r -> r.streamName("s").shardToSplit(FIRST).newStartingHashKey("1 "))),
                refused(
                        "x",
                        "sequenceNumberForOrdering",
                        SEQUENCE_NUMBER,
                        c -> c.putRecord(r -> r.streamName("s")
                                .partitionKey("k")
                                .data(SdkBytes.fromUtf8String("x"))
                                .sequenceNumberForOrdering("x"))),
                refused("x", "startingSequenceNumber", SEQUENCE_NUMBER, c -> iterator(c, "x")),
                refused("007", "startingSequenceNumber", SEQUENCE_NUMBER, c -> iterator(c, "007")),
                refused("9".repeat(130), "startingSequenceNumber", SEQUENCE_NUMBER, c -> iterator(c, "9".repeat(130))),
                refused(
                        "x",
                        "startingPosition.sequenceNumber",
                        SEQUENCE_NUMBER,
                        c -> subscribe(c, arn + "/consumer/a:1", "x")),
                refused(
                        arn,
                        "consumerARN",
                        "^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+",
                        c -> subscribe(c, arn, "1")),
                refused("a b", "streamName", NAME, c -> c.describeStream(r -> r.streamName("a b"))),
                refused(
                        "a/b",
                        "consumerName",
                        NAME,
                        c -> c.registerStreamConsumer(r -> r.streamARN(arn).consumerName("a/b"))),
                refused("s", "streamARN", STREAM_ARN, c -> c.listStreamConsumers(r -> r.streamARN("s"))),
                refused("s", "streamARN", STREAM_ARN, c -> c.describeStreamSummary(r -> r.streamARN("s"))),
                refused(
                        "a/b",
                        "shardToMerge",
                        NAME,
                        c -> c.mergeShards(
                                r -> r.streamName("s").shardToMerge("a/b").adjacentShardToMerge(FIRST))),
                refused(
                        "s",
                        "resourceARN",
                        "arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+",
                        c -> c.listTagsForResource(r -> r.resourceARN("s"))));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aTextThatBreaksItsPatternIsAValidationException(
            String value, String member, String pattern, Function<KinesisAsyncClient, CompletableFuture<?>> call) {
        assertThatThrownBy(() -> Sdk.get(call.apply(client))).isInstanceOfSatisfying(ValidationException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(400);
            assertThat(e.awsErrorDetails().errorMessage())
                    .isEqualTo(
                            "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: %s"
                                    .formatted(value, member, pattern));
        });
        assertThat(EXTENSION.server().records("s")).isEmpty();
    }

    @Test
    void aNameThatIsTooLongIsAValidationException() {
        assertThatThrownBy(() -> Sdk.get(
                        client.createStream(r -> r.streamName("x".repeat(129)).shardCount(1))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("at 'streamName' failed to satisfy constraint: "
                        + "Member must have length less than or equal to 128");
    }

    @Test
    void aTextThatBreaksSeveralConstraintsIsToldAllOfThem() {
        assertThatThrownBy(() -> Sdk.get(client.describeStream(r -> r.streamName(""))))
                .isInstanceOfSatisfying(
                        ValidationException.class,
                        e -> assertThat(e.awsErrorDetails().errorMessage())
                                .isEqualTo(
                                        "2 validation errors detected: Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1"));
    }

    @Test
    void aNumberThatKeepsToItsPatternButCannotBeIsAnInvalidArgument() {
        assertThatThrownBy(() -> Sdk.get(put(client, "9".repeat(39)))).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Sdk.get(iterator(client, "9".repeat(129))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    private static CompletableFuture<?> put(KinesisAsyncClient client, String hashKey) {
        return client.putRecord(r -> r.streamName("s")
                .partitionKey("k")
                .data(SdkBytes.fromUtf8String("x"))
                .explicitHashKey(hashKey));
    }

    private static PutRecordsRequestEntry entry(String hashKey) {
        return PutRecordsRequestEntry.builder()
                .partitionKey("k")
                .data(SdkBytes.fromUtf8String("x"))
                .explicitHashKey(hashKey)
                .build();
    }

    private static CompletableFuture<?> iterator(KinesisAsyncClient client, String sequenceNumber) {
        return client.getShardIterator(r -> r.streamName("s")
                .shardId(FIRST)
                .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                .startingSequenceNumber(sequenceNumber));
    }

    private static CompletableFuture<?> subscribe(
            KinesisAsyncClient client, String consumerArn, String sequenceNumber) {
        return client.subscribeToShard(
                r -> r.consumerARN(consumerArn)
                        .shardId(FIRST)
                        .startingPosition(StartingPosition.builder()
                                .type(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                .sequenceNumber(sequenceNumber)
                                .build()),
                SubscribeToShardResponseHandler.builder()
                        .onEventStream(events -> events.subscribe(event -> {}))
                        .build());
    }
}
