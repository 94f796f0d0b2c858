package io.github.camelconduit.kinesis.fanout;

/** The stream is not there, or not yet, or not any more. */
public class MissingStreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MissingStreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
