package io.github.camelconduit.kinesis.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** Writes down which callbacks one subscription of the SDK makes, in which order and with which exceptions. */
final class Witness implements SubscribeToShardResponseHandler, Subscriber<SubscribeToShardEventStream> {

    private final List<String> callbacks = new ArrayList<>();
    private final List<SubscribeToShardEvent> events = new ArrayList<>();
    private CompletableFuture<Void> call;
    private volatile boolean over;
    private volatile Throwable failure;

    static Witness subscribe(KinesisAsyncClient client, String consumerArn, String shardId) {
        Witness witness = new Witness();
        witness.call = client.subscribeToShard(
                SubscribeToShardRequest.builder()
                        .consumerARN(consumerArn)
                        .shardId(shardId)
                        .startingPosition(StartingPosition.builder()
                                .type(ShardIteratorType.TRIM_HORIZON)
                                .build())
                        .build(),
                witness);
        witness.call.whenComplete((v, e) -> {
            witness.note(e == null ? "future: normal" : "future: " + nameOf(e));
            witness.over = true;
        });
        return witness;
    }

    /** The exception's name, with that of its cause in brackets; what is behind an IOException differs by machine. */
    static String nameOf(Throwable e) {
        if (e instanceof IOException) {
            return IOException.class.getSimpleName();
        }
        String name = e.getClass().getSimpleName();
        return e.getCause() == null ? name : name + "(" + nameOf(e.getCause()) + ")";
    }

    private synchronized void note(String callback) {
        callbacks.add(callback);
    }

    @Override
    public void responseReceived(SubscribeToShardResponse response) {
        note("responseReceived");
    }

    @Override
    public void onEventStream(SdkPublisher<SubscribeToShardEventStream> publisher) {
        publisher.subscribe(this);
    }

    @Override
    public void exceptionOccurred(Throwable throwable) {
        note("exceptionOccurred: " + nameOf(throwable));
    }

    @Override
    public void complete() {
        note("complete");
    }

    @Override
    public void onSubscribe(Subscription s) {
        s.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(SubscribeToShardEventStream event) {
        if (event instanceof SubscribeToShardEvent shardEvent) {
            events.add(shardEvent);
            note("onNext");
        }
    }

    @Override
    public void onError(Throwable t) {
        failure = t;
        note("onError: " + nameOf(t));
    }

    @Override
    public void onComplete() {
        note("onComplete");
    }

    synchronized List<SubscribeToShardEvent> events() {
        return List.copyOf(events);
    }

    void awaitEvents(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> over || events().size() >= count);
    }

    /** Waits until the call is over and so many callbacks came after the last event: the future is not always the last. */
    Witness awaitEnding(int callbacks) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> over);
        Awaitility.await("callbacks " + callbacks)
                .atMost(Duration.ofSeconds(20))
                .until(() -> ending().split(", ").length >= callbacks);
        return awaitEnd();
    }

    /** Waits until no event arrives for so long; those that are on their way may still arrive. */
    void awaitQuiet(Duration time) {
        int[] seen = {-1};
        Awaitility.await()
                .during(time)
                .atMost(Duration.ofSeconds(20))
                .until(() -> seen[0] == (seen[0] = events().size()));
    }

    /** Waits until the call is over and no callback follows any more. */
    Witness awaitEnd() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> over);
        int[] seen = {0};
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> seen[0] == (seen[0] = callbacks().size()));
        return this;
    }

    /** What the subscriber was told; null when nothing went wrong. */
    Throwable failure() {
        return failure;
    }

    boolean isOver() {
        return over;
    }

    synchronized List<String> callbacks() {
        return List.copyOf(callbacks);
    }

    /** The callbacks after the last event, in order, for the table in the documentation. */
    String ending() {
        List<String> all = callbacks();
        int last = Math.max(all.lastIndexOf("onNext"), all.indexOf("responseReceived"));
        return String.join(", ", all.subList(last + 1, all.size()));
    }
}
