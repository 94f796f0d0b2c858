package io.github.camelconduit.kinesis.publish;

/** A request failed before any of it was sent: no credentials, no signature, no connection. The cause says why. */
final class RequestNotSentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean forLackOfConnection;

    RequestNotSentException(Throwable cause) {
        this(cause, false);
    }

    /** @param forLackOfConnection whether it had all else, so that the same can succeed later */
    RequestNotSentException(Throwable cause, boolean forLackOfConnection) {
        super(cause.getMessage(), cause);
        this.forLackOfConnection = forLackOfConnection;
    }

    boolean isForLackOfConnection() {
        return forLackOfConnection;
    }
}
