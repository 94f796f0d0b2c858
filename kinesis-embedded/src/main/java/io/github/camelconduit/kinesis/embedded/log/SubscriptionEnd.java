package io.github.camelconduit.kinesis.embedded.log;

/** Why a subscription ended. */
public enum SubscriptionEnd {
    /** Its lifetime was over; the stream was completed. */
    EXPIRED,
    /** All records of a closed shard were sent, then the end event; the stream was completed. */
    SHARD_END,
    /** The client reset the HTTP/2 stream. */
    CLIENT_CANCELLED,
    /** The connection was closed, by the client or the network. */
    CONNECTION_CLOSED,
    /** A later call for the same consumer and shard took over: exception frame ResourceInUseException, or the stream was completed. */
    TAKEN_OVER,
    /** The stream consumer was deregistered: exception frame ResourceNotFoundException. */
    CONSUMER_DEREGISTERED,
    /** The stream was deleted: exception frame ResourceNotFoundException. */
    STREAM_DELETED,
    /** A fault ended it. */
    FAULT,
    /** The server failed or was closed. */
    SERVER_CLOSED
}
