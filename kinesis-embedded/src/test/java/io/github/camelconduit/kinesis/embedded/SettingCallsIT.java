package io.github.camelconduit.kinesis.embedded;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamResponse;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutputStatus;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.Tag;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** The calls that change streams and their tags, with the real SDK over each wire and in each encoding. */
class SettingCallsIT {

    @RegisterExtension
    final EmbeddedKinesisExtension extension =
            EmbeddedKinesisExtension.with(EmbeddedKinesis.builder().tls().stream("s", 2)
                    .rules(Rules.fast().toBuilder()
                            .tagsPerResource(3)
                            .streamModeUpdatesPerDay(2)
                            .onDemandStreams(2)
                            .onDemandShards(3)
                            .shardCountUpdatesPerDay(3)
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
    void theShardCountCanBeDoubledAndHalvedAndNotChangedByMore(Wire wire) {
        connect(wire);
        UpdateShardCountResponse doubled = scale(4);
        assertThat(doubled.currentShardCount()).isEqualTo(2);
        assertThat(doubled.targetShardCount()).isEqualTo(4);
        assertThat(doubled.streamName()).isEqualTo("s");
        assertThat(open())
                .extracting(ShardView::parentShardId)
                .containsExactly(
                        "shardId-000000000000", "shardId-000000000000", "shardId-000000000001", "shardId-000000000001");
        assertThatThrownBy(() -> scale(9))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("cannot scale up over double")
                .hasMessageContaining("Current open shard count: 4 Target shard count: 9");
        assertThatThrownBy(() -> scale(1))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("cannot scale down below half");

        scale(2);
        assertThat(open())
                .extracting(ShardView::parentShardId, ShardView::adjacentParentShardId)
                .containsExactly(
                        tuple("shardId-000000000002", "shardId-000000000003"),
                        tuple("shardId-000000000004", "shardId-000000000005"));

        scale(3);
        BigInteger third = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(3));
        assertThat(open()).extracting(ShardView::startingHashKey).contains(BigInteger.ZERO, third);
        assertThat(open()).hasSize(3);

        assertThatThrownBy(() -> scale(4)).isInstanceOf(LimitExceededException.class);
    }

    private UpdateShardCountResponse scale(int target) {
        return Sdk.get(client.updateShardCount(
                r -> r.streamName("s").targetShardCount(target).scalingType(ScalingType.UNIFORM_SCALING)));
    }

    private List<ShardView> open() {
        return kinesis.shards("s").stream().filter(ShardView::open).toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotChangeTheRetentionIsRefused(Wire wire) {
        connect(wire);
        assertThatThrownBy(() -> Sdk.get(client.increaseStreamRetentionPeriod(
                        r -> r.streamName("s").retentionPeriodHours(24))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("can not be the same as existing retention period (24 hours)");
        assertThatThrownBy(() -> Sdk.get(client.decreaseStreamRetentionPeriod(
                        r -> r.streamName("s").retentionPeriodHours(24))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("can not be the same as existing retention period (24 hours)");
    }

    @ParameterizedTest
    @EnumSource
    void retentionGrowsByOneCallAndShrinksByTheOther(Wire wire) {
        connect(wire);
        Sdk.get(client.increaseStreamRetentionPeriod(r -> r.streamName("s").retentionPeriodHours(48)));
        assertThat(summary().retentionPeriodHours()).isEqualTo(48);
        assertThatThrownBy(() -> Sdk.get(client.increaseStreamRetentionPeriod(
                        r -> r.streamName("s").retentionPeriodHours(24))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("can not be shorter than existing retention period (48 hours)");
        assertThatThrownBy(() -> Sdk.get(client.increaseStreamRetentionPeriod(
                        r -> r.streamName("s").retentionPeriodHours(8761))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("8760");
        Sdk.get(client.decreaseStreamRetentionPeriod(r -> r.streamName("s").retentionPeriodHours(24)));
        assertThat(summary().retentionPeriodHours()).isEqualTo(24);
        assertThatThrownBy(() -> Sdk.get(client.decreaseStreamRetentionPeriod(
                        r -> r.streamName("s").retentionPeriodHours(23))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Minimum allowed retention period is 24 hours");
    }

    @ParameterizedTest
    @EnumSource
    void aStreamMayBeSetToTakeRecordsOfUpToTenMebibytes(Wire wire) {
        connect(wire);
        SdkBytes big = SdkBytes.fromByteArray(new byte[2 << 20]);
        assertThatThrownBy(() -> Sdk.get(client.putRecord(
                        r -> r.streamName("s").partitionKey("k").data(big))))
                .isInstanceOf(KinesisException.class)
                .hasMessageContaining("1048576");
        Sdk.get(client.updateMaxRecordSize(
                r -> r.streamARN(kinesis.streamArn("s")).maxRecordSizeInKiB(10_240)));
        assertThat(summary().maxRecordSizeInKiB()).isEqualTo(10_240);
        Sdk.get(client.putRecord(r -> r.streamName("s").partitionKey("k").data(big)));
        assertThat(kinesis.records("s")).singleElement().satisfies(r -> assertThat(r.data())
                .hasSize(2 << 20));
        assertThatThrownBy(() -> Sdk.get(client.updateMaxRecordSize(
                        r -> r.streamARN(kinesis.streamArn("s")).maxRecordSizeInKiB(1023))))
                .isInstanceOf(KinesisException.class);
        Sdk.get(client.createStream(r -> r.streamName("wide").shardCount(1).maxRecordSizeInKiB(2048)));
        assertThat(Sdk.get(client.describeStreamSummary(r -> r.streamName("wide")))
                        .streamDescriptionSummary()
                        .maxRecordSizeInKiB())
                .isEqualTo(2048);
    }

    @ParameterizedTest
    @EnumSource
    void theModeIsSwitchedAsOftenAsIsAllowedADayAndOnDemandShardsAreNotTheCallers(Wire wire) {
        connect(wire);
        mode(StreamMode.ON_DEMAND);
        assertThat(summary().streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
        assertThatThrownBy(() -> scale(4)).isInstanceOf(KinesisException.class).hasMessageContaining("ON_DEMAND");
        mode(StreamMode.PROVISIONED);
        assertThat(summary().streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
        assertThatThrownBy(() -> mode(StreamMode.ON_DEMAND)).isInstanceOf(LimitExceededException.class);
    }

    @ParameterizedTest
    @EnumSource
    void streamsOnDemandAreAsManyAndAsLargeAsTheRulesSay(Wire wire) {
        connect(wire);
        createOnDemand("first");
        assertThat(kinesis.shards("first")).hasSize(3);
        createOnDemand("second");
        assertThatThrownBy(() -> createOnDemand("third"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("2 on-demand streams");
        assertThatThrownBy(() -> mode(StreamMode.ON_DEMAND)).isInstanceOf(LimitExceededException.class);
        DescribeLimitsResponse limits = Sdk.get(client.describeLimits());
        assertThat(limits.onDemandStreamCount()).isEqualTo(2);
        assertThat(limits.onDemandStreamCountLimit()).isEqualTo(2);
    }

    private void createOnDemand(String name) {
        Sdk.get(client.createStream(
                r -> r.streamName(name).streamModeDetails(d -> d.streamMode(StreamMode.ON_DEMAND))));
    }

    private void mode(StreamMode mode) {
        Sdk.get(client.updateStreamMode(
                r -> r.streamARN(kinesis.streamArn("s")).streamModeDetails(d -> d.streamMode(mode))));
    }

    @ParameterizedTest
    @EnumSource
    void streamsAndConsumersAreTagged(Wire wire) {
        connect(wire);
        Sdk.get(client.addTagsToStream(r -> r.streamName("s").tags(Map.of("a", "1", "b", "2"))));
        String arn = kinesis.streamArn("s");
        Sdk.get(client.tagResource(r -> r.resourceARN(arn).tags(Map.of("a", "3", "c", ""))));
        ListTagsForStreamResponse page =
                Sdk.get(client.listTagsForStream(r -> r.streamName("s").limit(2)));
        assertThat(map(page.tags())).isEqualTo(Map.of("a", "3", "b", "2"));
        assertThat(page.hasMoreTags()).isTrue();
        assertThat(map(Sdk.get(client.listTagsForStream(r -> r.streamName("s").exclusiveStartTagKey("b")))
                        .tags()))
                .isEqualTo(Map.of("c", ""));
        assertThatThrownBy(() ->
                        Sdk.get(client.addTagsToStream(r -> r.streamName("s").tags(Map.of("d", "4")))))
                .isInstanceOf(LimitExceededException.class);
        Sdk.get(client.removeTagsFromStream(r -> r.streamName("s").tagKeys("b")));
        Sdk.get(client.untagResource(r -> r.resourceARN(arn).tagKeys("c", "none")));
        assertThat(map(Sdk.get(client.listTagsForResource(r -> r.resourceARN(arn)))
                        .tags()))
                .isEqualTo(Map.of("a", "3"));

        String consumer = Sdk.get(client.registerStreamConsumer(
                        r -> r.streamARN(arn).consumerName("app").tags(Map.of("team", "x"))))
                .consumer()
                .consumerARN();
        assertThat(map(Sdk.get(client.listTagsForResource(r -> r.resourceARN(consumer)))
                        .tags()))
                .isEqualTo(Map.of("team", "x"));
        assertThatThrownBy(() -> Sdk.get(client.listTagsForResource(r -> r.resourceARN(consumer + "1"))))
                .isInstanceOf(ResourceNotFoundException.class);
        Sdk.get(client.createStream(r -> r.streamName("t").shardCount(1).tags(Map.of("k", "v"))));
        assertThat(map(Sdk.get(client.listTagsForStream(r -> r.streamName("t"))).tags()))
                .isEqualTo(Map.of("k", "v"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsToBeMadeWithTooManyTagsIsNotMade(Wire wire) {
        connect(wire);
        Map<String, String> tooMany = Map.of("a", "1", "b", "2", "c", "3", "d", "4");
        assertThatThrownBy(() -> Sdk.get(
                        client.createStream(r -> r.streamName("t").shardCount(1).tags(tooMany))))
                .isInstanceOf(LimitExceededException.class);
        assertThat(kinesis.streams()).containsExactly("s");
        String arn = kinesis.streamArn("s");
        assertThatThrownBy(() -> Sdk.get(client.registerStreamConsumer(
                        r -> r.streamARN(arn).consumerName("app").tags(tooMany))))
                .isInstanceOf(LimitExceededException.class);
        assertThat(kinesis.consumers("s")).isEmpty();
    }

    private static Map<String, String> map(List<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }

    @ParameterizedTest
    @EnumSource
    void theAccountIsDescribed(Wire wire) {
        connect(wire);
        DescribeLimitsResponse limits = Sdk.get(client.describeLimits());
        assertThat(limits.shardLimit()).isEqualTo(20_000);
        assertThat(limits.openShardCount()).isEqualTo(2);
        assertThat(limits.onDemandStreamCount()).isZero();
        assertThat(Sdk.get(client.describeAccountSettings(r -> {}))
                        .minimumThroughputBillingCommitment()
                        .status())
                .isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.DISABLED);
    }

    private StreamDescriptionSummary summary() {
        return Sdk.get(client.describeStreamSummary(r -> r.streamName("s"))).streamDescriptionSummary();
    }
}
