package io.github.camelconduit.kinesis.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;

/** The metadata of the component's options and headers, as the build generates it. */
public final class OptionMetadata {

    private static final String RESOURCE = "/META-INF/io/github/camelconduit/kinesis/conduit-kinesis.json";

    private OptionMetadata() {}

    public static ComponentModel load() {
        try (InputStream in = OptionMetadata.class.getResourceAsStream(RESOURCE)) {
            return JsonMapper.generateComponentModel(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
