package io.github.camelconduit.kinesis.fanout;

import java.util.EnumSet;
import java.util.Set;

/** The states of a {@link ShardSubscription}; the package's documentation draws how they follow each other. */
public enum SubscriptionState {
    /** Not all parents of the shard are done. */
    WAITING_FOR_PARENTS,
    /** The call is made and neither answered nor refused. */
    SUBSCRIBING,
    /** Events come when they are requested. */
    STREAMING,
    /** Nothing is wrong, and the next subscription is about to be opened, as soon as AWS's rules allow. */
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
        return next().isEmpty();
    }

    /** Whether the other state may follow on this one. */
    boolean leadsTo(SubscriptionState other) {
        return next().contains(other);
    }

    private Set<SubscriptionState> next() {
        return switch (this) {
            case WAITING_FOR_PARENTS -> EnumSet.of(RENEWING, STOPPED);
            case SUBSCRIBING -> EnumSet.of(STREAMING, BACKING_OFF, PAUSED, ENDED, STOPPED);
            case STREAMING -> EnumSet.of(RENEWING, BACKING_OFF, RELEASED, PAUSED, ENDED, STOPPED);
            case RENEWING -> EnumSet.of(SUBSCRIBING, RELEASED, PAUSED, ENDED, STOPPED);
            case BACKING_OFF -> EnumSet.of(SUBSCRIBING, BACKING_OFF, RELEASED, PAUSED, ENDED, STOPPED);
            case RELEASED -> EnumSet.of(RENEWING, PAUSED, ENDED, STOPPED);
            case PAUSED -> EnumSet.of(RENEWING, STOPPED);
            case ENDED, STOPPED -> EnumSet.noneOf(SubscriptionState.class);
        };
    }
}
