package io.github.camelconduit.kinesis;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
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

/** How the subscriptions of many shards are opened, seen from the timer that has them opened and the client that is asked for them. */
class FirstSubscriptionsIT extends EmbeddedStreamTest {

    private static final int SHARDS = 200;

    /** Notes when it is asked to subscribe, and never answers that; all else it leaves to a client. */
    private record Subscribed(KinesisAsyncClient others, AtomicInteger asked) implements KinesisAsyncClient {

        @Override
        public CompletableFuture<Void> subscribeToShard(
                SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
            asked.incrementAndGet();
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
                new AtomicInteger());
    }

    @Test
    @Tag("failure-mode-12")
    void areSpreadSoThatTheyNeedNoBurstOfConnections() throws Exception {
        Queue<Long> delays = new ConcurrentLinkedQueue<>();
        camel.getExecutorServiceManager().setThreadPoolFactory(new DefaultThreadPoolFactory() {
            @Override
            public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory factory) {
                return new ScheduledThreadPoolExecutor(profile.getPoolSize(), factory) {
                    @Override
                    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                        delays.add(unit.toMillis(delay));
                        return super.schedule(task, delay, unit);
                    }
                };
            }
        });
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
            await().atMost(LIMIT).until(() -> client.asked().get() == SHARDS);

            // Five milliseconds apart; when they are run is the machine's affair.
            assertThat(delays)
                    .containsAll(
                            LongStream.range(0, SHARDS).map(i -> 5 * i).boxed().toList());
            camel.getRouteController().stopRoute("reader");
        }
    }
}
