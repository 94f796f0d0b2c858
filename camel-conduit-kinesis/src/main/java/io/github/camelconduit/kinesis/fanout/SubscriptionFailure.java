package io.github.camelconduit.kinesis.fanout;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

import io.github.camelconduit.kinesis.client.Remedy;
import io.github.camelconduit.kinesis.client.ServiceFailure;
import io.github.camelconduit.kinesis.position.Position;

/**
 * What a failed subscription means. Each class says what an operator can do, and whether trying again soon makes sense;
 * giving up is never an answer while the route runs. The documentation shows the same table.
 */
public enum SubscriptionFailure {
    /** The shard is subscribed with this stream consumer: by an attempt just before, or by somebody else. */
    IN_USE(false, "the shard is subscribed with this stream consumer already"),
    /** The stream, the shard or the stream consumer is not there. */
    NOT_FOUND(false, "the stream or the stream consumer does not exist; it is looked for"),
    /** The service does not take the position to read from. */
    POSITION_REFUSED(false, "the service refuses the position, which may be older than the stream's retention"),
    /** The service finds something else wrong with the call than the position, such as the stream consumer's ARN. */
    INVALID_CALL(false, "the service refuses the call as invalid, and says why"),
    /** The credentials do not allow it. */
    ACCESS_DENIED(true, "the IAM action kinesis:SubscribeToShard on the stream consumer is not allowed"),
    /** The records are encrypted with a key that cannot be used. */
    ENCRYPTION_KEY(true, "the stream's KMS key cannot be used; the IAM action kms:Decrypt on it is needed"),
    /** There are no credentials, or the service does not know them (any more). */
    CREDENTIALS(true, "the credentials are missing, unknown or expired"),
    /** Too many calls. */
    THROTTLED(false, "too many calls; calls are spread"),
    /** The connection could not be made, broke, or fell silent. */
    CONNECTION(false, "the connection failed"),
    /** The service itself failed, or with something that is not known here. */
    SERVICE(false, "the service failed"),
    /** What came cannot be understood. */
    MALFORMED(false, "an answer made no sense");

    private final boolean slow;
    private final String meaning;

    SubscriptionFailure(boolean slow, String meaning) {
        this.slow = slow;
        this.meaning = meaning;
    }

    /** Whether only somebody outside can mend it, so that trying again soon only makes noise. */
    public boolean isSlow() {
        return slow;
    }

    /** What helps: somebody, where trying again does not, or no other position is tried. */
    Remedy remedy() {
        return slow || this == POSITION_REFUSED ? Remedy.OPERATOR : Remedy.TIME;
    }

    /** What it means and what helps, in a few words. */
    public String meaning() {
        return meaning;
    }

    /**
     * The class of what a subscription failed with. A moment is refused only when it lies in the future by the service's
     * clock, and served from the oldest record when it is older than the retention (API reference, StartingPosition): it
     * comes by itself, and there is nothing to start over from.
     *
     * @param position from where it was to read
     * @param consumerArn with which stream consumer
     */
    static SubscriptionFailure of(Throwable cause, Position position, String consumerArn) {
        SubscriptionFailure kind = of(cause);
        if (kind != INVALID_CALL || position instanceof Position.AtTimestamp) {
            return kind;
        }
        return RefusedPosition.isNamedBy(cause, consumerArn) || RefusedPosition.isQuotedBy(cause, position, consumerArn)
                ? POSITION_REFUSED
                : INVALID_CALL;
    }

    /** The class of what any call failed with; of one to subscribe it is not known whether its position is refused. */
    static SubscriptionFailure of(Throwable cause) {
        if (cause instanceof MissingPermissionException) {
            return ACCESS_DENIED;
        }
        return switch (ServiceFailure.of(cause)) {
            case IN_USE -> IN_USE;
            case NOT_FOUND -> NOT_FOUND;
            case INVALID_CALL -> INVALID_CALL;
            case ACCESS_DENIED -> ACCESS_DENIED;
            case ENCRYPTION_KEY -> ENCRYPTION_KEY;
            case CREDENTIALS -> CREDENTIALS;
            case THROTTLED -> THROTTLED;
            case CONNECTION -> CONNECTION;
            case SERVICE -> SERVICE;
            case MALFORMED -> MALFORMED;
        };
    }

    /**
     * What a call failed with, for the log and for whoever asks. Of an answer about credentials without its text: what
     * AWS says of a signature repeats the call's headers, a session token among them.
     */
    static String describe(Throwable cause) {
        if (cause instanceof AwsServiceException service && of(cause) == CREDENTIALS) {
            String code = service.awsErrorDetails() == null
                    ? "no code"
                    : service.awsErrorDetails().errorCode();
            return "%s, status %d, request %s".formatted(code, service.statusCode(), service.requestId());
        }
        return String.valueOf(cause);
    }
}
