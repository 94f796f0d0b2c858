package io.github.camelconduit.kinesis.observe;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

import io.github.camelconduit.kinesis.fanout.ReadingTrouble;
import io.github.camelconduit.kinesis.fanout.SubscriptionFailure;

/**
 * How it stands with a consumer, for the dev console. Never anything secret: what a service answered is left out.
 *
 * @param routeId its route
 * @param status the status of the route, such as {@code Started}
 * @param stream the name of the stream
 * @param streamConsumer the name or the ARN of the stream consumer
 * @param bufferedBytes how many bytes of records are reserved or wait for the route
 * @param troubles why the stream is not read as it should be; empty when all is well
 * @param shards where each shard stands; empty while the route is stopped
 */
public record ConsumerStatus(
        String routeId,
        String status,
        String stream,
        String streamConsumer,
        long bufferedBytes,
        List<ReadingTrouble> troubles,
        List<ShardPosition> shards) {

    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.put("routeId", routeId);
        json.put("status", status);
        json.put("stream", stream);
        json.put("streamConsumer", streamConsumer);
        json.put("bufferedBytes", bufferedBytes);
        JsonArray reasons = new JsonArray();
        troubles.forEach(trouble -> reasons.add(toJson(trouble)));
        json.put("troubles", reasons);
        JsonArray rows = new JsonArray();
        shards.forEach(shard -> rows.add(toJson(shard)));
        json.put("shards", rows);
        return json;
    }

    private static JsonObject toJson(ReadingTrouble trouble) {
        JsonObject json = new JsonObject();
        json.put("reason", trouble.reason());
        json.put("since", trouble.since().toString());
        putIfKnown(json, "shardId", trouble.shardId());
        putIfKnown(json, "iamAction", trouble.action());
        return json;
    }

    private static JsonObject toJson(ShardPosition shard) {
        JsonObject json = new JsonObject();
        json.put("shardId", shard.shardId());
        putIfKnown(json, "state", shard.state());
        json.put("finished", shard.finished());
        if (shard.millisBehindLatest() != null) {
            json.put("millisBehindLatest", shard.millisBehindLatest());
        }
        json.put("inFlight", shard.inFlight());
        putIfKnown(json, "position", shard.position());
        putIfKnown(json, "saved", shard.saved());
        putIfKnown(json, "savedAt", shard.savedAt());
        putIfKnown(json, "lastHandedOver", shard.lastHandedOver());
        putIfKnown(json, "lastError", meaning(shard.lastError()));
        return json;
    }

    private static void putIfKnown(JsonObject json, String key, Object value) {
        if (value != null) {
            json.put(key, value.toString());
        }
    }

    public String toText() {
        StringBuilder text = new StringBuilder();
        line(text, 0, "Route " + routeId + ": " + status);
        line(text, 1, "Stream: " + stream);
        line(text, 1, "Stream consumer: " + streamConsumer);
        line(text, 1, "Buffered: " + bufferedBytes + " bytes");
        for (ReadingTrouble trouble : troubles) {
            line(text, 1, "Trouble since " + trouble.since() + ": " + trouble.reason() + ofShard(trouble));
        }
        for (ShardPosition shard : shards) {
            line(
                    text,
                    1,
                    shard.shardId() + ": " + state(shard) + behind(shard) + ", " + shard.inFlight() + " in flight");
            line(text, 2, "Position: " + orUnknown(shard.position()) + ", saved: " + orUnknown(shard.saved()));
            if (shard.lastError() != null) {
                line(text, 2, "Last error: " + meaning(shard.lastError()));
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, int depth, String content) {
        text.append("    ".repeat(depth)).append(content).append('\n');
    }

    private static String ofShard(ReadingTrouble trouble) {
        return trouble.shardId() == null ? "" : " (" + trouble.shardId() + ")";
    }

    private static String state(ShardPosition shard) {
        if (shard.finished()) {
            return "finished";
        }
        return shard.state() == null ? "not read" : shard.state().toString();
    }

    private static String behind(ShardPosition shard) {
        return shard.millisBehindLatest() == null ? "" : ", " + shard.millisBehindLatest() + " ms behind";
    }

    private static Object orUnknown(Object value) {
        return value == null ? "unknown" : value;
    }

    /** Without the answer of the service behind it, which can repeat parts of a badly signed call. */
    private static String meaning(String error) {
        if (error == null) {
            return null;
        }
        return Arrays.stream(SubscriptionFailure.values())
                .map(SubscriptionFailure::meaning)
                .filter(error::startsWith)
                .max(Comparator.comparingInt(String::length))
                .orElse("see the log");
    }
}
