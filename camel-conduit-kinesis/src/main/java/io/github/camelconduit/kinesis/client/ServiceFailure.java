package io.github.camelconduit.kinesis.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.TimeoutException;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.KmsDisabledException;
import software.amazon.awssdk.services.kinesis.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kinesis.model.KmsNotFoundException;
import software.amazon.awssdk.services.kinesis.model.KmsOptInRequiredException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** What kind of failure a call to Kinesis ended with, whichever call it was. */
public enum ServiceFailure {
    IN_USE,
    NOT_FOUND,
    INVALID_CALL,
    /** The credentials do not allow it. */
    ACCESS_DENIED,
    /** The stream is encrypted with a key that cannot be used. */
    ENCRYPTION_KEY,
    /** There are no credentials, or the service does not know them (any more). */
    CREDENTIALS,
    THROTTLED,
    /** The connection could not be made, broke, or fell silent. */
    CONNECTION,
    /** The service itself failed, or with something that is not known here. */
    SERVICE,
    /** What came cannot be understood. */
    MALFORMED;

    /** The kind of what a call, or its stream of events, failed with. */
    public static ServiceFailure of(Throwable cause) {
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

    private static ServiceFailure ofService(AwsServiceException cause) {
        if (cause instanceof ResourceInUseException) {
            return IN_USE;
        }
        if (cause instanceof ResourceNotFoundException) {
            return NOT_FOUND;
        }
        if (isOfArguments(cause)) {
            return INVALID_CALL;
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
        if (cause instanceof AccessDeniedException || code.startsWith("AccessDenied") || code.equals("NotAuthorized")) {
            return isOfKinesis(cause) ? ACCESS_DENIED : CREDENTIALS;
        }
        return CredentialErrors.isOne(cause) ? CREDENTIALS : SERVICE;
    }

    /** An exception frame in a stream comes without a type of its own where the service model does not name it. */
    private static boolean isOfArguments(AwsServiceException cause) {
        String code =
                cause.awsErrorDetails() == null ? null : cause.awsErrorDetails().errorCode();
        return cause instanceof InvalidArgumentException
                || cause instanceof ValidationException
                || "InvalidArgumentException".equals(code)
                || "ValidationException".equals(code);
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
        return Causes.any(failure, type::isInstance);
    }
}
