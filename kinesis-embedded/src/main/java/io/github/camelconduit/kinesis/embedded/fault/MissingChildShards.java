package io.github.camelconduit.kinesis.embedded.fault;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sends the last event of a closed shard without its child shards. Counts only such events. */
record MissingChildShards(Trigger trigger) implements Fault {

    @Override
    public Optional<EventEffect> onEvent(PushedEvent event) {
        if (!event.endsShard() || !trigger.hits(event.subscription())) {
            return Optional.empty();
        }
        ObjectNode payload = event.payload();
        payload.remove("ChildShards");
        byte[] json = payload.toString().getBytes(StandardCharsets.UTF_8);
        return Optional.of(EventEffect.altered(event.withPayload(json), Sequel.GO_ON));
    }
}
