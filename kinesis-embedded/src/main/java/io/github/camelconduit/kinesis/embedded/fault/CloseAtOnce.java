package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Optional;

/** Completes a subscription as soon as it is open, before any event. */
record CloseAtOnce(Trigger trigger) implements Fault {

    @Override
    public Optional<Sequel> onOpen(CallTarget subscription) {
        return trigger.hits(subscription) ? Optional.of(Sequel.COMPLETE) : Optional.empty();
    }
}
