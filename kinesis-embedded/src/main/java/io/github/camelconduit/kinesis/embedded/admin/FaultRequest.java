package io.github.camelconduit.kinesis.embedded.admin;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import io.github.camelconduit.kinesis.embedded.fault.ArmedFault;
import io.github.camelconduit.kinesis.embedded.fault.FaultCatalog;
import io.github.camelconduit.kinesis.embedded.fault.FaultParameter;
import io.github.camelconduit.kinesis.embedded.fault.FaultSetup;
import io.github.camelconduit.kinesis.embedded.fault.Faults;

/** A fault as the admin call describes it: a JSON object. */
record FaultRequest(JsonNode body) {

    private static final String NOW = "now";

    private static final List<String> NOT_WITH_NOW = List.of("skip", "times", "rate", "seed");

    private static final Set<String> WHERE_AND_HOW_OFTEN =
            Set.of("fault", "stream", "shardId", "skip", "times", "rate", "seed", NOW);

    /** Whether it is for the subscriptions that are open now. */
    boolean isForNow() {
        return body.isObject() && has(NOW) && flag(NOW);
    }

    /**
     * Hits the open subscriptions.
     *
     * @return how many
     * @throws IllegalArgumentException as {@link #arm}
     */
    int hitNow(Faults faults) {
        FaultSetup setup = setup(faults);
        for (String member : NOT_WITH_NOW) {
            if (has(member)) {
                throw new IllegalArgumentException("now and %s exclude each other".formatted(member));
            }
        }
        return setup.now();
    }

    /** @throws IllegalArgumentException naming the member at fault, the value seen and what is allowed */
    ArmedFault arm(Faults faults) {
        return often(setup(faults));
    }

    private FaultSetup setup(Faults faults) {
        FaultCatalog kind = kind();
        checkMembers(kind);
        FaultSetup setup = faults.of(kind);
        if (has("stream")) {
            setup.onStream(text("stream"));
        }
        if (has("shardId")) {
            setup.onShard(text("shardId"));
        }
        if (has("skip")) {
            setup.skipping(wholeNumber("skip", 0));
        }
        if (has("operation")) {
            setup.onOperation(text("operation"));
        }
        if (has("status")) {
            if (!has("errorType")) {
                throw new IllegalArgumentException("status needs an errorType");
            }
            setup.withError(text("errorType"), Math.toIntExact(wholeNumber("status", 0)));
        } else if (has("errorType")) {
            setup.withError(text("errorType"));
        }
        if (has("message")) {
            setup.withMessage(text("message"));
        }
        if (has("delayMillis")) {
            setup.lasting(Duration.ofMillis(wholeNumber("delayMillis", 0)));
        }
        if (has("childShards")) {
            setup.withChildShards(flag("childShards"));
        }
        return setup;
    }

    private ArmedFault often(FaultSetup setup) {
        if (has("rate")) {
            if (has("times")) {
                throw new IllegalArgumentException("rate and times exclude each other");
            }
            return setup.atRate(rate(), has("seed") ? wholeNumber("seed", Long.MIN_VALUE) : System.nanoTime());
        }
        if (has("times") && body.get("times").asText().equals("always")) {
            return setup.always();
        }
        return setup.times(has("times") ? wholeNumber("times", 1) : 1);
    }

    private FaultCatalog kind() {
        if (!body.isObject()) {
            throw new IllegalArgumentException("Expected a JSON object");
        }
        String id = has("fault") ? text("fault") : "";
        return FaultCatalog.byId(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "fault must be one of %s, was %s".formatted(String.join(", ", FaultCatalog.ids()), id)));
    }

    private void checkMembers(FaultCatalog kind) {
        Set<String> known = Stream.concat(
                        WHERE_AND_HOW_OFTEN.stream(), kind.parameters().stream().map(FaultParameter::id))
                .collect(Collectors.toSet());
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new IllegalArgumentException("Fault %s has no %s".formatted(kind.id(), name));
            }
        }
    }

    private boolean has(String name) {
        return body.hasNonNull(name);
    }

    private String text(String name) {
        if (!body.get(name).isTextual()) {
            throw wrong(name, "a string");
        }
        return body.get(name).textValue();
    }

    private boolean flag(String name) {
        if (!body.get(name).isBoolean()) {
            throw wrong(name, "true or false");
        }
        return body.get(name).booleanValue();
    }

    private long wholeNumber(String name, long min) {
        JsonNode value = body.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < min) {
            throw wrong(name, min == Long.MIN_VALUE ? "a whole number" : "a whole number of at least " + min);
        }
        return value.longValue();
    }

    private double rate() {
        if (!body.get("rate").isNumber()) {
            throw wrong("rate", "a number from 0 to 1");
        }
        return body.get("rate").doubleValue();
    }

    private IllegalArgumentException wrong(String name, String allowed) {
        return new IllegalArgumentException("%s must be %s, was %s".formatted(name, allowed, body.get(name)));
    }
}
