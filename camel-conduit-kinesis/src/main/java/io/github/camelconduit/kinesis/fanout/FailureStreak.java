package io.github.camelconduit.kinesis.fanout;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.position.Position;

/**
 * The failures of a shard's subscriptions since the last event: how many in a row, what the last one was, and how long
 * to wait before the next attempt. Guarded by the lock of its {@link ShardSubscription}.
 */
final class FailureStreak {

    private static final Logger LOG = LoggerFactory.getLogger(FailureStreak.class);

    private final String shardId;
    private final SubscriptionTimes times;
    private int count;
    private SubscriptionFailure last;
    private String lastError;

    FailureStreak(String shardId, SubscriptionTimes times) {
        this.shardId = shardId;
        this.times = times;
    }

    /**
     * One more failure.
     *
     * @param from where reading goes on, for the log
     * @return the pause before the next attempt in milliseconds
     */
    long add(SubscriptionFailure kind, String detail, Position from) {
        note(kind, detail);
        long pause = kind.isSlow() ? times.slowBackoffMillis(count) : times.backoffMillis(count);
        // One failure of a connection is everyday life; what lasts, or what somebody has to mend, is not.
        if (count == 1 && !kind.isSlow()) {
            LOG.info("Shard {}: {}; subscribing again from {} in {} ms.", shardId, lastError, from, pause);
        } else {
            LOG.warn(
                    "Shard {}: {}, failure {} in a row; subscribing again from {} in {} ms.",
                    shardId,
                    lastError,
                    count,
                    from,
                    pause);
        }
        return pause;
    }

    /** One more failure, of which more is said elsewhere. */
    void note(SubscriptionFailure kind, String detail) {
        count++;
        last = kind;
        lastError = kind.meaning() + " (" + detail + ")";
    }

    /** An event came: all is well. */
    void clear() {
        count = 0;
        last = null;
        lastError = null;
    }

    /** What kind the last failure was; null when all is well. */
    SubscriptionFailure last() {
        return last;
    }

    /** What the last failure was; null when all is well. */
    String lastError() {
        return lastError;
    }
}
