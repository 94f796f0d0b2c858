package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Optional;

/** Sends an exception frame instead of an event and completes the subscription. */
record ExceptionFrame(Trigger trigger, String errorType, String message) implements Fault {

    @Override
    public Optional<EventEffect> onEvent(PushedEvent event) {
        return trigger.hits(event.subscription())
                ? Optional.of(EventEffect.replaced(event.exception(errorType, message), Sequel.COMPLETE))
                : Optional.empty();
    }
}
