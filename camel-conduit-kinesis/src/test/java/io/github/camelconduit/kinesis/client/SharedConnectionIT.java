package io.github.camelconduit.kinesis.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.SubscriptionView;

import static org.awaitility.Awaitility.await;

/** Subscriptions share connections, and a connection's flow-control window. */
class SharedConnectionIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The last of them is the last on its connection, whether 2, 3, 4, 6, 8, 12 or 24 share one. */
    private static final int SHARDS = 24;

    private final CamelContext context = new DefaultCamelContext();
    private final EventLoops eventLoops = EventLoops.start(context);
    private final EmbeddedKinesis kinesis = EmbeddedKinesis.builder()
            .rules(Rules.fast())
            .endlessStream("orders", SHARDS, 1024)
            .start();
    private final KinesisClients clients = KinesisClients.create(configuration(), kinesis.region(), eventLoops);

    private ConduitKinesisConfiguration configuration() {
        ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();
        configuration.setStreamNameOrArn("orders");
        configuration.setUrl(kinesis.endpoint().toString());
        configuration.setAccessKeyId("id");
        configuration.setSecretAccessKey("secret");
        return configuration;
    }

    @AfterEach
    void close() {
        clients.close();
        eventLoops.close();
        kinesis.close();
        context.stop();
    }

    @Test
    @Tag("failure-mode-24")
    void aSubscriptionGoesOnWhenNothingIsTakenFromAnyOtherOnItsConnection() {
        String consumer = consumer();
        // One after the other, so that each connection is filled before the next is opened.
        List<Events> all = IntStream.range(0, SHARDS)
                .mapToObj(shard -> subscribe(consumer, shard))
                .toList();
        all.forEach(events -> events.subscription.request(1));
        all.forEach(events -> await().atMost(LIMIT).until(() -> events.received.get() == 1));
        await().atMost(LIMIT).during(Duration.ofMillis(300)).until(this::sent, new Unchanged()::test);

        // Many times what fits into any window.
        Events last = all.get(SHARDS - 1);
        last.subscription.request(100);

        await().atMost(LIMIT).until(() -> last.received.get() == 101);
    }

    private String consumer() {
        KinesisAsyncClient client = clients.calls();
        String stream = client.describeStreamSummary(r -> r.streamName("orders"))
                .join()
                .streamDescriptionSummary()
                .streamARN();
        return client.registerStreamConsumer(r -> r.streamARN(stream).consumerName("reader"))
                .join()
                .consumer()
                .consumerARN();
    }

    private Events subscribe(String consumer, int shard) {
        Events events = new Events();
        clients.subscriptions()
                .subscribeToShard(
                        r -> r.consumerARN(consumer)
                                .shardId("shardId-%012d".formatted(shard))
                                .startingPosition(p -> p.type(ShardIteratorType.TRIM_HORIZON)),
                        SubscribeToShardResponseHandler.builder()
                                .onEventStream(publisher -> publisher.subscribe(events))
                                .onError(cause -> {})
                                .build());
        await().atMost(LIMIT).until(() -> events.subscription != null);
        return events;
    }

    private long sent() {
        return kinesis.openSubscriptions().stream()
                .mapToLong(SubscriptionView::records)
                .sum();
    }

    /** Whether nothing more was sent since it was asked last: all windows are full. */
    private static final class Unchanged {

        private long before = -1;

        boolean test(long now) {
            boolean same = now == before;
            before = now;
            return same;
        }
    }

    private static final class Events implements Subscriber<SubscribeToShardEventStream> {

        private final AtomicLong received = new AtomicLong();
        private volatile Subscription subscription;

        @Override
        public void onSubscribe(Subscription opened) {
            subscription = opened;
        }

        @Override
        public void onNext(SubscribeToShardEventStream event) {
            received.incrementAndGet();
        }

        @Override
        public void onError(Throwable cause) {
            // Seen by what does not come.
        }

        @Override
        public void onComplete() {
            // Likewise.
        }
    }
}
