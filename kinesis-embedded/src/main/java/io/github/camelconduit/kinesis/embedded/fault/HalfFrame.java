package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Arrays;
import java.util.Optional;

/** Sends the first half of an event's frame and completes the subscription. */
record HalfFrame(Trigger trigger) implements Fault {

    @Override
    public Optional<EventEffect> onEvent(PushedEvent event) {
        if (!trigger.hits(event.subscription())) {
            return Optional.empty();
        }
        byte[] frame = event.frame();
        return Optional.of(EventEffect.replaced(Arrays.copyOf(frame, frame.length / 2), Sequel.COMPLETE));
    }
}
