package io.github.camelconduit.kinesis.fanout;

/**
 * The attempt of a shard that counts, and how many events are asked for, of it or of the next one. Guarded by the lock of
 * its {@link ShardSubscription}; what it gives out is called outside that.
 */
final class CurrentAttempt {

    /** Null when none counts. */
    private SubscriptionAttempt attempt;

    private long demand;

    /** So many more events are asked for. Returns the attempt to pass that on to; null when none counts. */
    SubscriptionAttempt request(long events) {
        demand += events;
        return attempt;
    }

    /** How many events are asked for that have not come. */
    long demand() {
        return demand;
    }

    /** Begins with another one, which is asked for all that is asked for. */
    SubscriptionAttempt begin(SubscriptionAttempt.Listener listener) {
        attempt = new SubscriptionAttempt(listener);
        attempt.request(demand);
        return attempt;
    }

    boolean is(SubscriptionAttempt other) {
        return attempt == other;
    }

    /** An event of it has come. */
    void hear() {
        attempt.hear();
    }

    /** An event was taken over: whatever attempt counts now, one less is asked for. */
    void taken() {
        demand = Math.max(0, demand - 1);
    }

    /** None counts any more. Returns the one that did, to be cancelled; null when none did. */
    SubscriptionAttempt giveUp() {
        SubscriptionAttempt over = attempt;
        attempt = null;
        return over;
    }
}
