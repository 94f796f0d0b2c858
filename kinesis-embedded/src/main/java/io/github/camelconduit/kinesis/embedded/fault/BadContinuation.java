package io.github.camelconduit.kinesis.embedded.fault;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sends an event of an open shard with a null or an empty continuation number, and goes on. */
record BadContinuation(Trigger trigger, String continuation) implements Fault {

    @Override
    public Optional<EventEffect> onEvent(PushedEvent event) {
        if (event.endsShard() || !trigger.hits(event.subscription())) {
            return Optional.empty();
        }
        ObjectNode payload = event.payload().put("ContinuationSequenceNumber", continuation);
        byte[] json = payload.toString().getBytes(StandardCharsets.UTF_8);
        return Optional.of(EventEffect.altered(event.withPayload(json), Sequel.GO_ON));
    }
}
