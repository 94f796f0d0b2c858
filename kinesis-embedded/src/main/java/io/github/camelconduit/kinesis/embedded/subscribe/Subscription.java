package io.github.camelconduit.kinesis.embedded.subscribe;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;

import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.SubscriptionView;
import io.github.camelconduit.kinesis.embedded.fault.CallTarget;
import io.github.camelconduit.kinesis.embedded.fault.EventEffect;
import io.github.camelconduit.kinesis.embedded.fault.Faults;
import io.github.camelconduit.kinesis.embedded.fault.Sequel;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.RateLimit;
import io.github.camelconduit.kinesis.embedded.stream.Shard;
import io.github.camelconduit.kinesis.embedded.stream.ShardBatch;
import io.github.camelconduit.kinesis.embedded.stream.StreamConsumer;

/**
 * One open subscription: pushes a shard's records from an index on until it ends.
 *
 * <p>Everything happens on the context of its connection, one step at a time; other threads only {@link #wake()} it or ask
 * it to {@link #end}. A step writes one event at most and then gives the event loop to others. While the response's write
 * queue is full, that is while the client's HTTP/2 window is used up, no event is built; the drain handler goes on.
 */
final class Subscription {

    private final KinesisStream stream;
    private final StreamConsumer consumer;
    private final Shard shard;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Vertx vertx;
    private final Context context;
    private final Rules rules;
    private final Faults faults;
    private final CallEntry entry;
    private final CallTarget target;
    private final Subscriptions owner;
    private final RateLimit pace;
    private final Instant openedAt = Instant.now();
    private final Runnable waker = this::wake;
    private final AtomicBoolean stepScheduled = new AtomicBoolean();

    // Only on the context.
    private long next;
    private long lastEventNanos;
    private long lifetimeTimer;
    private long idleTimer;
    private Ending owed;
    private boolean ended;
    // Written only on the context.
    private volatile long events;
    private volatile long records;

    /**
     * @param next  the index in the shard to read from
     * @param owner told of the end, on the context, before the client can know of it
     */
    Subscription(
            KinesisStream stream,
            StreamConsumer consumer,
            Shard shard,
            long next,
            HttpServerRequest request,
            Vertx vertx,
            Rules rules,
            Faults faults,
            CallEntry entry,
            Subscriptions owner) {
        this.stream = stream;
        this.consumer = consumer;
        this.shard = shard;
        this.next = next;
        this.request = request;
        this.response = request.response();
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.rules = rules;
        this.faults = faults;
        this.entry = entry;
        this.target = new CallTarget(entry.operation(), consumer.streamName(), shard.id());
        this.owner = owner;
        this.pace = owner.pace(stream, consumer, shard.id());
    }

    KinesisStream stream() {
        return stream;
    }

    StreamConsumer consumer() {
        return consumer;
    }

    String shardId() {
        return shard.id();
    }

    SubscriptionView view() {
        return new SubscriptionView(consumer.streamName(), shard.id(), consumer.arn(), openedAt, events, records);
    }

    /** Is never started; whoever asks it to end has nothing to tell the client. On the context. */
    void abandon() {
        ended = true;
    }

    /** Answers the call and begins to push. On the context, with the response's headers set. */
    void start() {
        response.exceptionHandler(e -> finish(Ending.gone(
                e instanceof StreamResetException
                        ? SubscriptionEnd.CLIENT_CANCELLED
                        : SubscriptionEnd.CONNECTION_CLOSED)));
        response.closeHandler(v -> finish(Ending.gone(SubscriptionEnd.CONNECTION_CLOSED)));
        response.drainHandler(v -> wake());
        response.write(EventStreamFrame.initialResponse());
        lastEventNanos = System.nanoTime();
        long lifetimeMillis = rules.subscriptionLifetime().toMillis();
        lifetimeTimer =
                vertx.setTimer(Math.max(1, lifetimeMillis), id -> endOrOwe(Ending.complete(SubscriptionEnd.EXPIRED)));
        idleTimer = vertx.setTimer(idleMillis(), id -> idle());
        shard.addListener(waker);
        faults.opened(target).ifPresent(this::follow);
        wake();
    }

    /** Has the subscription look for something to send, soon. From any thread, cheap when it is about to look anyway. */
    void wake() {
        if (stepScheduled.compareAndSet(false, true)) {
            context.runOnContext(v -> step());
        }
    }

