package io.github.camelconduit.kinesis.fanout;

/** The states of a {@link ShardSubscription}; the package's documentation draws how they follow each other. */
public enum SubscriptionState {
    /** Not all parents of the shard are done. */
    WAITING_FOR_PARENTS,
    /** The call is made and neither answered nor refused. */
    SUBSCRIBING,
    /** Events come when they are requested. */
    STREAMING,
    /** The subscription is over in good order, and the next one is about to be opened. */
    RENEWING,
    /** Something failed; the next attempt waits. */
    BACKING_OFF,
    /** Given back because the route takes nothing; opened again on demand. */
    RELEASED,
    /** Reading is suspended. */
    PAUSED,
    /** All of the shard is read. */
    ENDED,
    /** Reading is stopped for good. */
    STOPPED;

    /** Whether nothing follows. */
    boolean isOver() {
        return this == ENDED || this == STOPPED;
    }
}
