package io.github.camelconduit.kinesis.fanout;

/** A call that the credentials do not allow. */
public final class MissingPermissionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    MissingPermissionException(String action, Throwable cause) {
        super("The IAM action " + action + " is not allowed: " + cause.getMessage(), cause);
        this.action = action;
    }

    /** The IAM action that is missing. */
    public String action() {
        return action;
    }
}
