package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Optional;

/** Breaks the exchange or connection: of a subscription instead of its next event, of any other call instead of doing it. */
record BreakWire(Trigger trigger, Sequel how) implements Fault {

    @Override
    public Optional<WireBreak> breakWire(CallTarget call) {
        return !call.isSubscription() && trigger.hits(call) ? how.wireBreak() : Optional.empty();
    }

    @Override
    public Optional<EventEffect> onEvent(PushedEvent event) {
        if (!trigger.hits(event.subscription())) {
            return Optional.empty();
        }
        // GOAWAY without an error does no harm to what is open: the event is sent.
        return Optional.of(
                how == Sequel.GO_AWAY ? EventEffect.altered(event.frame(), how) : EventEffect.replaced(null, how));
    }
}
