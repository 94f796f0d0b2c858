package io.github.camelconduit.kinesis.publish;

import java.math.BigInteger;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * What holds back the records of a shard that is throttled: at most one request with records of it is under way, with no
 * more of them than were written the last time, twice as many after each that was not throttled. Which records go to the
 * shard is known from where others went: a shard's hash keys are one range, so what lies between two of them is in it.
 *
 * <p>Guarded by the lock of the {@link StreamPublisher}.
 */
final class ShardGate {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String shardId;
    private final SendBuffer.Share share;
    /** By age, so that what has been there longest is tried, and given up, first. */
    private final PriorityQueue<OutgoingRecord> held =
            new PriorityQueue<>((a, b) -> Long.signum(a.acceptedNanos() - b.acceptedNanos()));

    private BigInteger low;
    private BigInteger high;
    private int quota = 1;
    private int failures;
    private long dueNanos;

    /** Whether an answer has said how much the shard takes. */
    private boolean judged;

    // Of the request that is under way, or being put together.
    private int taken;
    private List<OutgoingRecord> probe;

    // Of the answer that is being worked off.
    private int written;
    private int throttled;
    private boolean obsolete;

    /** @param share the room that records of the shard may have in the send buffer */
    ShardGate(String shardId, BigInteger hashKey, SendBuffer.Share share) {
        this.shardId = shardId;
        this.share = share;
        this.low = hashKey;
        this.high = hashKey;
    }

    String shardId() {
        return shardId;
    }

    SendBuffer.Share share() {
        return share;
    }

    BigInteger low() {
        return low;
    }

    boolean holds(BigInteger hashKey) {
        return hashKey.compareTo(low) >= 0 && hashKey.compareTo(high) <= 0;
    }

    void extendTo(BigInteger hashKey) {
        low = low.min(hashKey);
        high = high.max(hashKey);
    }

    void hold(OutgoingRecord record) {
        held.add(record);
    }

    Queue<OutgoingRecord> held() {
        return held;
    }

    /** Whether a record of the shard may go into the request that is being put together. */
    boolean admits(long nowNanos) {
        return probe == null && dueNanos - nowNanos <= 0 && taken < quota;
    }

    void took() {
        taken++;
    }

    /** The request is put together and goes out. */
    void sent(List<OutgoingRecord> request) {
        if (probe == null && taken > 0) {
            probe = request;
        }
    }

    /** A request that was put together, as far as that went, does not go out: its records are ready again. */
    void notSent(List<OutgoingRecord> request) {
        if (probe == null || probe == request) {
            probe = null;
            taken = 0;
        }
    }

    boolean isUnderWay() {
        return probe != null;
    }

    long dueNanos() {
        return dueNanos;
    }

    void wasWritten() {
        written++;
    }

    void wasThrottled() {
        throttled++;
    }

    /**
     * An answer is worked off. Those to requests that went out before the shard was known to be throttled say nothing
     * new: many of them come after a burst.
     *
     * @param draw a random number from 0 to 1
     */
    void answered(List<OutgoingRecord> request, RetryBackoff backoff, long nowNanos, double draw, int maxQuota) {
        if (request == probe || !judged) {
            judge(backoff, nowNanos, draw, maxQuota);
            judged = true;
            probe = null;
            taken = 0;
        }
        written = 0;
        throttled = 0;
    }

    private void judge(RetryBackoff backoff, long nowNanos, double draw, int maxQuota) {
        if (throttled > 0) {
            // A shard that takes some of the records is at its limit, not beyond it.
            failures = written > 0 ? 1 : failures + 1;
            quota = Math.max(1, written);
            dueNanos = nowNanos + backoff.nanos(failures, draw);
        } else if (written > 0) {
            failures = 0;
            quota = Math.min(maxQuota, 2 * quota);
            dueNanos = nowNanos;
        }
    }

    /** A record of these hash keys went to another shard: this one was split or merged. */
    void becomeObsolete() {
        obsolete = true;
    }

    /** Whether the shard takes as much as there is, or nothing has been for it for a while. */
    boolean isOpenAgain(int maxQuota, long nowNanos) {
        if (obsolete) {
            return true;
        }
        if (probe != null) {
            return false;
        }
        return failures == 0
                ? held.isEmpty() || quota >= maxQuota
                : held.isEmpty() && nowNanos - dueNanos >= IDLE_NANOS;
    }

    void takeAll(List<OutgoingRecord> all) {
        all.addAll(held);
        held.clear();
    }
}
