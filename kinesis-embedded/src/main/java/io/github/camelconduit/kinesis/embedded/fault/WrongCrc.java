package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Optional;

/** Sends an event whose checksum is wrong. */
record WrongCrc(Trigger trigger) implements Fault {

    @Override
    public Optional<EventEffect> onEvent(PushedEvent event) {
        if (!trigger.hits(event.subscription())) {
            return Optional.empty();
        }
        byte[] frame = event.frame();
        frame[frame.length - 1] ^= 1;
        return Optional.of(EventEffect.replaced(frame, Sequel.GO_ON));
    }
}
