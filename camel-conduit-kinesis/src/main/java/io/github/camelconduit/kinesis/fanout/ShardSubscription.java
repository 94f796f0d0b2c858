package io.github.camelconduit.kinesis.fanout;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

import io.github.camelconduit.kinesis.delivery.RecordBatch;
import io.github.camelconduit.kinesis.position.Position;

/**
 * Keeps one shard subscribed from where it stands to its end, whatever ends the subscriptions in between. The states
 * and what leads from one to another are drawn in the package's documentation; {@link #become} is the one place that
 * changes them.
 *
 * <p>Thread-safe: one lock, held shortly. The listener is told under it, so that batches of two attempts can never
 * cross; calls that may come back at once (request, cancel) are made outside.
 */
final class ShardSubscription {

    private static final Logger LOG = LoggerFactory.getLogger(ShardSubscription.class);

    private final String shardId;
    private final SubscriptionCall call;
    private final SubscriptionTimes times;
    private final Timers timers;
    private final Owner owner;
    private final boolean failOnRefusedPosition;

    // Guarded by this.
    private SubscriptionState state = SubscriptionState.WAITING_FOR_PARENTS;
    private Position position;
    private boolean tipFirst;
    private Attempt current;
    private long demand;
    private int failures;
    private long waitsFor;
    private long lastCall = Long.MIN_VALUE / 2;
    private long lastSuccess = Long.MIN_VALUE / 2;
    private long lastHeard;
    private long lastDemand;
    private long opened;
    private String lastError;
    private SubscriptionFailure lastFailure;

    /** Who a subscription belongs to. Called under the subscription's lock: nothing here may block. */
    interface Owner {

        String consumerArn();

        /** A batch came. */
        void received(RecordBatch batch);

        /** All of the shard is read. */
        void ended(String shardId, List<ChildShardLink> children);

        /**
         * The shard's stream says it has ended, but names no children: whether it is closed has to be looked up.
         * {@link ShardSubscription#endLookedUp} follows.
         */
        void endInDoubt(String shardId);

        /** The service does not know the stream consumer, the stream or the shard. */
        void notFound(String shardId, Throwable cause);

        /** The shard is not read any more, because of this. */
        void failed(String shardId, Exception cause);
    }

    /**
     * @param position from where to read
     * @param tipFirst whether the first call asks for the tip (LATEST); when it fails, what arrived since is still
     *     there from {@code position} on
     * @param failOnRefusedPosition whether a position that the service refuses ends the reading of the shard, instead
     *     of beginning with the oldest record
     */
    ShardSubscription(
            String shardId,
            Position position,
            boolean tipFirst,
            boolean failOnRefusedPosition,
            SubscriptionCall call,
            SubscriptionTimes times,
            Timers timers,
            Owner owner) {
        this.shardId = shardId;
        this.position = position;
        this.tipFirst = tipFirst;
        this.failOnRefusedPosition = failOnRefusedPosition;
        this.call = call;
        this.times = times;
        this.timers = timers;
        this.owner = owner;
    }

    /** All parents are done: opens the first subscription, after a delay that spreads those of many shards. */
    synchronized void start(long delayMillis) {
        if (state == SubscriptionState.WAITING_FOR_PARENTS) {
            openLater(SubscriptionState.RENEWING, delayMillis);
        }
    }

    /** Asks for so many more events. */
    void request(long events) {
        SubscriptionCall.Handle handle = null;
        synchronized (this) {
            if (demand == 0) {
                lastDemand = timers.now();
            }
            demand += events;
            if (state == SubscriptionState.RELEASED) {
                openLater(SubscriptionState.RENEWING, 0);
            } else if (current != null) {
                handle = current.handle;
            }
        }
        if (handle != null) {
            handle.request(events);
        }
    }

    /** Ends the subscription until {@link #resume}. */
    void pause() {
        Attempt over;
        synchronized (this) {
            if (state == SubscriptionState.WAITING_FOR_PARENTS || isOver()) {
                return;
            }
            over = become(SubscriptionState.PAUSED);
        }
        cancel(over);
    }

    synchronized void resume() {
        if (state == SubscriptionState.PAUSED) {
            openLater(SubscriptionState.RENEWING, 0);
        }
    }

    /** Ends the subscription for good. */
    void stop() {
        Attempt over;
        synchronized (this) {
            over = isOver() ? null : become(SubscriptionState.STOPPED);
        }
        cancel(over);
    }

    /** The answer to {@link Owner#endInDoubt}: whether the shard is closed. */
    void endLookedUp(boolean closed) {
        synchronized (this) {
            if (closed && !isOver()) {
                owner.received(new RecordBatch(shardId, List.of(), Position.ENDED, 0));
                finish(List.of());
            } else if (state == SubscriptionState.BACKING_OFF) {
                LOG.warn(
                        "Shard {} was reported as ended but is open: its subscription is opened again from {}.",
                        shardId,
                        position);
                openLater(SubscriptionState.BACKING_OFF, times.backoffMillis(++failures));
            }
        }
    }

