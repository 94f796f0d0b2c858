package io.github.camelconduit.kinesis.embedded.fault;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Sends an event of an open shard as if it were its last one, without a continuation number, with or without child
 * shards (which do not exist), and completes the subscription.
 */
record FalseShardEnd(Trigger trigger, boolean childShards) implements Fault {

    @Override
    public Optional<EventEffect> onEvent(PushedEvent event) {
        if (event.endsShard() || !trigger.hits(event.subscription())) {
            return Optional.empty();
        }
        ObjectNode payload = event.payload();
        payload.remove("ContinuationSequenceNumber");
        if (childShards) {
            ArrayNode children = payload.putArray("ChildShards");
            addChild(children, event, "shardId-999999999998", "0", "1");
            addChild(children, event, "shardId-999999999999", "2", "3");
        }
        byte[] json = payload.toString().getBytes(StandardCharsets.UTF_8);
        return Optional.of(EventEffect.altered(event.withPayload(json), Sequel.COMPLETE));
    }

    private static void addChild(ArrayNode to, PushedEvent event, String shardId, String start, String end) {
        ObjectNode child = to.addObject().put("ShardId", shardId);
        child.putArray("ParentShards").add(event.subscription().shardId());
        child.putObject("HashKeyRange").put("StartingHashKey", start).put("EndingHashKey", end);
    }
}
