package io.github.camelconduit.kinesis.publish;

import java.util.concurrent.TimeUnit;

/**
 * Keeps together those who write record after record. When a request is answered its senders come with their next
 * records one by one; did the first of them take the only request that may be sent, the others would wait for another
 * one's answer. So for a moment, short beside the time an answer takes, as many are waited for as were answered.
 *
 * <p>Guarded by the lock of the {@link StreamPublisher}.
 */
final class Regrouping {

    private static final int SHARE_OF_ANSWER_TIME = 20;
    private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private int expected;
    private long untilNanos;

    /** A time to wait that is short beside the time that an answer took. */
    static long shareOf(long answerNanos) {
        return Math.min(answerNanos / SHARE_OF_ANSWER_TIME, MAX_NANOS);
    }

    /**
     * A request was answered.
     *
     * @param waitNanos how long its senders are waited for
     */
    void answered(int records, long waitNanos, long nowNanos) {
        boolean waiting = expected > 0 && untilNanos - nowNanos > 0;
        expected = records > 1 ? records : 0;
        // Whose wait has begun does not wait longer for those of a later answer.
        untilNanos = waiting ? untilNanos : nowNanos + waitNanos;
    }

    /** Whether more records are to be waited for. */
    boolean waits(int ready, long nowNanos) {
        if (expected > 0 && (ready >= expected || untilNanos - nowNanos <= 0)) {
            expected = 0;
        }
        return expected > 0;
    }

    /** When the waiting ends; only while it {@link #waits}. */
    long untilNanos() {
        return untilNanos;
    }
}
