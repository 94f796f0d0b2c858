package io.github.camelconduit.kinesis.fanout;

import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.position.Position;

/**
 * The failures of a shard's subscriptions since the last event: how many in a row, what the last one was, and how long
 * to wait before the next attempt. Guarded by the lock of its {@link ShardSubscription}.
 */
final class FailureStreak {

    private static final Logger LOG = LoggerFactory.getLogger(FailureStreak.class);

    /** So many refusals before the first subscription are what is left of somebody who has just stopped. */
    private static final int EXPECTED_IN_USE = 4;

    private final String shardId;
    private final SubscriptionTimes times;
    private int count;
    private SubscriptionFailure last;
    private String lastError;
    private Instant since;
    private boolean takenOver;
    /** The last failure, whether an event came since or not. */
    private ReadingTrouble latest;

    /**
     * The failures since the last event.
     *
     * @param last what kind the last one was; null when all is well
     * @param lastError what the last one was; null when all is well
     * @param trouble what is wrong; null when all is well
     * @param latest the last failure ever, with the time of it; null when there was none
     */
    record Report(SubscriptionFailure last, String lastError, ReadingTrouble trouble, ReadingTrouble latest) {}

    FailureStreak(String shardId, SubscriptionTimes times) {
        this.shardId = shardId;
        this.times = times;
    }

    /**
     * One more failure.
     *
     * @param from where reading goes on, for the log
     * @param everSubscribed whether the shard was subscribed to since reading began
     * @return the pause before the next attempt in milliseconds
     */
    long add(SubscriptionFailure kind, String detail, Position from, boolean everSubscribed) {
        note(kind, detail);
        long pause = kind.isSlow() ? times.slowBackoffMillis(count) : times.backoffMillis(count);
        if (kind == SubscriptionFailure.IN_USE && !everSubscribed && count <= EXPECTED_IN_USE) {
            LOG.debug("Shard {}: {}; subscribing again from {} in {} ms.", shardId, lastError, from, pause);
            return pause;
        }
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

    /** The service does not take a position, and reading begins with the oldest record. */
    void positionRefused(String detail, Position position) {
        LOG.warn(
                "Shard {}: {} ({}). What was lost to retention between {} and the oldest record is lost; reading goes on"
                        + " from the oldest.",
                shardId,
                SubscriptionFailure.POSITION_REFUSED.meaning(),
                detail,
                position);
    }

    /** The service does not take a position, and that is to be an error: this one. */
    IllegalStateException stoppedBy(String detail, Position position) {
        note(SubscriptionFailure.POSITION_REFUSED, detail);
        return new IllegalStateException("Shard " + shardId + " cannot be read from " + position + ": " + lastError
                + ". Its reading has stopped, as onInvalidPosition=fail says.");
    }

    /** The shard is not there any more. */
    void gone(Position position) {
        LOG.warn(
                "Shard {} is not there any more, and what of it was not read by {} is lost: its retention is over, or the"
                        + " service dropped it.",
                shardId,
                position);
    }

    /** Somebody else subscribed to the shard. */
    void takenOver(String consumerArn, Position from, long pauseMillis) {
        takenOver = true;
        note(SubscriptionFailure.IN_USE, "taken over by another subscriber");
        LOG.warn(
                "Shard {}: somebody else subscribed to it with the same stream consumer {}. Give each process a"
                        + " consumerName (or applicationName) of its own. Subscribing again from {} in {} s.",
                shardId,
                consumerArn,
                from,
                pauseMillis / 1000);
    }

    /** One more failure, of which more is said elsewhere. */
    void note(SubscriptionFailure kind, String detail) {
        Instant now = Instant.now();
        if (count == 0) {
            since = now;
        }
        count++;
        latest = ReadingTrouble.ofShard(shardId, kind, now);
        last = kind;
        lastError = kind.meaning() + " (" + detail + ")";
    }

    /** An event came: all is well. */
    void clear() {
        count = 0;
        last = null;
        lastError = null;
        since = null;
        takenOver = false;
    }

    /** How it stands now. */
    Report report() {
        return new Report(last, lastError, trouble(), latest);
    }

    private ReadingTrouble trouble() {
        if (last == null) {
            return null;
        }
        return takenOver ? ReadingTrouble.ofTakeover(shardId, since) : ReadingTrouble.ofShard(shardId, last, since);
    }
}
