package io.github.camelconduit.kinesis.fanout;

/** The positions that are kept cannot be used for the stream, and the options say that this is an error. */
public class InvalidPositionsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidPositionsException(String message) {
        super(message);
    }
}
