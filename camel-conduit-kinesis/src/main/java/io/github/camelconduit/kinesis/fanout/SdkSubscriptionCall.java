package io.github.camelconduit.kinesis.fanout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

import io.github.camelconduit.kinesis.delivery.ShardRecord;

/**
 * Subscribes through the AWS SDK. Uses a subscriber of its own: an exception thrown in one of the SDK's visitors is
 * swallowed and the stream ended as if all was well (aws-sdk-java-v2#4929).
 */
public final class SdkSubscriptionCall implements SubscriptionCall {

    private final KinesisAsyncClient client;

    /** @param client a client that speaks HTTP/2, without a limit on how long a call may take */
    public SdkSubscriptionCall(KinesisAsyncClient client) {
        this.client = client;
    }

    @Override
    public Handle open(SubscribeToShardRequest request, Observer observer) {
        Call call = new Call(observer);
        CompletableFuture<Void> future = client.subscribeToShard(request, call);
        call.future(future);
        return call;
    }

    /** One call: the SDK's handler and subscriber on one side, the handle on the other. */
    private static final class Call
            implements SubscribeToShardResponseHandler, Subscriber<SubscribeToShardEventStream>, Handle {

        private final Observer observer;
        // Guarded by this.
        private CompletableFuture<Void> future;
        private Subscription subscription;
        private long requestedBefore;
        private boolean cancelled;

        Call(Observer observer) {
            this.observer = observer;
        }

        void future(CompletableFuture<Void> opened) {
            boolean cancelNow;
            synchronized (this) {
                future = opened;
                cancelNow = cancelled;
            }
            if (cancelNow) {
                opened.cancel(false);
            }
            // Covers what never reaches the handler, such as a request that could not be signed.
            opened.whenComplete((nothing, cause) -> {
                if (cause != null) {
                    observer.failed(unwrap(cause));
                }
            });
        }

        @Override
        public void request(long events) {
            Subscription to;
            synchronized (this) {
                to = subscription;
                if (to == null) {
                    requestedBefore += events;
                }
            }
            if (to != null) {
                to.request(events);
            }
        }

        @Override
        public void cancel() {
            Subscription to;
            CompletableFuture<Void> call;
            synchronized (this) {
                cancelled = true;
                to = subscription;
                call = future;
            }
            if (to != null) {
                to.cancel();
            }
            if (call != null) {
                call.cancel(false);
            }
        }

        @Override
        public void responseReceived(SubscribeToShardResponse response) {
            observer.opened();
        }

        @Override
        public void onEventStream(SdkPublisher<SubscribeToShardEventStream> publisher) {
            publisher.subscribe(this);
        }

        @Override
        public void exceptionOccurred(Throwable cause) {
            observer.failed(unwrap(cause));
        }

        @Override
        public void complete() {
            observer.completed();
        }

        @Override
        public void onSubscribe(Subscription opened) {
            long events;
            boolean cancelNow;
            synchronized (this) {
                subscription = opened;
                events = requestedBefore;
                cancelNow = cancelled;
            }
            if (cancelNow) {
                opened.cancel();
            } else if (events > 0) {
                opened.request(events);
            }
        }

        @Override
        public void onNext(SubscribeToShardEventStream event) {
            try {
                if (event instanceof SubscribeToShardEvent shardEvent) {
                    observer.event(convert(shardEvent));
                } else {
                    // Of a kind that this SDK does not know: it was asked for in place of an event.
                    request(1);
                }
            } catch (Throwable e) {
                // Whatever it is: the SDK would end the stream as if all was well.
                observer.failed(e);
                cancel();
            }
        }

        @Override
        public void onError(Throwable cause) {
            observer.failed(unwrap(cause));
        }

        @Override
        public void onComplete() {
            observer.completed();
        }
    }

    private static ShardEvent convert(SubscribeToShardEvent event) {
        List<ShardRecord> records = new ArrayList<>(event.records().size());
        for (Record each : event.records()) {
            records.add(new ShardRecord(
                    each.sequenceNumber(),
                    each.partitionKey(),
                    each.approximateArrivalTimestamp(),
                    each.data().asByteArrayUnsafe()));
        }
        List<ChildShardLink> children = new ArrayList<>();
        if (event.hasChildShards()) {
            for (ChildShard child : event.childShards()) {
                children.add(new ChildShardLink(child.shardId(), new HashSet<>(child.parentShards())));
            }
        }
        long behind = event.millisBehindLatest() == null ? 0 : event.millisBehindLatest();
        return new ShardEvent(records, event.continuationSequenceNumber(), behind, children);
    }

    private static Throwable unwrap(Throwable cause) {
        return cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    }
}
