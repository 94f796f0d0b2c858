package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Optional;

/** What becomes of a subscription that a fault has hit. */
public enum Sequel {
    /** It goes on. */
    GO_ON,
    /** It is completed without a word. */
    COMPLETE,
    /** It is completed as if its lifetime were over. */
    EXPIRE,
    /** It is taken over by a call that nobody here made: exception frame, and ResourceInUse for who calls again soon. */
    TAKE_OVER,
    /** The same, but it is completed: AWS's reference says that the older subscription ends or fails. */
    TAKE_OVER_COMPLETING,
    /** Its stream consumer is deregistered, with all its subscriptions. */
    DEREGISTER_CONSUMER,
    /** See {@link WireBreak}; so the following. */
    RESET_STREAM(WireBreak.RESET_STREAM),
    GO_AWAY(WireBreak.GO_AWAY),
    GO_AWAY_WITH_ERROR(WireBreak.GO_AWAY_WITH_ERROR),
    CLOSE_CONNECTION(WireBreak.CLOSE_CONNECTION),
    RESET_CONNECTION(WireBreak.RESET_CONNECTION),
    HALF_OPEN(WireBreak.HALF_OPEN);

    private final WireBreak wireBreak;

    Sequel() {
        this(null);
    }

    Sequel(WireBreak wireBreak) {
        this.wireBreak = wireBreak;
    }

    /** What happens on the wire where that is all. */
    public Optional<WireBreak> wireBreak() {
        return Optional.ofNullable(wireBreak);
    }
}
