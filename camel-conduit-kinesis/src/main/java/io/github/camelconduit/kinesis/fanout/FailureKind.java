package io.github.camelconduit.kinesis.fanout;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** What a failed subscription means for the next attempt. */
enum FailureKind {
    /** The shard is subscribed with this stream consumer: by an attempt just before, or by somebody else. */
    IN_USE,
    /** The stream, the shard or the stream consumer is not there. */
    NOT_FOUND,
    /** Too many calls. */
    THROTTLED,
    /** The network, the service itself, or anything else that may pass. */
    PASSING;

    static FailureKind of(Throwable cause) {
        if (cause instanceof ResourceInUseException) {
            return IN_USE;
        }
        if (cause instanceof ResourceNotFoundException) {
            return NOT_FOUND;
        }
        if (cause instanceof LimitExceededException
                || cause instanceof AwsServiceException service && service.isThrottlingException()) {
            return THROTTLED;
        }
        return PASSING;
    }
}
