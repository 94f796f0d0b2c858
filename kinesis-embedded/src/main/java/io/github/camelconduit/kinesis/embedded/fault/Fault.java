package io.github.camelconduit.kinesis.embedded.fault;

import java.time.Duration;
import java.util.Optional;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/**
 * A behaviour that deviates from the service's. Each hook is one place in the server that asks; by default a fault leaves
 * it alone. Hooks are called on event loops and on the threads of in-process callers: thread-safe, never blocking.
 */
public interface Fault {

    /** Request accepted, nothing done yet: the error to answer instead, if any. */
    default Optional<KinesisServiceException> refuse(CallTarget call) {
        return Optional.empty();
    }

    /** Request accepted, nothing done yet: how to break its exchange or connection, if at all. */
    default Optional<WireBreak> breakWire(CallTarget call) {
        return Optional.empty();
    }

    /** Request accepted, nothing done yet: how long to wait before going on. */
    default Duration delay(CallTarget call) {
        return Duration.ZERO;
    }

    /** The work is done: whether to reset the request's stream instead of answering. */
    default boolean loseAnswer(CallTarget call) {
        return false;
    }

    /** The work is done: whether to answer with a body that is neither JSON nor CBOR. */
    default boolean garbleAnswer(CallTarget call) {
        return false;
    }

    /** A record is about to be stored: the error for this record alone, if any. */
    default Optional<KinesisServiceException> failRecord(CallTarget call) {
        return Optional.empty();
    }

    /** A subscription has been answered, no event sent yet: what becomes of it, if not the usual. */
    default Optional<Sequel> onOpen(CallTarget subscription) {
        return Optional.empty();
    }

    /**
     * A subscription is about to look for records, or to end: whether it keeps silent instead; asked again later. Or another request
     * was accepted, nothing done yet: whether it gets no answer, its connection staying open.
     */
    default boolean silence(CallTarget call) {
        return false;
    }

    /** A subscription is about to send an event: what it does instead, if anything. */
    default Optional<EventEffect> onEvent(PushedEvent event) {
        return Optional.empty();
    }
}