    /** Looks whether the subscription has been silent, stuck or open for too long. Called every second or so. */
    void check() {
        Attempt over = null;
        synchronized (this) {
            long now = timers.now();
            if (state == SubscriptionState.SUBSCRIBING
                    && now - lastCall > times.silence().toMillis()) {
                over = failed(
                        SubscriptionFailure.CONNECTION,
                        "no answer for " + times.silence().toSeconds() + " s");
            } else if (state == SubscriptionState.STREAMING) {
                // Time in which nothing was requested says nothing about the service.
                long heard = Math.max(lastHeard, lastDemand);
                if (demand > 0 && now - heard > times.silence().toMillis()) {
                    over = failed(
                            SubscriptionFailure.CONNECTION,
                            "no event for " + times.silence().toSeconds() + " s");
                } else if (demand == 0 && now - lastHeard > times.release().toMillis()) {
                    LOG.debug("Shard {}: the route takes nothing; its subscription is given back.", shardId);
                    over = become(SubscriptionState.RELEASED);
                } else if (now - opened > times.refreshInterval().toMillis()) {
                    over = openLater(SubscriptionState.RENEWING, 0);
                }
            }
        }
        cancel(over);
    }

    synchronized SubscriptionState state() {
        return state;
    }

    synchronized Position position() {
        return position;
    }

    /** What the last failure was; null when none was since the last event. */
    synchronized String lastError() {
        return lastError;
    }

    /** What kind of failure the last one was; null when none was since the last event. */
    synchronized SubscriptionFailure lastFailure() {
        return lastFailure;
    }

    private boolean isOver() {
        return state == SubscriptionState.ENDED || state == SubscriptionState.STOPPED;
    }

