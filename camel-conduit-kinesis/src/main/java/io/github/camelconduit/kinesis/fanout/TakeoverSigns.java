package io.github.camelconduit.kinesis.fanout;

/**
 * Tells by how subscriptions of a shard end that somebody else takes them over where the service does not say so: it ends
 * the older subscription normally, long before its five minutes are over, and refuses the next call as in use although
 * the last one of ours that it accepted is longer ago than it remembers. Once may be chance; twice in a row is somebody
 * else. Guarded by the lock of its {@link ShardSubscription}.
 */
final class TakeoverSigns {

    private static final int ENOUGH = 2;

    /** So much of a subscription's life has to be left for its end to be early: the service's clock is not ours. */
    private static final double EARLY = 0.8;

    private final SubscriptionTimes times;
    private boolean endedEarly;
    private int signs;

    TakeoverSigns(SubscriptionTimes times) {
        this.times = times;
    }

    /**
     * The service ended a subscription normally.
     *
     * @param livedMillis how long it was open
     */
    void ended(long livedMillis) {
        double life = Math.min(
                SubscriptionTimes.LIFETIME.toMillis(), times.refreshInterval().toMillis());
        endedEarly = livedMillis < life * EARLY;
        if (!endedEarly) {
            signs = 0;
        }
    }

    /** A call was accepted: an end before it, however early, was no takeover. */
    void accepted() {
        if (endedEarly) {
            signs = 0;
        }
        endedEarly = false;
    }

    /**
     * A call failed.
     *
     * @param inUse whether it was refused since the shard is subscribed to
     * @param sinceSuccessMillis how long ago the service accepted one of ours
     * @return whether somebody else has the subscription
     */
    boolean failed(boolean inUse, long sinceSuccessMillis) {
        boolean sign =
                endedEarly && inUse && sinceSuccessMillis > times.afterSuccess().toMillis();
        // What comes behind another failure may be a call of ours whose answer was lost.
        endedEarly = false;
        if (sign) {
            signs++;
        }
        return sign && signs >= ENOUGH;
    }
}
