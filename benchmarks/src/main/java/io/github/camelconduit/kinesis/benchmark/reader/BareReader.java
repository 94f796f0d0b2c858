package io.github.camelconduit.kinesis.benchmark.reader;

import java.util.ArrayList;
import java.util.List;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** The AWS SDK alone: a subscription to each shard, and a subscriber that counts. The most that any user of it can do. */
final class BareReader implements Reader {

    private final Source source;
    private final Meter meter;
    private final KinesisAsyncClient client;

    BareReader(Source source, Meter meter) {
        this.source = source;
        this.meter = meter;
        this.client = Clients.subscriptions(source.endpoint());
    }

    @Override
    public void start() {
        String streamArn = client.describeStreamSummary(r -> r.streamName(source.stream()))
                .join()
                .streamDescriptionSummary()
                .streamARN();
        String consumerArn = client.registerStreamConsumer(
                        r -> r.streamARN(streamArn).consumerName(source.application()))
                .join()
                .consumer()
                .consumerARN();
        while (client.describeStreamConsumer(r -> r.consumerARN(consumerArn))
                        .join()
                        .consumerDescription()
                        .consumerStatus()
                != ConsumerStatus.ACTIVE) {
            Thread.onSpinWait();
        }
        for (String shardId : shardIds()) {
            client.subscribeToShard(
                    r -> r.consumerARN(consumerArn)
                            .shardId(shardId)
                            .startingPosition(p -> p.type(ShardIteratorType.TRIM_HORIZON)),
                    SubscribeToShardResponseHandler.builder()
                            .onEventStream(publisher -> publisher.subscribe(new Counter()))
                            .onError(cause -> {
                                throw new IllegalStateException(cause);
                            })
                            .build());
        }
    }

    private List<String> shardIds() {
        List<String> ids = new ArrayList<>();
        client.listShards(r -> r.streamName(source.stream())).join().shards().stream()
                .map(Shard::shardId)
                .forEach(ids::add);
        return ids;
    }

    /** Asks for one event after the other. */
    private final class Counter implements Subscriber<SubscribeToShardEventStream> {

        private Subscription subscription;

        @Override
        public void onSubscribe(Subscription opened) {
            subscription = opened;
            opened.request(1);
        }

        @Override
        public void onNext(SubscribeToShardEventStream event) {
            if (event instanceof SubscribeToShardEvent shardEvent) {
                if (meter.isTimed()) {
                    shardEvent.records().forEach(r -> meter.time(r.data().asByteArrayUnsafe()));
                }
                meter.arrived(shardEvent.records().size());
            }
            meter.whenOpen(() -> subscription.request(1));
        }

        @Override
        public void onError(Throwable cause) {
            Thread.currentThread().getUncaughtExceptionHandler().uncaughtException(Thread.currentThread(), cause);
        }

        @Override
        public void onComplete() {
            // Its time is over: measurements are shorter.
        }
    }
}
