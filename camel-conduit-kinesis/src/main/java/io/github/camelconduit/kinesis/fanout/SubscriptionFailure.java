package io.github.camelconduit.kinesis.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.TimeoutException;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.KmsDisabledException;
import software.amazon.awssdk.services.kinesis.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kinesis.model.KmsNotFoundException;
import software.amazon.awssdk.services.kinesis.model.KmsOptInRequiredException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

import io.github.camelconduit.kinesis.client.CredentialErrors;
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

    /** What it means and what helps, in a few words. */
    public String meaning() {
        return meaning;
    }

    /**
     * The class of what a subscription failed with.
     *
     * @param position from where it was to read
     */
    static SubscriptionFailure of(Throwable cause, Position position) {
        return RefusedPosition.isQuotedBy(cause, position) ? POSITION_REFUSED : of(cause);
    }

    /** The class of what a call or its stream of events failed with. */
    static SubscriptionFailure of(Throwable cause) {
        if (cause instanceof MissingPermissionException) {
            return ACCESS_DENIED;
        }
        if (cause instanceof AwsServiceException service) {
            return ofService(service);
        }
        if (isUnreadable(cause)) {
            return MALFORMED;
        }
        if (has(cause, IOException.class)
                || has(cause, TimeoutException.class)
                || has(cause, RetryableException.class)) {
            return CONNECTION;
        }
        if (cause instanceof SdkClientException client) {
            boolean noCredentials =
                    client.getMessage() != null && client.getMessage().contains("credentials");
            return noCredentials ? CREDENTIALS : CONNECTION;
        }
        return cause instanceof IllegalArgumentException ? MALFORMED : SERVICE;
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

    private static SubscriptionFailure ofService(AwsServiceException cause) {
        if (cause instanceof ResourceInUseException) {
            return IN_USE;
        }
        if (cause instanceof ResourceNotFoundException) {
            return NOT_FOUND;
        }
        if (RefusedPosition.isOfArguments(cause)) {
            return RefusedPosition.isNamedBy(cause) ? POSITION_REFUSED : INVALID_CALL;
        }
        if (cause instanceof KmsAccessDeniedException
                || cause instanceof KmsDisabledException
                || cause instanceof KmsInvalidStateException
                || cause instanceof KmsNotFoundException
                || cause instanceof KmsOptInRequiredException) {
            return ENCRYPTION_KEY;
        }
        if (cause instanceof LimitExceededException
                || cause instanceof KmsThrottlingException
                || cause.isThrottlingException()) {
            return THROTTLED;
        }
        String code = cause.awsErrorDetails() == null
                ? ""
                : String.valueOf(cause.awsErrorDetails().errorCode());
        if (cause instanceof AccessDeniedException || code.startsWith("AccessDenied")) {
            return isOfKinesis(cause) ? ACCESS_DENIED : CREDENTIALS;
        }
        return CredentialErrors.isOne(cause) ? CREDENTIALS : SERVICE;
    }

    /** Another service that a call goes through is asked for credentials, as STS is for those of a role. */
    private static boolean isOfKinesis(AwsServiceException cause) {
        String service =
                cause.awsErrorDetails() == null ? null : cause.awsErrorDetails().serviceName();
        return service == null || service.equalsIgnoreCase("Kinesis");
    }

    /** The SDK reads what has come from memory: an unchecked I/O failure is its JSON parser's, or that of a file. */
    private static boolean isUnreadable(Throwable cause) {
        return has(cause, UncheckedIOException.class) && !has(cause, FileSystemException.class);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