    /**
     * The one place where the state changes. Whatever attempt was current is not any more when the new state has none.
     *
     * @return the attempt that is over and to be cancelled outside the lock; null when there is none
     */
    private Attempt become(SubscriptionState next) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("Shard {}: {} -> {} at {}", shardId, state, next, position);
        }
        state = next;
        waitsFor++;
        if (next == SubscriptionState.SUBSCRIBING || next == SubscriptionState.STREAMING) {
            return null;
        }
        Attempt over = current;
        current = null;
        return over;
    }

    /** Waits in a state that leads to the next attempt: as long as said, and as AWS's rules want at least. */
    private Attempt openLater(SubscriptionState via, long delayMillis) {
        Attempt over = become(via);
        long now = timers.now();
        long allowed = Math.max(
                lastCall + times.betweenCalls().toMillis(),
                lastSuccess + times.afterSuccess().toMillis());
        long token = waitsFor;
        timers.schedule(() -> open(token), Math.max(delayMillis, allowed - now));
        return over;
    }

    private void open(long token) {
        Attempt attempt;
        SubscribeToShardRequest request;
        synchronized (this) {
            if (token != waitsFor) {
                return;
            }
            if (demand == 0) {
                become(SubscriptionState.RELEASED);
                return;
            }
            become(SubscriptionState.SUBSCRIBING);
            attempt = new Attempt();
            current = attempt;
            lastCall = timers.now();
            request = SubscribeToShardRequest.builder()
                    .consumerARN(owner.consumerArn())
                    .shardId(shardId)
                    .startingPosition(tipFirst ? StartingPositions.TIP : StartingPositions.of(position))
                    .build();
            // Once is enough: asked for the tip again, the service would leave out what arrived in between.
            tipFirst = false;
        }
        SubscriptionCall.Handle handle;
        try {
            handle = call.open(request, attempt);
        } catch (RuntimeException e) {
            attempt.failed(e);
            return;
        }
        long events;
        boolean stale;
        synchronized (this) {
            attempt.handle = handle;
            stale = attempt != current;
            events = demand;
        }
        if (stale) {
            handle.cancel();
        } else {
            handle.request(events);
        }
    }

    /** Only called with the attempt being current. */
    private void accepted() {
        if (state == SubscriptionState.SUBSCRIBING) {
            become(SubscriptionState.STREAMING);
            opened = timers.now();
            lastSuccess = opened;
            lastHeard = opened;
        }
    }

    private void take(ShardEvent event) {
        accepted();
        if (demand > 0) {
            demand--;
        }
        lastHeard = timers.now();
        lastDemand = lastHeard;
        failures = 0;
        lastError = null;
        lastFailure = null;
        Position reached = position;
        if (!event.records().isEmpty()) {
            reached = Position.furthest(
                    reached,
                    Position.after(
                            event.records().get(event.records().size() - 1).sequenceNumber()));
        }
        if (!event.isEndOfShard()) {
            reached = Position.furthest(reached, Position.after(event.continuationSequenceNumber()));
        }
        position = reached;
        if (event.isEndOfShard() && !event.childShards().isEmpty()) {
            owner.received(new RecordBatch(shardId, event.records(), Position.ENDED, event.millisBehindLatest()));
            finish(event.childShards());
        } else {
            owner.received(new RecordBatch(shardId, event.records(), reached, event.millisBehindLatest()));
        }
    }

    private void finish(List<ChildShardLink> children) {
        position = Position.ENDED;
        become(SubscriptionState.ENDED);
        owner.ended(shardId, children);
    }

    /** Takes note of a failure and plans the next attempt. Returns what is to be cancelled. */
    private Attempt failed(SubscriptionFailure kind, String detail) {
        failures++;
        lastFailure = kind;
        lastError = kind.meaning() + " (" + detail + ")";
        long pause = kind.isSlow() ? times.slowBackoffMillis(failures) : times.backoffMillis(failures);
        // One failure of a connection is everyday life; what lasts, or what somebody has to mend, is not.
        if (failures == 1 && !kind.isSlow()) {
            LOG.info("Shard {}: {}; subscribing again from {} in {} ms.", shardId, lastError, position, pause);
        } else {
            LOG.warn(
                    "Shard {}: {}, failure {} in a row; subscribing again from {} in {} ms.",
                    shardId,
                    lastError,
                    failures,
                    position,
                    pause);
        }
        return openLater(SubscriptionState.BACKING_OFF, pause);
    }

    /**
     * The service does not take the position: it is older than what the stream keeps, or another stream's. Reading from
     * the oldest record on loses nothing that there still is.
     */
    private void positionRefused(String detail) {
        if (failOnRefusedPosition) {
            lastFailure = SubscriptionFailure.POSITION_REFUSED;
            lastError = lastFailure.meaning() + " (" + detail + ")";
            become(SubscriptionState.STOPPED);
            owner.failed(
                    shardId,
                    new IllegalStateException("Shard " + shardId + " cannot be read from " + position + ": " + lastError
                            + ". Its reading has stopped, as onInvalidPosition=fail says."));
            return;
        }
        LOG.warn(
                "Shard {}: {} ({}). What was lost to retention between {} and the oldest record is lost; reading goes on"
                        + " from the oldest.",
                shardId,
                SubscriptionFailure.POSITION_REFUSED.meaning(),
                detail,
                position);
        position = Position.TRIM_HORIZON;
        openLater(SubscriptionState.BACKING_OFF, 0);
    }

    private static void cancel(Attempt over) {
        if (over != null && over.handle != null) {
            over.handle.cancel();
        }
    }

    /** One call and its stream of events. Its identity tells whether what it says still counts. */
    private final class Attempt implements SubscriptionCall.Observer {

        /** Written under the lock; null until the call has returned. */
        private volatile SubscriptionCall.Handle handle;

        @Override
        public void opened() {
            synchronized (ShardSubscription.this) {
                if (this == current) {
                    accepted();
                }
            }
        }

        @Override
        public void event(ShardEvent event) {
            boolean inDoubt = false;
            Attempt over = null;
            synchronized (ShardSubscription.this) {
                if (this != current) {
                    return;
                }
                try {
                    take(event);
                } catch (RuntimeException e) {
                    over = ShardSubscription.this.failed(SubscriptionFailure.MALFORMED, e.getMessage());
                }
                if (over == null && state == SubscriptionState.STREAMING && event.isEndOfShard()) {
                    over = become(SubscriptionState.BACKING_OFF);
                    inDoubt = true;
                }
            }
            cancel(over);
            if (inDoubt) {
                owner.endInDoubt(shardId);
            }
        }

        @Override
        public void completed() {
            synchronized (ShardSubscription.this) {
                if (this == current) {
                    openLater(SubscriptionState.RENEWING, 0);
                }
            }
        }

        @Override
        public void failed(Throwable cause) {
            boolean notFound;
            synchronized (ShardSubscription.this) {
                if (this != current) {
                    return;
                }
                SubscriptionFailure kind = SubscriptionFailure.of(cause);
                notFound = kind == SubscriptionFailure.NOT_FOUND;
                if (kind == SubscriptionFailure.IN_USE && state == SubscriptionState.STREAMING) {
                    takenOver();
                } else if (kind == SubscriptionFailure.POSITION_REFUSED && position != Position.TRIM_HORIZON) {
                    positionRefused(cause.getMessage());
                } else {
                    ShardSubscription.this.failed(kind, cause.toString());
                }
            }
            if (notFound) {
                owner.notFound(shardId, cause);
            }
        }

        private void takenOver() {
            long pause = times.takeoverMillis();
            failures++;
            lastFailure = SubscriptionFailure.IN_USE;
            lastError = "taken over by another subscriber";
            LOG.warn(
                    "Shard {}: somebody else subscribed to it with the same stream consumer {}. Give each process a"
                            + " consumerName (or applicationName) of its own. Subscribing again from {} in {} s.",
                    shardId,
                    owner.consumerArn(),
                    position,
                    pause / 1000);
            openLater(SubscriptionState.BACKING_OFF, pause);
        }
    }
}
