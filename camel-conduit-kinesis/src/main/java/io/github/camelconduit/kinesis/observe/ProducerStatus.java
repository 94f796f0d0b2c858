package io.github.camelconduit.kinesis.observe;

import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

import io.github.camelconduit.kinesis.publish.PublisherReport;
import io.github.camelconduit.kinesis.publish.StreamReport;
import io.github.camelconduit.kinesis.publish.WriteCounts;

import static io.github.camelconduit.kinesis.observe.StatusFormat.line;
import static io.github.camelconduit.kinesis.observe.StatusFormat.putIfKnown;

/**
 * How it stands with what all producers of an endpoint share. Never anything secret: what a service answered is left out.
 *
 * @param name as the health check calls it
 * @param stream the name of the endpoint's stream; single messages may name others
 * @param report what the publisher says
 * @param health why nothing can be written
 */
public record ProducerStatus(String name, String stream, PublisherReport report, Health health)
        implements EndpointStatus {

    /** So many streams a health check shows; of more, those first that cannot be written to. */
    static final int MOST_STREAMS_IN_DETAILS = 20;

    /** How many records are held until they are written. */
    public int bufferedRecords() {
        return report.streams().stream().mapToInt(StreamReport::records).sum();
    }

    /** How many requests are unanswered. */
    public int inFlightRequests() {
        return report.streams().stream()
                .mapToInt(StreamReport::inFlightRequests)
                .sum();
    }

    /** How many shards have had too much, over all streams. */
    public int throttledShards() {
        return report.streams().stream()
                .mapToInt(written -> written.throttledShards().size())
                .sum();
    }

    /** What the last attempt failed with that did; null when none did. */
    public Trouble lastError() {
        return report.lastError() == null ? null : ProducerTroubles.of(report.lastError());
    }

    @Override
    public String part() {
        return "stream";
    }

    @Override
    public void details(BiConsumer<String, Object> to) {
        to.accept("stream", stream);
        to.accept("buffered.bytes", report.bufferedBytes());
        to.accept("buffered.records", bufferedRecords());
        to.accept("in.flight", inFlightRequests());
        to.accept("throttled.shards", throttledShards());
        to.accept("streams", report.streams().size());
        Trouble last = lastError();
        if (last != null) {
            to.accept("last.error", last.reason());
            to.accept("last.error.failure", last.failure());
            to.accept("last.error.stream", last.of());
            to.accept("last.error.time", last.since().toString());
        }
        report.streams().stream()
                .sorted(Comparator.comparing((StreamReport written) -> written.failing() == null)
                        .thenComparing(StreamReport::stream))
                .limit(MOST_STREAMS_IN_DETAILS)
                .forEach(written -> to.accept("stream." + written.stream() + ".state", state(written)));
    }

    /** What a stream is doing, in a word. */
    static String state(StreamReport written) {
        if (written.creating()) {
            return "CREATING";
        }
        if (written.failing() != null) {
            return "FAILING";
        }
        if (!written.throttledShards().isEmpty()) {
            return "THROTTLED";
        }
        return written.records() > 0 ? "WRITING" : "IDLE";
    }

    @Override
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.put("name", name);
        json.put("stream", stream);
        json.put("bufferedBytes", report.bufferedBytes());
        json.put("sendBufferBytes", report.sendBufferBytes());
        json.put("bufferedRecords", bufferedRecords());
        json.put("waitingForRoom", report.waiting());
        json.put("inFlightRequests", inFlightRequests());
        WriteCounts counts = report.counts();
        json.put("recordsWritten", counts.recordsWritten());
        json.put("recordsFailed", counts.recordsFailed());
        json.put("bytesWritten", counts.bytesWritten());
        json.put("failedAttempts", counts.failedAttempts());
        json.put("requests", counts.requests());
        if (lastError() != null) {
            json.put("lastError", StatusFormat.toJson(lastError(), "stream"));
        }
        StatusFormat.put(json, health, "stream");
        JsonArray rows = new JsonArray();
        report.streams().forEach(written -> rows.add(toJson(written)));
        json.put("streams", rows);
        return json;
    }

    private static JsonObject toJson(StreamReport written) {
        JsonObject json = new JsonObject();
        json.put("stream", written.stream());
        json.put("state", state(written));
        json.put("bufferedRecords", written.records());
        json.put("inFlightRequests", written.inFlightRequests());
        JsonArray throttled = new JsonArray();
        throttled.addAll(written.throttledShards());
        json.put("throttledShards", throttled);
        putIfKnown(json, "lastWritten", written.writtenAt());
        putIfKnown(json, "failure", written.failing());
        putIfKnown(json, "failingSince", written.failingSince());
        return json;
    }

    @Override
    public String toText() {
        StringBuilder text = new StringBuilder();
        WriteCounts counts = report.counts();
        line(text, 0, "Producer " + name);
        line(text, 1, "Stream: " + stream);
        line(
                text,
                1,
                "Buffered: " + report.bufferedBytes() + " of " + report.sendBufferBytes() + " bytes, "
                        + bufferedRecords() + " records, " + report.waiting() + " wait for room");
        line(
                text,
                1,
                "Written: " + counts.recordsWritten() + " records, failed: " + counts.recordsFailed() + ", requests: "
                        + counts.requests() + ", failed attempts: " + counts.failedAttempts());
        StatusFormat.lines(text, health);
        StatusFormat.lastError(text, lastError());
        for (StreamReport written : report.streams()) {
            line(
                    text,
                    1,
                    written.stream() + ": " + state(written) + ", " + written.records() + " records, "
                            + written.inFlightRequests() + " requests in flight, last written: "
                            + (written.writtenAt() == null ? "never" : written.writtenAt()));
            throttled(text, written.throttledShards());
        }
        return text.toString();
    }

    private static void throttled(StringBuilder text, List<String> shards) {
        if (!shards.isEmpty()) {
            line(text, 2, "Throttled: " + String.join(", ", shards));
        }
    }
}
