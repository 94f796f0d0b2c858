package io.github.camelconduit.kinesis.observe;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

import io.github.camelconduit.kinesis.delivery.FailingRecord;
import io.github.camelconduit.kinesis.fanout.SubscriptionFailure;

import static io.github.camelconduit.kinesis.observe.StatusFormat.line;
import static io.github.camelconduit.kinesis.observe.StatusFormat.putIfKnown;
import static io.github.camelconduit.kinesis.observe.StatusFormat.putNumberIfKnown;

/**
 * How it stands with a consumer. Never anything secret: what a service answered is left out.
 *
 * @param routeId its route
 * @param status the status of the route, such as {@code Started}
 * @param stream the name of the stream
 * @param streamConsumer the name or the ARN of the stream consumer
 * @param bufferedBytes how many bytes of records are reserved or wait for the route
 * @param recordsDelivered how many records were handed to the route since it started
 * @param lastError what the last subscription failed with that did, with the time of it; null when none did
 * @param health why the stream is not read as it should be
 * @param shards where each shard stands; empty while the route is stopped
 */
public record ConsumerStatus(
        String routeId,
        String status,
        String stream,
        String streamConsumer,
        long bufferedBytes,
        long recordsDelivered,
        Trouble lastError,
        Health health,
        List<ShardPosition> shards)
        implements EndpointStatus {

    /** So many shards a health check shows; of more, those first that are in trouble and that are furthest behind. */
    static final int MOST_SHARDS_IN_DETAILS = 50;

    /** Of all shards together. */
    public int inFlight() {
        return shards.stream().mapToInt(ShardPosition::inFlight).sum();
    }

    /** Of the shard that is furthest behind its tip; null when that is not known of any. */
    public Long millisBehindLatest() {
        return shards.stream()
                .map(ShardPosition::millisBehindLatest)
                .filter(behind -> behind != null)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    @Override
    public String part() {
        return "shard";
    }

    @Override
    public void details(BiConsumer<String, Object> to) {
        to.accept("route.id", routeId);
        to.accept("stream", stream);
        to.accept("stream.consumer", streamConsumer);
        to.accept("shards", shards.size());
        to.accept("in.flight", inFlight());
        to.accept("buffered.bytes", bufferedBytes);
        Long behind = millisBehindLatest();
        if (behind != null) {
            to.accept("millis.behind.latest", behind);
        }
        shards.stream().sorted(byNeed()).limit(MOST_SHARDS_IN_DETAILS).forEach(shard -> details(shard, to));
    }

    private static void details(ShardPosition shard, BiConsumer<String, Object> to) {
        String prefix = "shard." + shard.shardId() + ".";
        to.accept(prefix + "state", state(shard));
        if (shard.millisBehindLatest() != null) {
            to.accept(prefix + "millis.behind.latest", shard.millisBehindLatest());
        }
        if (shard.lastError() != null) {
            to.accept(prefix + "last.error", meaning(shard.lastError()));
        }
        if (shard.failing() != null) {
            to.accept(prefix + "failing.record", shard.failing().sequenceNumber());
            to.accept(prefix + "failing.times", shard.failing().failures());
            to.accept(prefix + "failing.error", shard.failing().error());
            to.accept(prefix + "failing.since", shard.failing().since().toString());
        }
    }

    private Comparator<ShardPosition> byNeed() {
        Set<String> inTrouble = health.troubles().stream().map(Trouble::of).collect(Collectors.toSet());
        return Comparator.comparing((ShardPosition shard) -> inTrouble.contains(shard.shardId()))
                .thenComparing(ShardPosition::millisBehindLatest, Comparator.nullsFirst(Comparator.naturalOrder()))
                .reversed()
                .thenComparing(ShardPosition::shardId);
    }

    @Override
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.put("routeId", routeId);
        json.put("status", status);
        json.put("stream", stream);
        json.put("streamConsumer", streamConsumer);
        json.put("bufferedBytes", bufferedBytes);
        json.put("inFlight", inFlight());
        json.put("recordsDelivered", recordsDelivered);
        putNumberIfKnown(json, "millisBehindLatest", millisBehindLatest());
        if (lastError != null) {
            json.put("lastError", StatusFormat.toJson(lastError, "shardId"));
        }
        StatusFormat.put(json, health, "shardId");
        JsonArray rows = new JsonArray();
        shards.forEach(shard -> rows.add(toJson(shard)));
        json.put("shards", rows);
        return json;
    }

    private static JsonObject toJson(ShardPosition shard) {
        JsonObject json = new JsonObject();
        json.put("shardId", shard.shardId());
        putIfKnown(json, "state", shard.state());
        json.put("finished", shard.finished());
        putNumberIfKnown(json, "millisBehindLatest", shard.millisBehindLatest());
        json.put("inFlight", shard.inFlight());
        putNumberIfKnown(json, "oldestInFlightMillis", shard.oldestInFlightMillis());
        putIfKnown(json, "position", shard.position());
        putIfKnown(json, "saved", shard.saved());
        putIfKnown(json, "savedAt", shard.savedAt());
        putIfKnown(json, "lastHandedOver", shard.lastHandedOver());
        putIfKnown(json, "lastError", meaning(shard.lastError()));
        if (shard.failing() != null) {
            json.put("failingRecord", toJson(shard.failing()));
        }
        return json;
    }

    private static JsonObject toJson(FailingRecord failing) {
        JsonObject json = new JsonObject();
        json.put("sequenceNumber", failing.sequenceNumber());
        json.put("failures", failing.failures());
        json.put("error", failing.error());
        json.put("since", failing.since().toString());
        return json;
    }

    @Override
    public String toText() {
        StringBuilder text = new StringBuilder();
        line(text, 0, "Route " + routeId + ": " + status);
        line(text, 1, "Stream: " + stream);
        line(text, 1, "Stream consumer: " + streamConsumer);
        line(text, 1, "Buffered: " + bufferedBytes + " bytes, delivered: " + recordsDelivered + " records");
        StatusFormat.lines(text, health);
        StatusFormat.lastError(text, lastError);
        for (ShardPosition shard : shards) {
            line(text, 1, shard.shardId() + ": " + state(shard) + behind(shard) + inFlight(shard));
            line(text, 2, "Position: " + orUnknown(shard.position()) + ", saved: " + orUnknown(shard.saved()));
            if (shard.lastError() != null) {
                line(text, 2, "Last error: " + meaning(shard.lastError()));
            }
            if (shard.failing() != null) {
                line(text, 2, "Failing record: " + StatusFormat.said(shard.failing()));
            }
        }
        return text.toString();
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

    private static String inFlight(ShardPosition shard) {
        return ", " + shard.inFlight() + " in flight"
                + (shard.oldestInFlightMillis() == null
                        ? ""
                        : ", the oldest for " + shard.oldestInFlightMillis() + " ms");
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
