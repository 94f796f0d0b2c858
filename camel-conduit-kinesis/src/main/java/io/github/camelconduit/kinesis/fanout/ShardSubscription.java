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
 * and what leads from one to another are drawn in the package's documentation.
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

    // Guarded by this.
    private final SubscriptionStates states;
    private final CurrentAttempt current = new CurrentAttempt();
    private final ReadingPoint point;
    private final SubscriptionPace pace;
    private final FailureJudge failures;
    private final EndOfShard end = new EndOfShard();

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
        this.call = call;
        this.times = times;
        this.timers = timers;
        this.owner = owner;
        this.point = new ReadingPoint(shardId, position, tipFirst, timers);
        this.pace = new SubscriptionPace(times, timers);
        this.states = new SubscriptionStates(shardId, point, current, pace, timers, this::open);
        this.failures = new FailureJudge(shardId, times, pace, point, failOnRefusedPosition, () -> owner.consumerArn());
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
        if (states.is(SubscriptionState.WAITING_FOR_PARENTS)) {
            states.openLater(SubscriptionState.RENEWING, delayMillis);
        }
    }

    /** Asks for so many more events. */
    void request(long events) {
        SubscriptionAttempt of;
        synchronized (this) {
            if (current.demand() == 0) {
                pace.demanded();
            }
            of = current.request(events);
            if (states.is(SubscriptionState.RELEASED)) {
                states.openLater(SubscriptionState.RENEWING, 0);
            }
        }
        if (of != null) {
            try {
                of.request(events);
            } catch (RuntimeException | Error e) {
                // They stay asked for: the next attempt asks for them.
                failed(of, e);
                of.cancel();
            }
        }
    }

    /** Ends the subscription until {@link #resume}. */
    void pause() {
        SubscriptionAttempt over;
        synchronized (this) {
            if (!states.now().leadsTo(SubscriptionState.PAUSED)) {
                return;
            }
            point.leaveTip();
            over = states.become(SubscriptionState.PAUSED);
        }
        cancel(over);
    }

    synchronized void resume() {
        if (states.is(SubscriptionState.PAUSED)) {
            states.openLater(SubscriptionState.RENEWING, 0);
        }
    }

    /** Ends the subscription for good. */
    void stop() {
        SubscriptionAttempt over;
        synchronized (this) {
            over = states.isOver() ? null : states.become(SubscriptionState.STOPPED);
        }
        cancel(over);
    }

    /**
     * What the stream's listing says of the shard, after {@link SubscriptionOwner#endInDoubt} or
     * {@link SubscriptionOwner#notFound}: whether it takes records, whether it is there at all, and its children. An answer
     * that comes when reading goes on again already is late and says nothing.
     */
    synchronized void lookedUp(boolean open, boolean there, Set<String> children) {
        if (!states.is(SubscriptionState.BACKING_OFF)) {
            return;
        }
        switch (end.lookedUp(open, there, children)) {
            case GONE -> {
                failures.gone();
                endWith(List.of());
            }
            case ENDED -> endWith(end.children());
            case CLOSED -> states.openLater(SubscriptionState.BACKING_OFF, 0);
            case OPEN ->
                respond(failures.of(
                        SubscriptionFailure.MALFORMED, "reported as ended, but the stream lists it as open"));
            case NOTHING -> {}
        }
    }

    /** The stream lists the shard as closed, with its last sequence number, which is null when it is not known. */
    synchronized void listedAsClosed(String lastNumber) {
        end.listedAsClosed(lastNumber);
        // One that waits or is paused looks when its turn comes: nobody takes its end yet.
        boolean active = !states.is(SubscriptionState.WAITING_FOR_PARENTS) && !states.is(SubscriptionState.PAUSED);
        if (active && !states.isOver() && end.isPassedBy(point.position())) {
            endWith(List.of());
        }
    }

    /** Looks whether the subscription has been silent, stuck or open for too long, or should have been opened long ago.
     * Called every second or so. */
    void check() {
        SubscriptionAttempt over;
        boolean late;
        long planned;
        synchronized (this) {
            late = states.isLate();
            planned = states.lastChange();
            SubscriptionPace.Overdue overdue = pace.overdue(states.now(), current.demand());
            over = switch (overdue) {
                case NOTHING -> null;
                case ANSWER, EVENT ->
                    respond(failures.of(
                            SubscriptionFailure.CONNECTION,
                            "no " + overdue.what() + " for " + times.silence().toSeconds() + " s"));
                case DEMAND -> {
                    LOG.debug("Shard {}: the route takes nothing; its subscription is given back.", shardId);
                    yield states.become(SubscriptionState.RELEASED);
                }
                case RENEWAL -> states.openLater(SubscriptionState.RENEWING, 0);
            };
        }
        cancel(over);
        if (late) {
            open(planned);
        }
    }

    synchronized SubscriptionState state() {
        return states.now();
    }

    synchronized Position position() {
        return point.position();
    }

    /** What has failed since the last event. */
    synchronized FailureStreak.Report failures() {
        return failures.report();
    }

    /** @param planned the change of the state that planned it: after another one it is not wanted any more */
    private void open(long planned) {
        SubscriptionAttempt attempt;
        SubscribeToShardRequest request;
        synchronized (this) {
            if (!states.isLast(planned)) {
                return;
            }
            if (end.isPassedBy(point.position())) {
                endWith(List.of());
                return;
            }
            if (current.demand() == 0) {
                states.become(SubscriptionState.RELEASED);
                return;
            }
            states.become(SubscriptionState.SUBSCRIBING);
            end.opening();
            attempt = current.begin(this);
            pace.called();
            request = point.request(owner.consumerArn());
        }
        attempt.open(call, request);
    }

    /** Only called with the attempt being current. */
    private void accepted() {
        if (states.is(SubscriptionState.SUBSCRIBING)) {
            states.become(SubscriptionState.STREAMING);
            pace.accepted();
            failures.accepted();
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
        current.taken();
        failures.heard();
        return verdict;
    }

    /** Says that all of the shard was handed over, and ends. */
    private void endWith(List<ChildShardLink> followers) {
        owner.ended(shardId, followers);
        owner.received(new RecordBatch(shardId, List.of(), Position.ENDED, 0));
        point.moveTo(Position.ENDED);
        SubscriptionAttempt over = states.become(SubscriptionState.ENDED);
        // The service ends the stream behind the last event by itself; where it does not, we do.
        try {
            timers.schedule(() -> cancel(over), times.afterSuccess().toMillis());
        } catch (Throwable e) {
            LOG.debug("Shard {}: the service has to end its stream by itself.", shardId, e);
        }
    }

    /** Does what follows on a failure. Returns what is to be cancelled. */
    private SubscriptionAttempt respond(FailureResponse response) {
        if (response instanceof FailureResponse.GiveUp givenUp) {
            SubscriptionAttempt over = states.become(SubscriptionState.STOPPED);
            owner.failed(shardId, givenUp.cause());
            return over;
        }
        if (response instanceof FailureResponse.TryAgain again) {
            if (again.inUseAtStart()) {
                owner.inUseAtStart(shardId);
            }
            return states.openLater(SubscriptionState.BACKING_OFF, again.pauseMillis());
        }
        point.moveTo(Position.TRIM_HORIZON);
        owner.startsOver(shardId, Position.TRIM_HORIZON);
        return states.openLater(SubscriptionState.BACKING_OFF, 0);
    }

    private static void cancel(SubscriptionAttempt over) {
        if (over != null) {
            over.cancel();
        }
    }

    @Override
    public synchronized void opened(SubscriptionAttempt attempt) {
        if (current.is(attempt)) {
            accepted();
        }
    }

    @Override
    public void event(SubscriptionAttempt attempt, ShardEvent event) {
        EndOfShard.Verdict verdict = EndOfShard.Verdict.GOES_ON;
        SubscriptionAttempt over = null;
        synchronized (this) {
            if (!current.is(attempt) || states.isOver()) {
                return;
            }
            try {
                verdict = take(event);
            } catch (Throwable e) {
                over = respond(failures.of(SubscriptionFailure.MALFORMED, String.valueOf(e.getMessage())));
            }
            if (verdict == EndOfShard.Verdict.IN_DOUBT) {
                over = states.become(SubscriptionState.BACKING_OFF);
                end.doubted();
            } else if (verdict == EndOfShard.Verdict.ASK_ANEW) {
                over = states.openLater(SubscriptionState.RENEWING, 0);
            }
        }
        cancel(over);
        if (verdict == EndOfShard.Verdict.IN_DOUBT) {
            owner.endInDoubt(shardId);
        }
    }

    @Override
    public synchronized void completed(SubscriptionAttempt attempt) {
        if (!current.is(attempt) || states.isOver()) {
            return;
        }
        failures.ended();
        if (attempt.hasHeard()) {
            states.openLater(SubscriptionState.RENEWING, 0);
        } else {
            respond(failures.of(SubscriptionFailure.CONNECTION, "ended before any event"));
        }
    }

    @Override
    public void failed(SubscriptionAttempt attempt, Throwable cause) {
        SubscriptionFailure kind;
        synchronized (this) {
            kind = SubscriptionFailure.of(cause, point.position(), owner.consumerArn());
            if (!current.is(attempt) || states.isOver()) {
                return;
            }
            end.notFound(kind == SubscriptionFailure.NOT_FOUND);
            respond(failures.of(kind, cause, states.is(SubscriptionState.STREAMING)));
        }
        if (kind == SubscriptionFailure.NOT_FOUND) {
            owner.notFound(shardId, cause);
        }
    }
}
