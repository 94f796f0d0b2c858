package io.github.camelconduit.kinesis.publish;

/** A request failed before any of it was sent: no credentials, no signature. The cause says why. */
final class RequestNotSentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RequestNotSentException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
