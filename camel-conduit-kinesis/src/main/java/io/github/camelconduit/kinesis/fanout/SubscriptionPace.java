package io.github.camelconduit.kinesis.fanout;

import java.util.Locale;

/**
 * When the subscriptions of a shard were called for, accepted and heard of, and what follows: when the next call is
 * allowed, and when one has been silent, unused or open for too long. Guarded by the lock of its
 * {@link ShardSubscription}.
 */
final class SubscriptionPace {

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final SubscriptionTimes times;
    private final Timers timers;

    private long lastCall = NEVER;
    private long lastSuccess = NEVER;
    private long lastHeard;
    private long lastDemand;
    private long opened;

    /** What is overdue. */
    enum Overdue {
        NOTHING,
        /** The call was not answered. */
        ANSWER,
        /** No event came although some were asked for. */
        EVENT,
        /** Nothing was asked for. */
        DEMAND,
        /** The service has not ended the subscription. */
        RENEWAL;

        String what() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    SubscriptionPace(SubscriptionTimes times, Timers timers) {
        this.times = times;
        this.timers = timers;
    }

    /** When the shard was called for last, and with success. */
    record Calls(long last, long lastSuccess) {}

    Calls calls() {
        return new Calls(lastCall, lastSuccess);
    }

    /** Goes on where another one was: AWS's rules count the calls for the shard. */
    void follow(Calls before) {
        lastCall = before.last();
        lastSuccess = before.lastSuccess();
    }

    void called() {
        lastCall = timers.now();
    }

    void accepted() {
        opened = timers.now();
        lastSuccess = opened;
        lastHeard = opened;
    }

    void heard() {
        lastHeard = timers.now();
        lastDemand = lastHeard;
    }

    /** For how many milliseconds the service has not accepted a subscription. */
    long sinceSuccess() {
        return timers.now() - lastSuccess;
    }

    /** Whether the service has accepted a subscription. */
    boolean everAccepted() {
        return lastSuccess != NEVER;
    }

    /** Something is asked for again. */
    void demanded() {
        lastDemand = timers.now();
    }

    /** For how many milliseconds AWS's rules allow no call yet; none when it is not positive. */
    long notBefore() {
        long allowed = Math.max(
                lastCall + times.betweenCalls().toMillis(),
                lastSuccess + times.afterSuccess().toMillis());
        return allowed - timers.now();
    }

    Overdue overdue(SubscriptionState state, long demand) {
        long now = timers.now();
        if (state == SubscriptionState.SUBSCRIBING) {
            return now - lastCall > times.silence().toMillis() ? Overdue.ANSWER : Overdue.NOTHING;
        }
        if (state != SubscriptionState.STREAMING) {
            return Overdue.NOTHING;
        }
        // Time in which nothing was requested says nothing about the service.
        long heard = Math.max(lastHeard, lastDemand);
        if (demand > 0 && now - heard > times.silence().toMillis()) {
            return Overdue.EVENT;
        }
        if (demand == 0 && now - lastHeard > times.release().toMillis()) {
            return Overdue.DEMAND;
        }
        return now - opened > times.refreshInterval().toMillis() ? Overdue.RENEWAL : Overdue.NOTHING;
    }
}
