package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Optional;

/** Sends an event, then ends the subscription: expired early, taken over, or its consumer deregistered. */
record EndAfterEvent(Trigger trigger, Sequel how) implements Fault {

    @Override
    public Optional<EventEffect> onEvent(PushedEvent event) {
        return trigger.hits(event.subscription())
                ? Optional.of(EventEffect.altered(event.frame(), how))
                : Optional.empty();
    }
}
