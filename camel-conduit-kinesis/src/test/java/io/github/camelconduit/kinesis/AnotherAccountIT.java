package io.github.camelconduit.kinesis;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersResponse;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

import io.github.camelconduit.kinesis.Received.Count;

import static org.assertj.core.api.Assertions.assertThat;

/** Reading of a stream that another account has opened to ours. */
class AnotherAccountIT extends EmbeddedStreamTest {

    private static final String OWNER = "210987654321";
    private static final String ARN = "arn:aws:kinesis:us-east-1:" + OWNER + ":stream/orders";

    /**
     * The service as a reader of another account's stream sees it: a name is that of one's own stream, of which there is
     * none, and a stream consumer is described only by its ARN.
     */
    private record Service(KinesisAsyncClient server, Queue<String> denied) implements KinesisAsyncClient {

        private static final String SERVER = "000000000000";

        private String known(String arn) {
            if (arn == null || !arn.contains(":" + OWNER + ":")) {
                denied.add(String.valueOf(arn));
                throw AccessDeniedException.builder().message("not allowed").build();
            }
            return arn.replace(OWNER, SERVER);
        }

        private static String shown(String arn) {
            return arn.replace(SERVER, OWNER);
        }

        @Override
        public CompletableFuture<DescribeStreamSummaryResponse> describeStreamSummary(
                DescribeStreamSummaryRequest request) {
            String arn = known(request.streamARN());
            return server.describeStreamSummary(r -> r.streamARN(arn))
                    .thenApply(answer -> answer.copy(a -> a.streamDescriptionSummary(answer.streamDescriptionSummary()
                            .copy(s -> s.streamARN(
                                    shown(answer.streamDescriptionSummary().streamARN()))))));
        }

        @Override
        public CompletableFuture<ListShardsResponse> listShards(ListShardsRequest request) {
            return server.listShards(
                    request.nextToken() != null ? request : request.copy(r -> r.streamARN(known(request.streamARN()))));
        }

        @Override
        public CompletableFuture<DescribeStreamConsumerResponse> describeStreamConsumer(
                DescribeStreamConsumerRequest request) {
            return CompletableFuture.failedFuture(
                    AccessDeniedException.builder().message("not allowed").build());
        }

        @Override
        public CompletableFuture<ListStreamConsumersResponse> listStreamConsumers(ListStreamConsumersRequest request) {
            return server.listStreamConsumers(request.copy(r -> r.streamARN(known(request.streamARN()))))
                    .thenApply(answer -> answer.copy(a -> a.consumers(answer.consumers().stream()
                            .map(one -> one.copy(c -> c.consumerARN(shown(one.consumerARN()))))
                            .toList())));
        }

        @Override
        public CompletableFuture<RegisterStreamConsumerResponse> registerStreamConsumer(
                RegisterStreamConsumerRequest request) {
            return server.registerStreamConsumer(
                    r -> r.streamARN(known(request.streamARN())).consumerName(request.consumerName()));
        }

        @Override
        public CompletableFuture<Void> subscribeToShard(
                SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
            return server.subscribeToShard(request.copy(r -> r.consumerARN(known(request.consumerARN()))), handler);
        }

        @Override
        public String serviceName() {
            return server.serviceName();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    @Test
    void isReadByTheArnsOfTheStreamAndOfTheStreamConsumerAndFoundAgain() throws Exception {
        put(50);
        try (Service service = new Service(
                KinesisAsyncClient.builder()
                        .endpointOverride(kinesis.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                        .build(),
                new ConcurrentLinkedQueue<>())) {
            camel.getRegistry().bind("client", service);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("conduit-kinesis:orders?streamArn=" + ARN + "&amazonKinesisAsyncClient=#client")
                            .routeId("reader")
                            .process(received);
                }
            });
            awaitReceived(50);

            camel.getRouteController().stopRoute("reader");
            camel.getRouteController().startRoute("reader");
            put(50);

            awaitReceived(100);
            assertThat(received.against(kinesis, "orders")).isEqualTo(Count.exactly(100));
            assertThat(service.denied()).isEmpty();
            assertThat(kinesis.consumers("orders")).hasSize(1);
            camel.getRouteController().stopRoute("reader");
        }
    }
}
