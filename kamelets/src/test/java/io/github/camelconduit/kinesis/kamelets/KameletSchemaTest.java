package io.github.camelconduit.kinesis.kamelets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The Kamelets describe their properties as the component describes its options, completely. */
class KameletSchemaTest {

    @ParameterizedTest
    @ValueSource(strings = {Kamelets.SOURCE, Kamelets.SINK})
    void describesEveryOptionOfItsSideUnderBothNames(String kamelet) {
        Map<String, ComponentModel.EndpointOptionModel> options = Kamelets.options(kamelet);
        Map<String, Object> expected = new TreeMap<>();
        options.forEach((name, option) -> expected.put(name, schema(name, option, description(kamelet, option))));
        Kamelets.ORIGINAL_NAMES.forEach((original, ours) -> {
            if (options.containsKey(ours)) {
                expected.put(original, schema(original, options.get(ours), originalName(ours)));
            }
        });

        Map<String, Object> properties = new TreeMap<>(Kamelets.properties(kamelet));

        assertThat(properties.keySet()).isEqualTo(expected.keySet());
        properties.forEach((name, property) -> {
            Map<String, Object> schema = new LinkedHashMap<>(Kamelets.map(property));
            assertThat((String) schema.remove("title")).as(name).isNotBlank();
            assertThat(schema).as(name).isEqualTo(expected.get(name));
        });
        assertThat(Kamelets.texts(Kamelets.definition(kamelet).get("required"))).containsExactly("streamNameOrArn");
    }

    private static String originalName(String ours) {
        return "The name that the Conduit connector has for " + ours + ". One of the two, or both with the same value.";
    }

    /** What the component says, for this side alone; the default is told, not handed on. */
    private static String description(String kamelet, ComponentModel.EndpointOptionModel option) {
        String text = Kamelets.ownWords(kamelet, option.getDescription());
        String sentences = text.endsWith(".") ? text : text + ".";
        if (option.getDefaultValue() == null) {
            return sentences;
        }
        String unit = "duration".equals(option.getType()) ? " milliseconds" : "";
        return sentences + " Default: " + option.getDefaultValue() + unit + ".";
    }

    private static Map<String, Object> schema(
            String name, ComponentModel.EndpointOptionModel option, String description) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", description);
        String type =
                switch (option.getType()) {
                    case "integer", "boolean" -> option.getType();
                    default -> "string";
                };
        schema.put("type", type);
        if (option.getEnums() != null && !option.getEnums().isEmpty()) {
            schema.put("enum", option.getEnums());
        }
        if (!"streamNameOrArn".equals(name)) {
            schema.put("default", "");
        }
        if (option.isSecret()) {
            schema.put("format", "password");
            schema.put(
                    "x-descriptors",
                    List.of("urn:alm:descriptor:com.tectonic.ui:password", "urn:camel:group:credentials"));
        } else if ("boolean".equals(type)) {
            schema.put("x-descriptors", List.of("urn:alm:descriptor:com.tectonic.ui:checkbox"));
        }
        return schema;
    }

    @ParameterizedTest
    @CsvSource({Kamelets.SOURCE + ",out", Kamelets.SINK + ",in", Kamelets.SINK + ",out"})
    void describesTheHeadersOfItsSide(String kamelet, String slot) {
        Map<String, Object> dataTypes =
                Kamelets.map(Kamelets.map(Kamelets.file(kamelet).get("spec")).get("dataTypes"));
        Map<String, String> described = new TreeMap<>();
        Kamelets.map(Kamelets.map(dataTypes.get(slot)).get("headers"))
                .forEach((name, header) ->
                        described.put(name, (String) Kamelets.map(header).get("description")));

        assertThat(described).isEqualTo(Kamelets.headers(kamelet, slot));
    }

    @ParameterizedTest
    @ValueSource(strings = {Kamelets.SOURCE, Kamelets.SINK})
    void speaksOfItsOwnSide(String kamelet) {
        String other = Kamelets.SOURCE.equals(kamelet) ? "producer" : "consumer:";
        String file = Kamelets.file(kamelet).toString();

        assertThat(file.toLowerCase(Locale.ROOT)).doesNotContain(other, "for a consumer", "for a producer", "the path");
    }

    @ParameterizedTest
    @ValueSource(strings = {Kamelets.SOURCE, Kamelets.SINK})
    void handsEveryPropertyToTheEndpoint(String kamelet) {
        Map<String, Object> from = Kamelets.map(
                Kamelets.map(Kamelets.map(Kamelets.file(kamelet).get("spec")).get("template"))
                        .get("from"));
        Map<String, Object> endpoint = from;
        if (Kamelets.SINK.equals(kamelet)) {
            Object step = ((List<?>) from.get("steps")).get(0);
            endpoint = Kamelets.map(Kamelets.map(step).get("to"));
        }
        Set<String> expected = new TreeSet<>(Kamelets.properties(kamelet).keySet());
        expected.remove("streamNameOrArn");

        assertThat(endpoint.get("uri")).isEqualTo("conduit-kinesis:{{streamNameOrArn}}");
        assertThat(Kamelets.map(endpoint.get("parameters")))
                .containsOnlyKeys(expected)
                .allSatisfy((name, value) -> assertThat(value).isEqualTo("RAW({{" + name + "}})"));
    }

    @ParameterizedTest
    @ValueSource(strings = {Kamelets.SOURCE, Kamelets.SINK})
    void namesTheComponentOfItsOwnVersion(String kamelet) {
        Map<String, Object> metadata = Kamelets.map(Kamelets.file(kamelet).get("metadata"));
        String version = System.getProperty("project.version");

        assertThat(Kamelets.texts(
                        Kamelets.map(Kamelets.file(kamelet).get("spec")).get("dependencies")))
                .contains("camel:kamelet", "mvn:io.github.camel-conduit:camel-conduit-kinesis:" + version);
        assertThat(Kamelets.map(metadata.get("annotations")))
                .containsEntry("camel.apache.org/catalog.version", version)
                .containsKeys("camel.apache.org/provider", "camel.apache.org/kamelet.icon");
        assertThat(metadata.get("name")).isEqualTo(kamelet);
        assertThat(Kamelets.map(metadata.get("labels")))
                .containsEntry("camel.apache.org/kamelet.type", kamelet.substring(kamelet.lastIndexOf('-') + 1));
    }
}
