package io.github.camelconduit.kinesis.observe;

import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

import io.github.camelconduit.kinesis.delivery.FailingRecord;

/** What the statuses of consumers and producers look like alike. */
final class StatusFormat {

    private StatusFormat() {}

    static void putIfKnown(JsonObject json, String key, Object value) {
        if (value != null) {
            json.put(key, value.toString());
        }
    }

    static void putNumberIfKnown(JsonObject json, String key, Long value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    /** @param part the key of what a trouble is of */
    static void put(JsonObject json, Health health, String part) {
        json.put("ready", health.isReady());
        json.put("live", health.isLive());
        JsonArray troubles = new JsonArray();
        health.troubles().forEach(trouble -> troubles.add(toJson(trouble, part)));
        json.put("troubles", troubles);
    }

    static JsonObject toJson(Trouble trouble, String part) {
        JsonObject json = new JsonObject();
        json.put("failure", trouble.failure());
        json.put("reason", trouble.reason());
        json.put("since", trouble.since().toString());
        putIfKnown(json, part, trouble.of());
        putIfKnown(json, "iamAction", trouble.iamAction());
        return json;
    }

    static void line(StringBuilder text, int depth, String content) {
        text.append("    ".repeat(depth)).append(content).append('\n');
    }

    static void lines(StringBuilder text, Health health) {
        line(text, 1, "Ready: " + yesOrNo(health.isReady()) + ", live: " + yesOrNo(health.isLive()));
        for (Trouble trouble : health.troubles()) {
            line(text, 1, "Trouble since " + trouble.since() + ": " + said(trouble));
        }
    }

    static void lastError(StringBuilder text, Trouble error) {
        if (error != null) {
            line(text, 1, "Last error at " + error.since() + ": " + said(error));
        }
    }

    /** Null when there is none. */
    static String said(FailingRecord failing) {
        return failing == null
                ? null
                : failing.sequenceNumber() + ", failed " + times(failing.failures()) + " since " + failing.since()
                        + ", last with " + failing.error();
    }

    static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String said(Trouble trouble) {
        return trouble.reason() + (trouble.of() == null ? "" : " (" + trouble.of() + ")");
    }

    private static String yesOrNo(boolean is) {
        return is ? "yes" : "no";
    }
}
