package io.github.camelconduit.kinesis.fanout;

import java.time.Instant;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

import io.github.camelconduit.kinesis.client.Remedy;
import io.github.camelconduit.kinesis.delivery.StuckShard;
import io.github.camelconduit.kinesis.position.PositionKeeper;

/**
 * Why a stream, or a part of it, is not read as it should be. It holds nothing of what a service answered but the error
 * code: answers to badly signed calls repeat parts of them.
 *
 * @param kind what kind of failure; null when it is not the service's
 * @param reason what it means and what helps
 * @param action the IAM action that is missing; null when it is not that
 * @param shardId the shard that is not read; null when it is all of the stream
 * @param since when it began
 * @param remedy what helps
 */
public record ReadingTrouble(
        SubscriptionFailure kind, String reason, String action, String shardId, Instant since, Remedy remedy) {

    private static final String SUBSCRIBE = "kinesis:SubscribeToShard";
    private static final String DECRYPT = "kms:Decrypt";

    /** A shard cannot be subscribed to. */
    static ReadingTrouble ofShard(String shardId, SubscriptionFailure kind, Instant since) {
        String action =
                switch (kind) {
                    case ACCESS_DENIED -> SUBSCRIBE;
                    case ENCRYPTION_KEY -> DECRYPT;
                    default -> null;
                };
        return new ReadingTrouble(kind, kind.meaning(), action, shardId, since, kind.remedy());
    }

    /** Somebody else subscribed to a shard, and will again as long as nobody sees to it. */
    static ReadingTrouble ofTakeover(String shardId, Instant since) {
        SubscriptionFailure kind = SubscriptionFailure.IN_USE;
        return new ReadingTrouble(kind, kind.meaning(), null, shardId, since, Remedy.OPERATOR);
    }

    /**
     * Something that has to happen fails.
     *
     * @param what as in "could not ..."
     */
    static ReadingTrouble ofStep(String what, Throwable cause, Instant since) {
        if (cause instanceof MissingPermissionException missing) {
            return new ReadingTrouble(
                    SubscriptionFailure.ACCESS_DENIED,
                    "could not " + what + ": the IAM action " + missing.action() + " is not allowed",
                    missing.action(),
                    null,
                    since,
                    Remedy.OPERATOR);
        }
        if (cause instanceof MissingStreamException) {
            return new ReadingTrouble(
                    SubscriptionFailure.NOT_FOUND, cause.getMessage(), null, null, since, Remedy.OPERATOR);
        }
        if (cause instanceof StreamConsumerLimitException) {
            // Others that are being registered are there soon; what is told once it lasts has to help against the rest.
            return new ReadingTrouble(
                    SubscriptionFailure.THROTTLED,
                    "could not " + what + ": " + cause.getMessage(),
                    null,
                    null,
                    since,
                    Remedy.TIME);
        }
        SubscriptionFailure kind = SubscriptionFailure.of(cause);
        String code = cause instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? " (" + service.awsErrorDetails().errorCode() + ")"
                : "";
        return new ReadingTrouble(
                kind, "could not " + what + ": " + kind.meaning() + code, null, null, since, kind.remedy());
    }

    /** The reading could not be started, and is not tried again by itself. */
    public static ReadingTrouble ofStart(Exception cause, Instant since) {
        if (cause instanceof SdkException
                || cause instanceof MissingPermissionException
                || cause instanceof MissingStreamException) {
            return ofStep("be started", cause, since).forGood();
        }
        return forGood("could not be started (" + cause.getClass().getSimpleName() + ", see the log)", since);
    }

    /** Nothing is read any more, and nothing is tried again. */
    static ReadingTrouble forGood(String reason, Instant since) {
        return new ReadingTrouble(null, reason, null, null, since, Remedy.OPERATOR);
    }

    private ReadingTrouble forGood() {
        return new ReadingTrouble(kind, reason, action, shardId, since, Remedy.OPERATOR);
    }

    /** The route does not finish what it has of a shard, and gets nothing more of it. */
    public static ReadingTrouble ofRoute(StuckShard stuck) {
        return new ReadingTrouble(
                null,
                "the route was handed " + stuck.inFlight() + " records of shard " + stuck.shardId()
                        + " and is not done with the oldest (see the log); nothing more of the shard is delivered until"
                        + " it is, and a restart delivers them again",
                null,
                stuck.shardId(),
                stuck.since(),
                Remedy.OPERATOR);
    }

    /** Positions are not saved. */
    static ReadingTrouble ofStore(PositionKeeper.Failing failing) {
        return new ReadingTrouble(
                null,
                "positions could not be saved (" + failing.cause().getClass().getSimpleName()
                        + ", see the log); reading goes on, and a restart delivers records again",
                null,
                null,
                failing.since(),
                Remedy.TIME);
    }
}
