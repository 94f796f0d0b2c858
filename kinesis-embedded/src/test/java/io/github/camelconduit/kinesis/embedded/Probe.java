package io.github.camelconduit.kinesis.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** Takes one subscription's events in and remembers how it went. */
final class Probe implements SubscribeToShardResponseHandler, Subscriber<SubscribeToShardEventStream> {

    private static final Duration WAIT = Duration.ofSeconds(20);

    private final List<SubscribeToShardEvent> events = new CopyOnWriteArrayList<>();
    private final long demand;
    private volatile Subscription subscription;
    private volatile Throwable error;
    private volatile boolean completed;
    private CompletableFuture<Void> call;

    Probe(long demand) {
        this.demand = demand;
    }

    void call(CompletableFuture<Void> future) {
        call = future;
    }

    @Override
    public void responseReceived(SubscribeToShardResponse response) {}

    @Override
    public void onEventStream(SdkPublisher<SubscribeToShardEventStream> publisher) {
        publisher.subscribe(this);
    }

    @Override
    public void exceptionOccurred(Throwable throwable) {
        error = throwable;
    }

    @Override
    public void complete() {}

    @Override
    public void onSubscribe(Subscription s) {
        subscription = s;
        if (demand > 0) {
            s.request(demand);
        }
    }

    @Override
    public void onNext(SubscribeToShardEventStream event) {
        if (event instanceof SubscribeToShardEvent shardEvent) {
            events.add(shardEvent);
        }
    }

    @Override
    public void onError(Throwable t) {
        error = t;
    }

    @Override
    public void onComplete() {
        completed = true;
    }

    void request(long count) {
        subscription.request(count);
    }

    void cancel() {
        subscription.cancel();
    }

    /** Gives the call up, whether it has been answered or not. */
    void abandon() {
        call.cancel(true);
    }

    List<SubscribeToShardEvent> events() {
        return events;
    }

    List<Record> records() {
        List<Record> all = new ArrayList<>();
        events.forEach(e -> all.addAll(e.records()));
        return all;
    }

    List<String> texts() {
        return records().stream()
                .map(r -> r.data().asString(StandardCharsets.UTF_8))
                .toList();
    }

    SubscribeToShardEvent last() {
        return events.get(events.size() - 1);
    }

    boolean completed() {
        return completed;
    }

    Throwable error() {
        return error;
    }

    Probe awaitOpen() {
        Awaitility.await().atMost(WAIT).until(() -> subscription != null || error != null);
        return this;
    }

    Probe awaitRecords(int count) {
        Awaitility.await("records").atMost(WAIT).until(() -> records().size() >= count);
        return this;
    }

    Probe awaitEvents(int count) {
        Awaitility.await("events").atMost(WAIT).until(() -> events.size() >= count);
        return this;
    }

    /** Waits until there was an event like this, maybe long ago. */
    Probe awaitEvent(Predicate<SubscribeToShardEvent> wanted) {
        Awaitility.await("event").atMost(WAIT).until(() -> events.stream().anyMatch(wanted));
        return this;
    }

    /** Waits until the call is over, well or badly. */
    Probe awaitEnd() {
        Awaitility.await("end").atMost(WAIT).until(() -> call.isDone());
        return this;
    }

    /** Waits until the call has failed and gives the reason, without what wraps it. */
    Throwable awaitError() {
        awaitEnd();
        Throwable[] failure = new Throwable[1];
        call.whenComplete((v, e) -> failure[0] = e);
        Throwable cause = failure[0] == null ? error : failure[0];
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