    /** Goes on as a fault wants it, from any thread. */
    void followSoon(Sequel sequel) {
        context.runOnContext(v -> {
            if (!ended) {
                follow(sequel);
            }
        });
    }

    /** Ends it, from any thread; while it is silenced, later. */
    void end(Ending ending) {
        context.runOnContext(v -> endOrOwe(ending));
    }

    /** Ends it whether it is silenced or not, from any thread. */
    void endNow(Ending ending) {
        context.runOnContext(v -> finish(ending));
    }

    private void endOrOwe(Ending ending) {
        if (ended) {
            return;
        }
        if (ending.isTold() && faults.silenced(target)) {
            owed = ending;
        } else {
            finish(ending);
        }
    }

    /** Ends it as it would have ended while it was silenced; whether there is such an end. */
    private boolean endAsOwed() {
        if (owed == null) {
            return false;
        }
        finish(owed);
        return true;
    }

    private void step() {
        // Before looking: what arrives from now on schedules the next step.
        stepScheduled.set(false);
        if (ended || response.writeQueueFull() || faults.silenced(target)) {
            return;
        }
        if (endAsOwed()) {
            return;
        }
        long visibleBefore = System.currentTimeMillis() - rules.pushDelay().toMillis();
        long paused = pace.millisUntilFree();
        if (paused > 0) {
            vertx.setTimer(paused, id -> wake());
            return;
        }
        ShardBatch batch = shard.read(next, rules.maxEventRecords(), rules.maxEventBytes(), visibleBefore);
        next = batch.next();
        if (!batch.records().isEmpty()) {
            pace.take(batch.bytes());
            EventStreamFrame frame = ShardEvent.records(batch);
            send(frame.finish(), batch.records().size(), false).onComplete(written -> frame.release());
        } else if (batch.ended()) {
            send(ShardEvent.end(shard.children()), 0, true);
            finish(Ending.complete(SubscriptionEnd.SHARD_END));
            return;
        }
        if (batch.visibleIn() > 0) {
            vertx.setTimer(batch.visibleIn(), id -> wake());
        } else if (batch.millisBehind() > 0 || batch.ended()) {
            wake();
        }
    }

    private void idle() {
        long quietMillis = (System.nanoTime() - lastEventNanos) / 1_000_000;
        if (quietMillis < idleMillis()) {
            idleTimer = vertx.setTimer(idleMillis() - quietMillis, id -> idle());
            return;
        }
        idleTimer = vertx.setTimer(idleMillis(), id -> idle());
        if (response.writeQueueFull() || faults.silenced(target) || endAsOwed()) {
            return;
        }
        String continuation = shard.idleContinuation(next);
        if (continuation == null) {
            wake();
        } else {
            send(ShardEvent.idle(continuation), 0, false);
        }
    }

    private long idleMillis() {
        return Math.max(1, rules.idleEventInterval().toMillis());
    }

    /** Completes when the frame is no longer needed. */
    private Future<Void> send(Buffer frame, int recordCount, boolean endsShard) {
        lastEventNanos = System.nanoTime();
        Optional<EventEffect> effect =
                faults.any() ? faults.onEvent(new FramedEvent(target, frame, endsShard)) : Optional.empty();
        if (effect.isEmpty()) {
            count(recordCount);
            return response.write(frame);
        }
        if (effect.get().frame() != null) {
            count(effect.get().carriesRecords() ? recordCount : 0);
            response.write(Buffer.buffer(effect.get().frame()));
        }
        follow(effect.get().sequel());
        return Future.succeededFuture();
    }

    private void count(int recordCount) {
        events++;
        records += recordCount;
        entry.eventSent(recordCount);
    }

    /** Goes on as a fault wants it. */
    private void follow(Sequel sequel) {
        owner.follow(sequel, this, request).ifPresent(this::finish);
    }

    private void finish(Ending ending) {
        if (ended) {
            return;
        }
        ended = true;
        shard.removeListener(waker);
        vertx.cancelTimer(lifetimeTimer);
        vertx.cancelTimer(idleTimer);
        entry.ended(ending.reason());
        owner.ended(this);
        ending.onWire().accept(request);
    }
}
