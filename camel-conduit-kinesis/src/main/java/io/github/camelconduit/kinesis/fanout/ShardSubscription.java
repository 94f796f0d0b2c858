package io.github.camelconduit.kinesis.fanout;

import java.util.List;
import java.util.Set;

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
final class ShardSubscription implements SubscriptionAttempt.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(ShardSubscription.class);

    private final String shardId;
    private final SubscriptionCall call;
    private final SubscriptionTimes times;
    private final Timers timers;
    private final SubscriptionOwner owner;
    private final boolean failOnRefusedPosition;

    // Guarded by this.
    private SubscriptionState state = SubscriptionState.WAITING_FOR_PARENTS;
    private final ReadingPoint point;
    private SubscriptionAttempt current;
    private long demand;
    private final FailureStreak failures;
    private long waitsFor;
    private final SubscriptionPace pace;
    private final EndOfShard end = new EndOfShard();
    private final TakeoverSigns takeover;

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
        this.failOnRefusedPosition = failOnRefusedPosition;
        this.call = call;
        this.times = times;
        this.timers = timers;
        this.owner = owner;
        this.point = new ReadingPoint(shardId, position, tipFirst, timers);
        this.failures = new FailureStreak(shardId, times);
        this.pace = new SubscriptionPace(times, timers);
        this.takeover = new TakeoverSigns(times);
    }

    /** Takes the place of another one of the shard: AWS's rules on calls for a shard count those of both. */
    void follow(ShardSubscription before) {
        SubscriptionPace.Calls calls;
        synchronized (before) {
            calls = before.pace.calls();
        }
        synchronized (this) {
            pace.follow(calls);
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
        SubscriptionAttempt of = null;
        synchronized (this) {
            if (demand == 0) {
                pace.demanded();
            }
            demand += events;
            if (state == SubscriptionState.RELEASED) {
                openLater(SubscriptionState.RENEWING, 0);
            } else {
                of = current;
            }
        }
        if (of != null) {
            of.request(events);
        }
    }

    /** Ends the subscription until {@link #resume}. */
    void pause() {
        SubscriptionAttempt over;
        synchronized (this) {
            if (!state.leadsTo(SubscriptionState.PAUSED)) {
                return;
            }
            point.leaveTip();
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
        SubscriptionAttempt over;
        synchronized (this) {
            over = state.isOver() ? null : become(SubscriptionState.STOPPED);
        }
        cancel(over);
    }

    /**
     * What the stream's listing says of the shard, after {@link SubscriptionOwner#endInDoubt} or
     * {@link SubscriptionOwner#notFound}: whether it takes records, whether it is there at all, and its children. An answer
     * that comes when reading goes on again already is late and says nothing.
     */
    synchronized void lookedUp(boolean open, boolean there, Set<String> children) {
        if (state != SubscriptionState.BACKING_OFF) {
            return;
        }
        switch (end.lookedUp(open, there, children)) {
            case GONE -> {
                failures.gone(point.position());
                endWith(List.of());
            }
            case ENDED -> endWith(end.children());
            case CLOSED -> openLater(SubscriptionState.BACKING_OFF, 0);
            case OPEN -> failed(SubscriptionFailure.MALFORMED, "reported as ended, but the stream lists it as open");
            case NOTHING -> {}
        }
    }

    /** The stream lists the shard as closed, with its last sequence number, which is null when it is not known. */
    synchronized void listedAsClosed(String lastNumber) {
        end.listedAsClosed(lastNumber);
        // One that waits or is paused looks when its turn comes: nobody takes its end yet.
        boolean active = state != SubscriptionState.WAITING_FOR_PARENTS && state != SubscriptionState.PAUSED;
        if (active && !state.isOver() && end.isPassedBy(point.position())) {
            endWith(List.of());
        }
    }

    /** Looks whether the subscription has been silent, stuck or open for too long. Called every second or so. */
    void check() {
        SubscriptionAttempt over;
        synchronized (this) {
            SubscriptionPace.Overdue overdue = pace.overdue(state, demand);
            over = switch (overdue) {
                case NOTHING -> null;
                case ANSWER, EVENT ->
                    failed(
                            SubscriptionFailure.CONNECTION,
                            "no " + overdue.what() + " for " + times.silence().toSeconds() + " s");
                case DEMAND -> {
                    LOG.debug("Shard {}: the route takes nothing; its subscription is given back.", shardId);
                    yield become(SubscriptionState.RELEASED);
                }
                case RENEWAL -> openLater(SubscriptionState.RENEWING, 0);
            };
        }
        cancel(over);
    }

    synchronized SubscriptionState state() {
        return state;
    }

    synchronized Position position() {
        return point.position();
    }

    /** What has failed since the last event. */
    synchronized FailureStreak.Report failures() {
        return failures.report();
    }

    /**
     * The one place where the state changes. Whatever attempt was current is not any more when the new state has none.
     *
     * @return the attempt that is over and to be cancelled outside the lock; null when there is none
     */
    private SubscriptionAttempt become(SubscriptionState next) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("Shard {}: {} -> {} at {}", shardId, state, next, point);
        }
        assert state.leadsTo(next) : state + " -> " + next;
        state = next;
        waitsFor++;
        if (next == SubscriptionState.SUBSCRIBING || next == SubscriptionState.STREAMING) {
            return null;
        }
        SubscriptionAttempt over = current;
        current = null;
        return over;
    }

    /** Waits in a state that leads to the next attempt: as long as said, and as AWS's rules want at least. */
    private SubscriptionAttempt openLater(SubscriptionState via, long delayMillis) {
        SubscriptionAttempt over = become(via);
        long token = waitsFor;
        timers.schedule(() -> open(token), Math.max(delayMillis, pace.notBefore()));
        return over;
    }

    private void open(long token) {
        SubscriptionAttempt attempt;
        SubscribeToShardRequest request;
        synchronized (this) {
            if (token != waitsFor) {
                return;
            }
            if (end.isPassedBy(point.position())) {
                endWith(List.of());
                return;
            }
            if (demand == 0) {
                become(SubscriptionState.RELEASED);
                return;
            }
            become(SubscriptionState.SUBSCRIBING);
            end.opening();
            attempt = new SubscriptionAttempt(this);
            attempt.request(demand);
            current = attempt;
            pace.called();
            request = point.request(owner.consumerArn());
        }
        attempt.open(call, request);
    }

    /** Only called with the attempt being current. */
    private void accepted() {
        if (state == SubscriptionState.SUBSCRIBING) {
            become(SubscriptionState.STREAMING);
            pace.accepted();
            takeover.accepted();
            owner.subscribed(shardId);
        }
    }

    /**
     * Hands an event over. Only then it counts: if this throws, the next attempt is sent the same again.
     *
     * @return what follows for the end of the shard
     */
    private EndOfShard.Verdict take(ShardEvent event) {
        accepted();
        current.hear();
        pace.heard();
        Position reached = point.behind(event);
        EndOfShard.Verdict verdict = end.of(event, reached);
        if (verdict != EndOfShard.Verdict.ENDED) {
            owner.received(new RecordBatch(shardId, event.records(), reached, event.millisBehindLatest()));
            point.moveTo(reached);
        }
        if (verdict == EndOfShard.Verdict.ENDED || verdict == EndOfShard.Verdict.ENDED_WITH_THIS) {
            endWith(end.children());
        }
        demand = Math.max(0, demand - 1);
        failures.clear();
        return verdict;
    }

    /** Says that all of the shard was handed over, and ends. */
    private void endWith(List<ChildShardLink> followers) {
        owner.ended(shardId, followers);
        owner.received(new RecordBatch(shardId, List.of(), Position.ENDED, 0));
        point.moveTo(Position.ENDED);
        SubscriptionAttempt over = become(SubscriptionState.ENDED);
        // The service ends the stream behind the last event by itself; where it does not, we do.
        timers.schedule(() -> cancel(over), times.afterSuccess().toMillis());
    }

    /** Takes note of a failure and plans the next attempt. Returns what is to be cancelled. */
    private SubscriptionAttempt failed(SubscriptionFailure kind, String detail) {
        long pause = failures.add(kind, detail, point.position(), pace.everAccepted());
        if (kind == SubscriptionFailure.IN_USE && !pace.everAccepted()) {
            owner.inUseAtStart(shardId);
        }
        return openLater(SubscriptionState.BACKING_OFF, pause);
    }

    /**
     * The service does not take the position: it is older than what the stream keeps, or another stream's. Reading from
     * the oldest record on loses nothing that there still is.
     */
    private void positionRefused(String detail) {
        if (failOnRefusedPosition) {
            become(SubscriptionState.STOPPED);
            owner.failed(shardId, failures.stoppedBy(detail, point.position()));
            return;
        }
        failures.positionRefused(detail, point.position());
        point.moveTo(Position.TRIM_HORIZON);
        owner.startsOver(shardId, Position.TRIM_HORIZON);
        openLater(SubscriptionState.BACKING_OFF, 0);
    }

    private static void cancel(SubscriptionAttempt over) {
        if (over != null) {
            over.cancel();
        }
    }

    @Override
    public synchronized void opened(SubscriptionAttempt attempt) {
        if (attempt == current) {
            accepted();
        }
    }

    @Override
    public void event(SubscriptionAttempt attempt, ShardEvent event) {
        EndOfShard.Verdict verdict = EndOfShard.Verdict.GOES_ON;
        SubscriptionAttempt over = null;
        synchronized (this) {
            if (attempt != current || state.isOver()) {
                return;
            }
            try {
                verdict = take(event);
            } catch (Throwable e) {
                over = failed(SubscriptionFailure.MALFORMED, String.valueOf(e.getMessage()));
            }
            if (verdict == EndOfShard.Verdict.IN_DOUBT) {
                over = become(SubscriptionState.BACKING_OFF);
                end.doubted();
            } else if (verdict == EndOfShard.Verdict.ASK_ANEW) {
                over = openLater(SubscriptionState.RENEWING, 0);
            }
        }
        cancel(over);
        if (verdict == EndOfShard.Verdict.IN_DOUBT) {
            owner.endInDoubt(shardId);
        }
    }

    @Override
    public synchronized void completed(SubscriptionAttempt attempt) {
        if (attempt != current || state.isOver()) {
            return;
        }
        takeover.ended(pace.sinceSuccess());
        if (attempt.hasHeard()) {
            openLater(SubscriptionState.RENEWING, 0);
        } else {
            failed(SubscriptionFailure.CONNECTION, "ended before any event");
        }
    }

    @Override
    public void failed(SubscriptionAttempt attempt, Throwable cause) {
        SubscriptionFailure kind;
        synchronized (this) {
            kind = SubscriptionFailure.of(cause, point.position(), owner.consumerArn());
            if (attempt != current || state.isOver()) {
                return;
            }
            end.notFound(kind == SubscriptionFailure.NOT_FOUND);
            boolean inUse = kind == SubscriptionFailure.IN_USE;
            boolean byItsSigns = takeover.failed(inUse, pace.sinceSuccess());
            if (inUse && (byItsSigns || state == SubscriptionState.STREAMING)) {
                long pause = times.takeoverMillis();
                failures.takenOver(owner.consumerArn(), point.position(), pause);
                openLater(SubscriptionState.BACKING_OFF, pause);
            } else if (kind == SubscriptionFailure.POSITION_REFUSED && !point.isAtStart()) {
                positionRefused(cause.getMessage());
            } else {
                failed(kind, SubscriptionFailure.describe(cause));
            }
        }
        if (kind == SubscriptionFailure.NOT_FOUND) {
            owner.notFound(shardId, cause);
        }
    }
}
