package io.github.camelconduit.kinesis.embedded.fault;

/** The open subscriptions, as faults act on them. Null for a stream or shard means all. Each returns how many it hit. */
public interface OpenSubscriptions {

    /** Completes them as if their lifetime were over. */
    int expire(String stream, String shardId);

    /** Completes them without a word. */
    int end(String stream, String shardId);

    /** Ends them with an exception frame of an AWS error type. */
    int fail(String stream, String shardId, String errorType, String message);

    /** Resets their HTTP/2 streams with an error code of RFC 9113. */
    int reset(String stream, String shardId, long errorCode);

    /** Closes the connections they run on, with all that runs there. */
    int closeConnections(String stream, String shardId);
}
