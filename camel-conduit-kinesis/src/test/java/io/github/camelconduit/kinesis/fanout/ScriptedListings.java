package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.SequenceNumberRange;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** A service that has the stream "orders", and is asked for listings of its shards, whose answers the test gives. */
final class ScriptedListings implements KinesisAsyncClient {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    final BlockingQueue<CompletableFuture<ListShardsResponse>> asked = new LinkedBlockingQueue<>();

    @Override
    public CompletableFuture<ListShardsResponse> listShards(ListShardsRequest request) {
        CompletableFuture<ListShardsResponse> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }

    @Override
    public CompletableFuture<DescribeStreamSummaryResponse> describeStreamSummary(
            DescribeStreamSummaryRequest request) {
        return CompletableFuture.completedFuture(DescribeStreamSummaryResponse.builder()
                .streamDescriptionSummary(summary -> summary.streamARN(OrdersReader.ARN)
                        .streamCreationTimestamp(Instant.EPOCH)
                        .streamStatus(StreamStatus.ACTIVE))
                .build());
    }

    /** Waits for the next call. */
    CompletableFuture<ListShardsResponse> next() throws InterruptedException {
        CompletableFuture<ListShardsResponse> call = asked.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(call).as("a call of ListShards").isNotNull();
        return call;
    }

    static ListShardsResponse of(Shard... shards) {
        return ListShardsResponse.builder().shards(List.of(shards)).build();
    }

    /**
     * @param parent null for none
     * @param last the last sequence number of a closed shard; null for an open one
     */
    static Shard shard(String shardId, String parent, String last) {
        return Shard.builder()
                .shardId(shardId)
                .parentShardId(parent)
                .hashKeyRange(HashKeyRange.builder()
                        .startingHashKey("0")
                        .endingHashKey("1")
                        .build())
                .sequenceNumberRange(SequenceNumberRange.builder()
                        .startingSequenceNumber("1")
                        .endingSequenceNumber(last)
                        .build())
                .build();
    }

    @Override
    public String serviceName() {
        return "kinesis";
    }

    @Override
    public void close() {}
}
