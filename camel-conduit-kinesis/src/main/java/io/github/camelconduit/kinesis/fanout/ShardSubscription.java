package io.github.camelconduit.kinesis.fanout;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

import io.github.camelconduit.kinesis.delivery.RecordBatch;
import io.github.camelconduit.kinesis.delivery.ShardRecord;
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

    /** How old a first start may be for its first call to ask for the tip, in milliseconds. */
    static final long TIP_MILLIS = 2_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final String shardId;
    private final SubscriptionCall call;
    private final SubscriptionTimes times;
    private final Timers timers;
    private final SubscriptionOwner owner;
    private final boolean failOnRefusedPosition;

    // Guarded by this.
    private SubscriptionState state = SubscriptionState.WAITING_FOR_PARENTS;
    private Position position;
    /** Until when the first call may ask for the tip; from then on that would leave out what has arrived. */
    private long tipUntil;

    private Attempt current;
    private long demand;
    private final FailureStreak failures;
    private long waitsFor;
    private long lastCall = Long.MIN_VALUE / 2;
    private long lastSuccess = Long.MIN_VALUE / 2;
    private long lastHeard;
    private long lastDemand;
    private long opened;
    /** Asked whether the shard is closed; and whether it is there. */
    private boolean inDoubt;

    private boolean notFound;
    /** The stream has listed the shard as closed. */
    private boolean knownClosed;
    /** What the last event named as following on the shard. */
    private List<ChildShardLink> children = List.of();

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
            SubscriptionOwner owner) {
        this.shardId = shardId;
        this.position = position;
        this.failOnRefusedPosition = failOnRefusedPosition;
        this.call = call;
        this.times = times;
        this.timers = timers;
        this.owner = owner;
        this.tipUntil = tipFirst ? timers.now() + TIP_MILLIS : NEVER;
        this.failures = new FailureStreak(shardId, times);
    }

    /** Takes the place of another one of the shard: AWS's rules on calls for a shard count those of both. */
    void follow(ShardSubscription before) {
        long call;
        long success;
        synchronized (before) {
            call = before.lastCall;
            success = before.lastSuccess;
        }
        synchronized (this) {
            lastCall = call;
            lastSuccess = success;
        }
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
            tipUntil = NEVER;
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

    /**
     * What the stream's listing says of the shard, after {@link SubscriptionOwner#endInDoubt} or {@link SubscriptionOwner#notFound}. An answer
     * that comes when reading goes on again already is late and says nothing.
     *
     * @param open whether the shard takes records
     * @param there whether the stream has it at all
     */
    void lookedUp(boolean open, boolean there) {
        synchronized (this) {
            boolean asked = inDoubt || notFound;
            boolean gone = notFound && !there;
            if (!asked || state != SubscriptionState.BACKING_OFF) {
                return;
            }
            if (gone) {
                LOG.warn(
                        "Shard {} is not there any more, and what of it was not read by {} is lost: its retention is"
                                + " over, or the service dropped it.",
                        shardId,
                        position);
                endWith(List.of());
            } else if (inDoubt && !open && !children.isEmpty()) {
                endWith(children);
            } else if (inDoubt && !open) {
                // Closed is not yet read to its end: if it says the same with nothing before it, it is.
                knownClosed = true;
                openLater(SubscriptionState.BACKING_OFF, 0);
            } else if (inDoubt) {
                failed(SubscriptionFailure.MALFORMED, "reported as ended, but the stream lists it as open");
            }
            inDoubt = false;
            notFound = false;
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
        return failures.lastError();
    }

    /** What kind of failure the last one was; null when none was since the last event. */
    synchronized SubscriptionFailure lastFailure() {
        return failures.last();
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
                    .startingPosition(lastCall <= tipUntil ? StartingPositions.TIP : StartingPositions.of(position))
                    .build();
            // Once is enough: asked for the tip again, the service would leave out what arrived in between.
            tipUntil = NEVER;
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

    /** Hands an event over. Only then it counts: if this throws, the next attempt is sent the same again. */
    private void take(ShardEvent event) {
        accepted();
        current.heard = true;
        lastHeard = timers.now();
        lastDemand = lastHeard;
        List<ShardRecord> records = event.records();
        Position reached = position;
        if (!records.isEmpty()) {
            reached = Position.furthest(
                    reached, Position.after(records.get(records.size() - 1).sequenceNumber()));
        }
        if (event.hasContinuation()) {
            reached = Position.furthest(reached, Position.after(event.continuationSequenceNumber()));
        }
        if (event.isEndOfShard() && knownClosed && records.isEmpty()) {
            endWith(event.childShards());
        } else {
            owner.received(new RecordBatch(shardId, records, reached, event.millisBehindLatest()));
            position = reached;
            children = event.childShards();
        }
        demand = Math.max(0, demand - 1);
        failures.clear();
    }

    /** Says that all of the shard was handed over, and ends. */
    private void endWith(List<ChildShardLink> followers) {
        owner.ended(shardId, followers);
        owner.received(new RecordBatch(shardId, List.of(), Position.ENDED, 0));
        position = Position.ENDED;
        Attempt over = become(SubscriptionState.ENDED);
        // The service ends the stream behind the last event by itself; where it does not, we do.
        timers.schedule(() -> cancel(over), times.afterSuccess().toMillis());
    }

    /** Takes note of a failure and plans the next attempt. Returns what is to be cancelled. */
    private Attempt failed(SubscriptionFailure kind, String detail) {
        long pause = failures.add(kind, detail, position);
        return openLater(SubscriptionState.BACKING_OFF, pause);
    }

    /**
     * The service does not take the position: it is older than what the stream keeps, or another stream's. Reading from
     * the oldest record on loses nothing that there still is.
     */
    private void positionRefused(String detail) {
        if (failOnRefusedPosition) {
            failures.note(SubscriptionFailure.POSITION_REFUSED, detail);
            become(SubscriptionState.STOPPED);
            owner.failed(
                    shardId,
                    new IllegalStateException("Shard " + shardId + " cannot be read from " + position + ": "
                            + failures.lastError() + ". Its reading has stopped, as onInvalidPosition=fail says."));
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

        /** Whether an event has come. Guarded by the lock. */
        private boolean heard;

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
            boolean doubt = false;
            Attempt over = null;
            synchronized (ShardSubscription.this) {
                if (this != current || isOver()) {
                    return;
                }
                try {
                    take(event);
                } catch (RuntimeException e) {
                    over = ShardSubscription.this.failed(SubscriptionFailure.MALFORMED, String.valueOf(e.getMessage()));
                }
                if (state == SubscriptionState.STREAMING && event.isEndOfShard()) {
                    over = become(SubscriptionState.BACKING_OFF);
                    inDoubt = true;
                    doubt = true;
                }
            }
            cancel(over);
            if (doubt) {
                owner.endInDoubt(shardId);
            }
        }

        @Override
        public void completed() {
            synchronized (ShardSubscription.this) {
                if (this != current || isOver()) {
                    return;
                }
                if (heard) {
                    openLater(SubscriptionState.RENEWING, 0);
                } else {
                    ShardSubscription.this.failed(SubscriptionFailure.CONNECTION, "ended before any event");
                }
            }
        }

        @Override
        public void failed(Throwable cause) {
            SubscriptionFailure kind = SubscriptionFailure.of(cause);
            synchronized (ShardSubscription.this) {
                if (this != current || isOver()) {
                    return;
                }
                notFound = kind == SubscriptionFailure.NOT_FOUND;
                if (kind == SubscriptionFailure.IN_USE && state == SubscriptionState.STREAMING) {
                    takenOver();
                } else if (kind == SubscriptionFailure.POSITION_REFUSED
                        && !(position instanceof Position.TrimHorizon)) {
                    positionRefused(cause.getMessage());
                } else {
                    ShardSubscription.this.failed(kind, cause.toString());
                }
            }
            if (kind == SubscriptionFailure.NOT_FOUND) {
                owner.notFound(shardId, cause);
            }
        }

        private void takenOver() {
            long pause = times.takeoverMillis();
            failures.note(SubscriptionFailure.IN_USE, "taken over by another subscriber");
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
