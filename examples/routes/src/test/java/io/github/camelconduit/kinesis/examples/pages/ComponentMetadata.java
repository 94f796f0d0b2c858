package io.github.camelconduit.kinesis.examples.pages;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

import io.github.camelconduit.kinesis.ConduitKinesisComponent;

/** What the build makes of the options and headers of the component, for tools. */
final class ComponentMetadata {

    private static final String FILE = "/META-INF/io/github/camelconduit/kinesis/conduit-kinesis.json";

    private ComponentMetadata() {}

    static JsonObject read() throws IOException {
        try (Reader metadata = new InputStreamReader(
                ConduitKinesisComponent.class.getResourceAsStream(FILE), StandardCharsets.UTF_8)) {
            return (JsonObject) Jsoner.deserialize(metadata);
        } catch (DeserializationException e) {
            throw new IOException(FILE, e);
        }
    }
}
