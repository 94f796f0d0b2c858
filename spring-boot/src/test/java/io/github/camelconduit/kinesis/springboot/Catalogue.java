package io.github.camelconduit.kinesis.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.camel.tooling.model.ComponentModel.ComponentOptionModel;
import org.apache.camel.tooling.model.JsonMapper;

import io.github.camelconduit.kinesis.ConduitKinesisComponent;

/** The component's options as its metadata has them. */
final class Catalogue {

    private static final String RESOURCE = "/META-INF/io/github/camelconduit/kinesis/conduit-kinesis.json";

    private Catalogue() {}

    /** All but {@code aws}, which stands for names of other options. */
    static List<ComponentOptionModel> options() {
        return JsonMapper.generateComponentModel(read(RESOURCE)).getComponentOptions().stream()
                .filter(option -> !option.isMultiValue())
                .toList();
    }

    static String read(String resource) {
        try (InputStream in = ConduitKinesisComponent.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
