package io.github.camelconduit.kinesis.embedded.stream;

/** Who sets the number of a stream's shards. The server never changes it by itself, in either mode. */
public enum StreamMode {
    /** The caller. */
    PROVISIONED,
    /** The service, which starts with four (developer guide, "On-demand mode"). */
    ON_DEMAND
}
