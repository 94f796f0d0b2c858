package io.github.camelconduit.kinesis.it;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;

/** Takes a subscription's events until they hold so many records, at least one event; then it cancels. */
final class EventCollector implements Subscriber<SubscribeToShardEventStream> {

    private final List<SubscribeToShardEvent> events;
    private final int records;
    private final CompletableFuture<Void> enough;
    private Subscription subscription;

    /** @param enough completed when there is enough, or the subscription has ended */
    EventCollector(List<SubscribeToShardEvent> events, int records, CompletableFuture<Void> enough) {
        this.events = events;
        this.records = records;
        this.enough = enough;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(SubscribeToShardEventStream event) {
        if (event instanceof SubscribeToShardEvent one) {
            events.add(one);
            if (events.stream().mapToInt(e -> e.records().size()).sum() >= records) {
                enough.complete(null);
                subscription.cancel();
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        enough.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        enough.complete(null);
    }
}
