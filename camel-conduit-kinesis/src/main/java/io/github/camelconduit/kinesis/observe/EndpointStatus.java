package io.github.camelconduit.kinesis.observe;

import java.util.function.BiConsumer;

import org.apache.camel.util.json.JsonObject;

/** How it stands with a consumer or a producer. Never anything secret. */
public sealed interface EndpointStatus permits ConsumerStatus, ProducerStatus {

    /** The stream it is about. */
    String stream();

    Health health();

    /** What it has several of, each with a state of its own: shards or streams. */
    String part();

    /** What a health check shows beside why it is DOWN. */
    void details(BiConsumer<String, Object> to);

    /** For the dev console. */
    JsonObject toJson();

    /** For the dev console. */
    String toText();
}
