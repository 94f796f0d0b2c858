package io.github.camelconduit.kinesis.embedded.fault;

/** What can be said of a fault besides what it hits, and how often. */
public enum FaultParameter {
    /** {@link FaultSetup#onOperation} */
    OPERATION("operation"),
    /** {@link FaultSetup#withError} */
    ERROR_TYPE("errorType"),
    /** {@link FaultSetup#withError} */
    STATUS("status"),
    /** {@link FaultSetup#withMessage} */
    MESSAGE("message"),
    /** {@link FaultSetup#lasting} */
    DELAY_MILLIS("delayMillis"),
    /** {@link FaultSetup#withChildShards} */
    CHILD_SHARDS("childShards");

    private final String id;

    FaultParameter(String id) {
        this.id = id;
    }

    /** Its name in the admin call. */
    public String id() {
        return id;
    }
}
