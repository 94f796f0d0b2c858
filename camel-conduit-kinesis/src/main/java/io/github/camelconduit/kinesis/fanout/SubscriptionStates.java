package io.github.camelconduit.kinesis.fanout;

import java.util.function.LongConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which state the subscription of a shard is, and what is planned in it. {@link #become} is the one place that changes
 * the state; the package's documentation draws what leads from one to another. Guarded by the lock of its
 * {@link ShardSubscription}.
 */
final class SubscriptionStates {

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionStates.class);

    /** How late the next attempt may be before it counts as not planned any more; the control threads may be busy. */
    static final long LATE_MILLIS = 5_000;

    private static final long NONE_PLANNED = Long.MAX_VALUE;

    private final String shardId;
    private final ReadingPoint point;
    private final CurrentAttempt current;
    private final SubscriptionPace pace;
    private final Timers timers;
    private final LongConsumer open;
    private SubscriptionState state = SubscriptionState.WAITING_FOR_PARENTS;
    /** Which change of the state was the last one. */
    private long changes;
    /** When the next attempt is to be opened. */
    private long dueMillis = NONE_PLANNED;

    /**
     * @param point from where the shard is read, for the log
     * @param current the attempt that counts, given up in a state that has none
     * @param pace when AWS's rules allow a call
     * @param open opens the next attempt, when its time has come and if {@link #isLast} says so of what it is given
     */
    SubscriptionStates(
            String shardId,
            ReadingPoint point,
            CurrentAttempt current,
            SubscriptionPace pace,
            Timers timers,
            LongConsumer open) {
        this.shardId = shardId;
        this.point = point;
        this.current = current;
        this.pace = pace;
        this.timers = timers;
        this.open = open;
    }

    SubscriptionState now() {
        return state;
    }

    boolean is(SubscriptionState one) {
        return state == one;
    }

    /** Whether nothing follows. */
    boolean isOver() {
        return state.isOver();
    }

    /**
     * Changes the state. Whatever attempt was current is not any more when the new state has none.
     *
     * @return the attempt that is over and to be cancelled outside the lock; null when there is none
     */
    SubscriptionAttempt become(SubscriptionState next) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("Shard {}: {} -> {} at {}", shardId, state, next, point);
        }
        assert state.leadsTo(next) : state + " -> " + next;
        state = next;
        changes++;
        dueMillis = NONE_PLANNED;
        if (next == SubscriptionState.SUBSCRIBING || next == SubscriptionState.STREAMING) {
            return null;
        }
        return current.giveUp();
    }

    /**
     * Waits in a state that leads to the next attempt: as long as said, and as AWS's rules want at least. Never throws.
     *
     * @return as {@link #become}
     */
    SubscriptionAttempt openLater(SubscriptionState via, long delayMillis) {
        SubscriptionAttempt over = become(via);
        long change = changes;
        long delay = Math.max(delayMillis, pace.notBefore());
        dueMillis = timers.now() + Math.max(0, delay);
        try {
            timers.schedule(() -> open.accept(change), delay);
        } catch (Throwable e) {
            LOG.warn("Shard {}: its next attempt could not be planned. It is made somewhat later.", shardId, e);
        }
        return over;
    }

    /** Whether the attempt that was planned is so late that nobody can be about to open it. */
    boolean isLate() {
        return dueMillis != NONE_PLANNED && timers.now() - dueMillis > LATE_MILLIS;
    }

    /** The last change of the state, see {@link #isLast}. */
    long lastChange() {
        return changes;
    }

    /** Whether the state has not changed since. */
    boolean isLast(long change) {
        return change == changes;
    }
}
