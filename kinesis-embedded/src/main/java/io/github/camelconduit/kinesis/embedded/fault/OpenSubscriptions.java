package io.github.camelconduit.kinesis.embedded.fault;

/** The open subscriptions, as faults act on them. Null for a stream or shard means all. Each returns how many it hit. */
public interface OpenSubscriptions {

    /** Does something to them at once. */
    int apply(Sequel sequel, String stream, String shardId);

    /** Ends them with an exception frame of an AWS error type. */
    int fail(String stream, String shardId, String errorType, String message);
}
