package io.github.camelconduit.kinesis.publish;

import org.apache.camel.RuntimeCamelException;

/**
 * A record was given up. Unless {@link #isOutcomeUnknown()} it is not in the stream. The cause is what the service or
 * the connection said last, where it said something.
 */
public class RecordNotWrittenException extends RuntimeCamelException {

    private static final long serialVersionUID = 1L;

    private final String stream;
    private final boolean outcomeUnknown;

    public RecordNotWrittenException(String stream, String reason, boolean outcomeUnknown, Throwable cause) {
        super(
                outcomeUnknown
                        ? "It is unknown whether the record was written to the stream " + stream
                                + ": the answer to a request was lost. Given up: " + reason
                        : "The record was not written to the stream " + stream + ": " + reason,
                cause);
        this.stream = stream;
        this.outcomeUnknown = outcomeUnknown;
    }

    /** The name or ARN of the stream. */
    public String getStream() {
        return stream;
    }

    /**
     * Whether the record may be in the stream all the same: a request that held it got no answer. Sending it again may
     * write it twice.
     */
    public boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }
}
