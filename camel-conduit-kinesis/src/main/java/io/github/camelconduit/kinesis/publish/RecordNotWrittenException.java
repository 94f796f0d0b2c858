package io.github.camelconduit.kinesis.publish;

import org.apache.camel.RuntimeCamelException;

/**
 * A record was given up. Unless {@link #isOutcomeUnknown()} it is not in the stream. The cause is what the service or
 * the connection said last, where it said something.
 */
public class RecordNotWrittenException extends RuntimeCamelException {

    private static final long serialVersionUID = 1L;

    private final String stream;

    public RecordNotWrittenException(String stream, String reason, Throwable cause) {
        this("The record was not written to the stream " + stream + ": " + reason, cause, stream);
    }

    RecordNotWrittenException(String message, Throwable cause, String stream) {
        super(message, cause);
        this.stream = stream;
    }

    /** The name or ARN of the stream. */
    public String getStream() {
        return stream;
    }

    /** Whether this is an {@link UnknownOutcomeException}. */
    public boolean isOutcomeUnknown() {
        return false;
    }
}
