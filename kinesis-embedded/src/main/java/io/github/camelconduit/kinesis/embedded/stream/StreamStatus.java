package io.github.camelconduit.kinesis.embedded.stream;

/** AWS's states of a stream, and of a stream consumer, which is never UPDATING. */
public enum StreamStatus {
    CREATING,
    ACTIVE,
    UPDATING,
    DELETING;

    /** Whether it is written and read. */
    public boolean inUse() {
        return this == ACTIVE || this == UPDATING;
    }
}
