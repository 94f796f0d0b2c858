package io.github.camelconduit.kinesis.publish;

import java.util.concurrent.TimeUnit;

/**
 * When the next request to a stream goes: as soon as there is something to send and fewer requests are under way than may
 * be, but for lingering and {@link Regrouping}.
 *
 * <p>While answers come fast what a request costs is the limit, not the way to the service and back: then fewer and larger
 * ones are sent, and as long as one is under way, those are waited for whose records were just answered.
 *
 * <p>While they take long, a few requests go at once and whatever gathers meanwhile travels with the next one; but no
 * record is held up by more than a small share of the time an answer takes, as long as fewer requests are under way than
 * may be. So who waits for each record is hardly later than with a request of its own.
 *
 * <p>Guarded by the lock of the {@link StreamPublisher}.
 */
final class Pace {

    private static final long FAST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Two, so that one gathers while the other is under way. */
    private static final int FAST_REQUESTS = 2;

    /** Beyond so many, records gather for a share of the time an answer takes. */
    private static final int FEW_REQUESTS = 4;

    /** After which a request is not one of those that are answered fast, and none waits for it. */
    private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What the last answer counts for in the average. */
    private static final int WEIGHT = 8;

    private final RecordAccumulator records;
    private final InFlightRequests inFlight;
    private final int maxInFlightRequests;
    private final int fewRequests;
    private final long lingerNanos;
    private final Regrouping regrouping = new Regrouping();
    private boolean flushing;
    private boolean held;
    private long averageNanos;

    Pace(Sender sender, RecordAccumulator records, InFlightRequests inFlight) {
        this.records = records;
        this.inFlight = inFlight;
        this.maxInFlightRequests = sender.maxInFlightRequests();
        this.fewRequests = Math.min(FEW_REQUESTS, maxInFlightRequests);
        this.lingerNanos = sender.lingerNanos();
    }

    /** From now on nothing is waited for. */
    void flush() {
        flushing = true;
    }

    /** Whether nothing is to be sent for the time being. */
    void hold(boolean nothing) {
        held = nothing;
    }

    boolean isHeld() {
        return held;
    }

    /**
     * A request was answered.
     *
     * @param answerNanos how long that took
     */
    void answered(int size, long answerNanos, long nowNanos) {
        boolean wereMany = inFlight.size() + 1 >= fewRequests;
        averageNanos = averageNanos == 0 ? answerNanos : averageNanos + (answerNanos - averageNanos) / WEIGHT;
        if (isFast()) {
            regrouping.answered(size, FAST_NANOS, nowNanos);
        } else if (wereMany) {
            regrouping.answered(size, Regrouping.shareOf(answerNanos), nowNanos);
        }
    }

    /** Whether a request goes now. */
    boolean sends(long nowNanos) {
        if (!mayRequest(nowNanos)) {
            return false;
        }
        if (records.hasDueGate(nowNanos)) {
            return true;
        }
        if (!records.hasReady() || regroups(nowNanos)) {
            return false;
        }
        return lingerNanos == 0
                || flushing
                || records.hasFullRequest()
                || nowNanos - records.oldestReadyNanos() >= lingerNanos;
    }

    /** When something may go if nothing comes before; null if an answer or another record has to come first. */
    Long nextNanos(long nowNanos) {
        if (held || inFlight.size() >= maxInFlightRequests) {
            return null;
        }
        if (!mayRequest(nowNanos) && isFast()) {
            boolean waits = records.hasReady() || records.hasRetries();
            return waits ? Long.valueOf(inFlight.oldestNanos() + STUCK_NANOS) : null;
        }
        Long retry = records.firstRetryNanos();
        if (!records.hasReady()) {
            return retry;
        }
        if (!mayRequest(nowNanos)) {
            return earlier(retry, gatheredNanos());
        }
        if (regroups(nowNanos)) {
            return earlier(retry, regrouping.untilNanos());
        }
        return lingerNanos > 0 ? earlier(retry, records.oldestReadyNanos() + lingerNanos) : retry;
    }

    private static Long earlier(Long one, Long other) {
        return one == null || other - one < 0 ? other : one;
    }

    private boolean mayRequest(long nowNanos) {
        if (held || inFlight.size() >= maxInFlightRequests) {
            return false;
        }
        if (records.hasFullRequest()) {
            return true;
        }
        if (isFast()) {
            return inFlight.size() < FAST_REQUESTS || nowNanos - inFlight.oldestNanos() >= STUCK_NANOS;
        }
        return inFlight.size() < fewRequests
                || records.hasDueGate(nowNanos)
                || records.hasReady() && nowNanos - gatheredNanos() >= 0;
    }

    private boolean isFast() {
        return averageNanos > 0 && averageNanos < FAST_NANOS;
    }

    /** When a record that found a few requests under way has gathered long enough. Only if one is ready. */
    private long gatheredNanos() {
        return records.oldestReadyNanos() + Regrouping.shareOf(averageNanos);
    }

    private boolean regroups(long nowNanos) {
        if (flushing) {
            return false;
        }
        boolean near = isFast() ? inFlight.size() > 0 : inFlight.size() >= fewRequests - 1;
        return near && regrouping.waits(records.readyCount(), nowNanos);
    }
}
