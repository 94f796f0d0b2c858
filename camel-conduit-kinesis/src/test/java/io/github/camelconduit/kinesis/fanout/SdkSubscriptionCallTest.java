package io.github.camelconduit.kinesis.fanout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of what the SDK hands over: by the SDK against a server, and by a client that plays it. */
class SdkSubscriptionCallTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Noting noted = new Noting();
    private AutoCloseable server = () -> {};

    /** Notes what it is told. */
    private static class Noting implements SubscriptionCall.Observer {
        final List<ShardEvent> events = new CopyOnWriteArrayList<>();
        final List<Throwable> failures = new CopyOnWriteArrayList<>();

        @Override
        public void opened() {}

        @Override
        public void event(ShardEvent event) {
            events.add(event);
        }

        @Override
        public void completed() {}

        @Override
        public void failed(Throwable cause) {
            failures.add(cause);
        }
    }

    /** Hands its subscriber over to the test. */
    private static final class PlayedClient implements KinesisAsyncClient, Subscription {
        final AtomicReference<org.reactivestreams.Subscriber<? super SubscribeToShardEventStream>> subscriber =
                new AtomicReference<>();
        final CompletableFuture<Void> future = new CompletableFuture<>();
        volatile boolean cancelled;

        @Override
        public CompletableFuture<Void> subscribeToShard(
                SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
            handler.onEventStream(SdkPublisher.adapt(to -> {
                subscriber.set(to);
                to.onSubscribe(this);
            }));
            return future;
        }

        @Override
        public void request(long events) {}

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public String serviceName() {
            return "kinesis";
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static SubscribeToShardRequest request(String consumerArn) {
        return StartingPositions.request(consumerArn, "shardId-000000000000", Position.TRIM_HORIZON, false);
    }

    private static SubscribeToShardEvent event(String sequenceNumber) {
        Record.Builder one = Record.builder()
                .partitionKey("key")
                .approximateArrivalTimestamp(Instant.EPOCH)
                .data(SdkBytes.fromUtf8String("data"));
        return SubscribeToShardEventStream.subscribeToShardEventBuilder()
                .continuationSequenceNumber(sequenceNumber)
                .millisBehindLatest(0L)
                .records(one.sequenceNumber(sequenceNumber).build())
                .build();
    }

    @Test
    @Tag("failure-mode-17")
    void whatIsThrownWhereAnEventIsTakenFailsTheSubscriptionAndEndsIt() {
        PlayedClient client = new PlayedClient();
        Noting refusing = new Noting() {
            @Override
            public void event(ShardEvent event) {
                super.event(event);
                throw new NoClassDefFoundError("cannot take it");
            }
        };
        new SdkSubscriptionCall(client).open(request("arn:consumer"), refusing);

        client.subscriber.get().onNext(event("1"));

        assertThat(refusing.failures.get(0)).hasMessage("cannot take it");
        assertThat(client.cancelled).isTrue();
        assertThat(client.future).isCancelled();
    }

    @Test
    @Tag("failure-mode-17")
    void anEventThatCannotBeConvertedFailsTheSubscriptionAndEndsIt() {
        PlayedClient client = new PlayedClient();
        new SdkSubscriptionCall(client).open(request("arn:consumer"), noted);
        SubscribeToShardEvent withoutData = SubscribeToShardEventStream.subscribeToShardEventBuilder()
                .records(Record.builder().sequenceNumber("1").build())
                .build();

        client.subscriber.get().onNext(event("1"));
        client.subscriber.get().onNext(withoutData);

        assertThat(noted.events).hasSize(1);
        assertThat(noted.failures.get(0)).isInstanceOf(NullPointerException.class);
        assertThat(client.cancelled).isTrue();
    }

    @Test
    void whatIsNoJsonIsNoFailureOfTheConnection() {
        EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 1)
                .start();
        KinesisAsyncClient client = KinesisAsyncClient.builder()
                .endpointOverride(kinesis.endpoint())
                .region(Region.of(kinesis.region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
        server = () -> {
            client.close();
            kinesis.close();
        };
        String consumer = client.registerStreamConsumer(request ->
                        request.streamARN(kinesis.streamArn("orders")).consumerName("reader"))
                .join()
                .consumer()
                .consumerARN();
        kinesis.put("orders", "key", "data".getBytes(StandardCharsets.UTF_8));
        kinesis.faults().malformedJson().once();

        new SdkSubscriptionCall(client).open(request(consumer), noted).request(1);

        await().atMost(LIMIT).until(() -> !noted.failures.isEmpty());
        assertThat(noted.failures).allSatisfy(failure -> assertThat(SubscriptionFailure.of(failure))
                .isEqualTo(SubscriptionFailure.MALFORMED));
    }
}
