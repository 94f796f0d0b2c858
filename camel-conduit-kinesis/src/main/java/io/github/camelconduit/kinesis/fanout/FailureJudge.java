package io.github.camelconduit.kinesis.fanout;

import java.util.function.Supplier;

/**
 * Says what follows when an attempt to read a shard fails, by what it failed with and what went before, and keeps what has
 * failed. Guarded by the lock of its {@link ShardSubscription}.
 */
final class FailureJudge {

    private final SubscriptionTimes times;
    private final SubscriptionPace pace;
    private final ReadingPoint point;
    private final boolean failOnRefusedPosition;
    private final Supplier<String> consumerArn;
    private final FailureStreak failures;
    private final TakeoverSigns takeover;

    /**
     * @param pace when the shard was called for
     * @param point from where it is read
     * @param failOnRefusedPosition whether a position that the service refuses ends the reading of the shard, instead of
     *     beginning with the oldest record
     * @param consumerArn the ARN of the stream consumer, for the log
     */
    FailureJudge(
            String shardId,
            SubscriptionTimes times,
            SubscriptionPace pace,
            ReadingPoint point,
            boolean failOnRefusedPosition,
            Supplier<String> consumerArn) {
        this.times = times;
        this.pace = pace;
        this.point = point;
        this.failOnRefusedPosition = failOnRefusedPosition;
        this.consumerArn = consumerArn;
        this.failures = new FailureStreak(shardId, times);
        this.takeover = new TakeoverSigns(times);
    }

    /** The service accepted an attempt. */
    void accepted() {
        takeover.accepted();
    }

    /** The service ended an attempt normally. */
    void ended() {
        takeover.ended(pace.sinceSuccess());
    }

    /** An event was taken over: all is well. */
    void heard() {
        failures.clear();
    }

    /** The shard is not there any more. */
    void gone() {
        failures.gone(point.position());
    }

    /** What has failed since the last event. */
    FailureStreak.Report report() {
        return failures.report();
    }

    /**
     * The service failed an attempt, or a connection did.
     *
     * @param kind the class of it
     * @param streaming whether the service had accepted it
     */
    FailureResponse of(SubscriptionFailure kind, Throwable cause, boolean streaming) {
        boolean inUse = kind == SubscriptionFailure.IN_USE;
        boolean byItsSigns = takeover.failed(inUse, pace.sinceSuccess());
        if (inUse && (byItsSigns || streaming)) {
            long pause = times.takeoverMillis();
            failures.takenOver(consumerArn.get(), point.position(), pause);
            return new FailureResponse.TryAgain(pause, false);
        }
        if (kind == SubscriptionFailure.POSITION_REFUSED && !point.isAtStart()) {
            return positionRefused(cause.getMessage());
        }
        return of(kind, SubscriptionFailure.describe(cause));
    }

    /** An attempt does not do what it should. */
    FailureResponse of(SubscriptionFailure kind, String detail) {
        boolean everAccepted = pace.everAccepted();
        long pause = failures.add(kind, detail, point.position(), everAccepted);
        return new FailureResponse.TryAgain(pause, kind == SubscriptionFailure.IN_USE && !everAccepted);
    }

    /**
     * The service does not take the position: it is older than what the stream keeps, or another stream's. Reading from
     * the oldest record on loses nothing that there still is.
     */
    private FailureResponse positionRefused(String detail) {
        if (failOnRefusedPosition) {
            return new FailureResponse.GiveUp(failures.stoppedBy(detail, point.position()));
        }
        failures.positionRefused(detail, point.position());
        return new FailureResponse.StartOver();
    }
}
