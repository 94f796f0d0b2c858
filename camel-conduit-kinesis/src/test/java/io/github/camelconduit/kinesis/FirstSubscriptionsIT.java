package io.github.camelconduit.kinesis;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How the subscriptions of many shards are opened, seen from the client that is asked for them. */
class FirstSubscriptionsIT extends EmbeddedStreamTest {

    private static final int SHARDS = 200;

    /** Notes when it is asked to subscribe, and never answers that; all else it leaves to a client. */
    private record Subscribed(KinesisAsyncClient others, Queue<Long> nanos) implements KinesisAsyncClient {

        @Override
        public CompletableFuture<Void> subscribeToShard(
                SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
            nanos.add(System.nanoTime());
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<DescribeStreamSummaryResponse> describeStreamSummary(
                DescribeStreamSummaryRequest request) {
            return others.describeStreamSummary(request);
        }

        @Override
        public CompletableFuture<ListShardsResponse> listShards(ListShardsRequest request) {
            return others.listShards(request);
        }

        @Override
        public CompletableFuture<DescribeStreamConsumerResponse> describeStreamConsumer(
                DescribeStreamConsumerRequest request) {
            return others.describeStreamConsumer(request);
        }

        @Override
        public CompletableFuture<RegisterStreamConsumerResponse> registerStreamConsumer(
                RegisterStreamConsumerRequest request) {
            return others.registerStreamConsumer(request);
        }

        @Override
        public String serviceName() {
            return others.serviceName();
        }

        @Override
        public void close() {
            others.close();
        }
    }

    private Subscribed client() {
        return new Subscribed(
                KinesisAsyncClient.builder()
                        .endpointOverride(kinesis.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                        .build(),
                new ConcurrentLinkedQueue<>());
    }

    @Test
    @Tag("failure-mode-12")
    void areSpreadSoThatTheyNeedNoBurstOfConnections() throws Exception {
        kinesis.createStream("wide", SHARDS);
        try (Subscribed client = client()) {
            camel.getRegistry().bind("client", client);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("conduit-kinesis:wide?amazonKinesisAsyncClient=#client")
                            .routeId("reader")
                            .process(received);
                }
            });
            await().atMost(LIMIT).until(() -> client.nanos().size() == SHARDS);

            long first =
                    client.nanos().stream().mapToLong(Long::longValue).min().orElseThrow();
            long last = client.nanos().stream().mapToLong(Long::longValue).max().orElseThrow();
            assertThat(TimeUnit.NANOSECONDS.toMillis(last - first)).isGreaterThanOrEqualTo(4 * SHARDS);
            camel.getRouteController().stopRoute("reader");
        }
    }
}
