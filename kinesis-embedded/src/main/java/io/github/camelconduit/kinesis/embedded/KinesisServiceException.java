package io.github.camelconduit.kinesis.embedded;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An error as the service answers it: an AWS error type, an HTTP status and a message. On the wire it becomes an error
 * answer or, once a subscription's stream is open, an exception frame; in process it is thrown to the caller.
 */
public final class KinesisServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final int status;

    /**
     * @param type    AWS's error type without a namespace, such as {@code ResourceNotFoundException}
     * @param status  the HTTP status of the answer, 400 to 599
     * @param message what the caller reads
     */
    public KinesisServiceException(String type, int status, String message) {
        super(message);
        this.type = type;
        this.status = status;
    }

    public static KinesisServiceException resourceNotFound(String message) {
        return new KinesisServiceException("ResourceNotFoundException", 400, message);
    }

    public static KinesisServiceException resourceInUse(String message) {
        return new KinesisServiceException("ResourceInUseException", 400, message);
    }

    public static KinesisServiceException limitExceeded(String message) {
        return new KinesisServiceException("LimitExceededException", 400, message);
    }

    public static KinesisServiceException invalidArgument(String message) {
        return new KinesisServiceException("InvalidArgumentException", 400, message);
    }

    /** A member that breaks a constraint of AWS's service model, in the form of AWS's own message. */
    public static KinesisServiceException validation(String member, String value, String constraint) {
        return validation(member, value, List.of(constraint));
    }

    /** The same of one that breaks several: AWS names them all. */
    public static KinesisServiceException validation(String member, String value, List<String> constraints) {
        String broken = constraints.stream()
                .map(constraint -> "Value %sat '%s' failed to satisfy constraint: %s"
                        .formatted(value == null ? "" : "'" + value + "' ", member, constraint))
                .collect(Collectors.joining("; "));
        int count = constraints.size();
        return new KinesisServiceException(
                "ValidationException",
                400,
                "%d validation error%s detected: %s".formatted(count, count == 1 ? "" : "s", broken));
    }

    /** A member that has to be there and is not. */
    public static KinesisServiceException missing(String member) {
        return new KinesisServiceException(
                "ValidationException",
                400,
                "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
                        .formatted(member));
    }

    /** AWS's type without a namespace. */
    public String type() {
        return type;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
