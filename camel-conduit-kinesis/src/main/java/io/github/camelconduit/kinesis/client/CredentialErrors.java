package io.github.camelconduit.kinesis.client;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Answers about the credentials or the signature of a call. Their text repeats parts of the call: the canonical request
 * with its headers, a session token among them, the string to sign, the scope with the id of the access key. So
 * {@link #withoutText} stands between the SDK and everything that is thrown, logged, shown or given to a route.
 */
public final class CredentialErrors {

    /** In place of a text that is left out. */
    static final String LEFT_OUT =
            "what was said of the credentials or the signature is left out, as it may repeat them";

    /** AWS's common errors, and those of services that credentials are asked of (STS), that say no more than that. */
    private static final Set<String> CODES = Set.of(
            "ExpiredTokenException",
            "ExpiredToken",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "MissingAuthenticationTokenException",
            "MissingAuthenticationToken",
            "OptInRequired",
            "RequestExpired");

    /** What the parts of a signed call are called or begin with, in lower case, wherever a text repeats them. */
    private static final List<String> SIGNS = List.of(
            "canonical string",
            "canonical request",
            "string-to-sign",
            "string to sign",
            "aws4-hmac",
            "aws4_request",
            "x-amz-security-token");

    private CredentialErrors() {}

    /** Whether a service says that it does not accept the credentials or the signature. */
    public static boolean isOne(AwsServiceException failure) {
        AwsErrorDetails details = failure.awsErrorDetails();
        return details != null && details.errorCode() != null && CODES.contains(details.errorCode());
    }

    /**
     * The failure itself where neither it nor what it was caused by is or quotes such an answer. Otherwise one like it
     * without the text: of the service's own type, with its error code, status, request id and stack trace.
     */
    public static Throwable withoutText(Throwable failure) {
        return quotes(failure, 0) ? copy(failure, 0) : failure;
    }

    private static boolean quotes(Throwable failure, int depth) {
        if (failure == null || depth > Causes.DEPTH) {
            return false;
        }
        if (failure instanceof AwsServiceException service && isOne(service) || hasSigns(failure.getMessage())) {
            return true;
        }
        for (Throwable before : failure.getSuppressed()) {
            if (quotes(before, depth + 1)) {
                return true;
            }
        }
        return quotes(failure.getCause(), depth + 1);
    }

    private static boolean hasSigns(String text) {
        if (text == null) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return SIGNS.stream().anyMatch(lower::contains);
    }

    /** Without the failures of earlier attempts, which the SDK keeps as suppressed ones: they say the same. */
    private static Throwable copy(Throwable failure, int depth) {
        if (failure == null || depth > Causes.DEPTH) {
            return null;
        }
        Throwable cause = copy(failure.getCause(), depth + 1);
        Throwable copied;
        if (failure instanceof AwsServiceException service) {
            copied = copy(service, cause);
        } else if (failure instanceof SdkClientException client) {
            copied = client.toBuilder().message(LEFT_OUT).cause(cause).build();
        } else if (failure instanceof CompletionException && cause != null) {
            copied = new CompletionException(cause);
        } else {
            copied = SdkClientException.create(failure.getClass().getSimpleName() + ": " + LEFT_OUT, cause);
        }
        copied.setStackTrace(failure.getStackTrace());
        return copied;
    }

    private static AwsServiceException copy(AwsServiceException failure, Throwable cause) {
        AwsErrorDetails details = failure.awsErrorDetails();
        AwsServiceException.Builder copy = failure.toBuilder().message(LEFT_OUT).cause(cause);
        if (details != null) {
            copy.awsErrorDetails(
                    details.toBuilder().errorMessage(LEFT_OUT).rawResponse(null).build());
        }
        return copy.build();
    }
}
