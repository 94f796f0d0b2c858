package io.github.camelconduit.kinesis.publish;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

import io.github.camelconduit.kinesis.client.Causes;

/**
 * Why an attempt to write a record failed, and what follows from it.
 *
 * @param reason what was said
 * @param retryable whether trying again can help
 * @param outcomeUnknown whether the record may have been written
 * @param streamAbsent whether the reason is that there is no such stream
 * @param throttled whether the reason is that a shard had too much
 * @param cause the exception behind it; null where the answer was an ordinary one
 * @param kind what it means for an operator
 */
record PutFailure(
        String reason,
        boolean retryable,
        boolean outcomeUnknown,
        boolean streamAbsent,
        boolean throttled,
        Throwable cause,
        WriteFailure kind) {

    private static final String THROTTLED = "ProvisionedThroughputExceededException";

    private PutFailure(
            String reason, boolean retryable, boolean outcomeUnknown, boolean streamAbsent, Throwable cause) {
        this(
                reason,
                retryable,
                outcomeUnknown,
                streamAbsent,
                false,
                cause,
                cause == null ? WriteFailure.SERVICE : WriteFailure.of(cause));
    }

    /** Codes of PutRecords, for a request or a record in it, after which the same can succeed later. */
    private static final Set<String> RETRYABLE_CODES = Set.of(
            "ProvisionedThroughputExceededException",
            "InternalFailure",
            "InternalFailureException",
            "InternalServerError",
            "ServiceUnavailable",
            "ServiceUnavailableException",
            "LimitExceededException",
            "KMSThrottlingException",
            "Throttling",
            "ThrottlingException");

    /** What the SDK's Netty client says when it waited for a connection in vain, or has none to or through a proxy. */
    private static final List<String> NO_CONNECTION = List.of(
            "Acquire operation took longer than",
            "Maximum pending connection acquisitions exceeded",
            "Could not connect to proxy",
            "Unable to send CONNECT request to proxy");

    private static final int SERVER_ERROR = 500;

    /** What a record's own entry in an answer says. It is certain then that it was not written. */
    static PutFailure ofEntry(PutRecordsResultEntry entry) {
        String code = entry.errorCode();
        if (code == null) {
            return unclear();
        }
        String message = entry.errorMessage();
        return new PutFailure(
                message == null ? code : code + ": " + message,
                RETRYABLE_CODES.contains(code),
                false,
                false,
                THROTTLED.equals(code),
                null,
                WriteFailure.ofCode(code));
    }

    /** An entry that says neither that the record was written nor that it was not. */
    static PutFailure unclear() {
        return new PutFailure("the answer does not say what became of the record", true, true, false, null);
    }

    /** An answer, or a failure in place of it, that could not be looked at. */
    static PutFailure unreadable(Throwable reason) {
        return new PutFailure(
                "the answer cannot be read (" + reason.getClass().getName() + ")",
                false,
                true,
                false,
                false,
                reason,
                WriteFailure.SERVICE);
    }

    /** An answer that does not say what became of the record. */
    static PutFailure ofMissingEntry(int asked, int answered) {
        return new PutFailure(
                "the answer was for " + answered + " records where " + asked + " were sent", true, true, false, null);
    }

    /** What made a whole request fail. */
    static PutFailure ofRequest(Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof RequestNotSentException notSent) {
            Throwable cause = failure.getCause();
            boolean retryable = notSent.isForLackOfConnection() || cause instanceof SdkException sdk && sdk.retryable();
            return new PutFailure(text(cause), retryable, false, false, cause);
        }
        if (failure instanceof ResourceNotFoundException) {
            return new PutFailure(text(failure), false, false, true, failure);
        }
        if (failure instanceof AwsServiceException service) {
            return ofService(service);
        }
        if (hasCause(failure, ConnectException.class)
                || hasCause(failure, UnknownHostException.class)
                || hasCause(failure, NoRouteToHostException.class)
                || shookNoHands(failure)
                || gotNoConnection(failure)) {
            return new PutFailure(text(failure), true, false, false, failure);
        }
        boolean lost = hasCause(failure, IOException.class)
                || hasCause(failure, TimeoutException.class)
                || failure instanceof SdkException sdk && sdk.retryable()
                || failure instanceof ApiCallTimeoutException
                || failure instanceof ApiCallAttemptTimeoutException;
        return new PutFailure(text(failure), lost, true, false, failure);
    }

    private static PutFailure ofService(AwsServiceException failure) {
        String code = failure.awsErrorDetails() == null
                ? null
                : failure.awsErrorDetails().errorCode();
        boolean refused = failure.isThrottlingException() || failure.isClockSkewException();
        boolean broken = failure.statusCode() >= SERVER_ERROR && !refused;
        boolean retryable = refused || broken || code != null && RETRYABLE_CODES.contains(code);
        // A server that broke down may have done so after writing.
        return new PutFailure(text(failure), retryable, broken, false, failure);
    }

    /**
     * The other side's certificate was refused, or it hung up before there was any encryption. The request waits for that
     * in the pipeline of the connection. Where the connection was closed, Netty adds the reason as a suppressed one.
     */
    private static boolean shookNoHands(Throwable failure) {
        return Causes.any(
                failure,
                one -> isOfHandshake(one) || Arrays.stream(one.getSuppressed()).anyMatch(PutFailure::isOfHandshake));
    }

    private static boolean isOfHandshake(Throwable failure) {
        return failure instanceof SSLHandshakeException || failure instanceof SSLPeerUnverifiedException;
    }

    /**
     * Nothing was sent then, though an HTTP client that notes no {@link io.github.camelconduit.kinesis.client.Transmission}
     * has begun to. It has no type for it, only these texts.
     */
    private static boolean gotNoConnection(Throwable failure) {
        return Causes.any(failure, one -> {
            String message = one.getMessage();
            return message != null && NO_CONNECTION.stream().anyMatch(message::contains);
        });
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        return Causes.any(failure, type::isInstance);
    }
}
