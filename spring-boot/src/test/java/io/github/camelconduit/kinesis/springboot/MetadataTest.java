package io.github.camelconduit.kinesis.springboot;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.tooling.model.ComponentModel.ComponentOptionModel;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/** What editors show of the properties is what the component's metadata says of its options. */
class MetadataTest {

    private JsonObject metadata;
    private Map<String, JsonObject> properties;

    @BeforeEach
    void load() throws Exception {
        metadata = (JsonObject) Jsoner.deserialize(Catalogue.read("/META-INF/spring-configuration-metadata.json"));
        properties = array("properties").collect(Collectors.toMap(p -> p.getString("name"), Function.identity()));
    }

    static Stream<ComponentOptionModel> options() {
        return Catalogue.options().stream();
    }

    @ParameterizedTest
    @MethodSource("options")
    void hasEachOptionWithItsTypeDescriptionDefaultAndDeprecation(ComponentOptionModel option) {
        JsonObject property = properties.get(PropertyNames.of(option.getName()));

        assertThat(property).isNotNull();
        assertThat(property.getString("description")).startsWith(option.getDescription());
        assertThat(property.getString("type"))
                .isEqualTo(BeanUtils.findPropertyType(option.getName(), ConduitKinesisProperties.class)
                        .getName());
        assertThat(property.getBooleanOrDefault("deprecated", false)).isEqualTo(option.isDeprecated());
        if ("duration".equals(option.getType())) {
            Duration shown = DurationStyle.detectAndParse(property.getString("defaultValue"));
            assertThat(shown.toMillis()).isEqualTo(Long.parseLong((String) option.getDefaultValue()));
        } else {
            assertThat(String.valueOf(property.get("defaultValue")))
                    .isEqualTo(String.valueOf(option.getDefaultValue()));
        }
    }

    @Test
    void hasTheNamesOfTheConduitConnectorAndTheSwitches() {
        assertThat(properties.keySet())
                .contains(
                        "camel.component.conduit-kinesis.enabled",
                        "camel.component.conduit-kinesis.customizer.enabled",
                        "camel.component.conduit-kinesis.aws.access-key-id",
                        "camel.component.conduit-kinesis.aws.secret-access-key",
                        "camel.component.conduit-kinesis.aws.session-token",
                        "camel.component.conduit-kinesis.aws.region",
                        "camel.component.conduit-kinesis.aws.url",
                        "camel.component.conduit-kinesis.auto.create.streams");
    }

    @Test
    void hasNothingThatIsNotKnown() {
        assertThat(properties.keySet())
                .containsExactlyInAnyOrderElementsOf(ConduitKinesisProperties.NAMES.stream()
                        .map(name -> ConduitKinesisProperties.PREFIX + "." + name)
                        .toList());
    }

    @Test
    void namesClassesThatAreThere() {
        assertThat(Stream.concat(array("groups"), array("properties")))
                .allSatisfy(entry ->
                        assertThat(Class.forName(entry.getString("sourceType"))).isNotNull());
    }

    @Test
    void offersBeansAndValues() {
        assertThat(array("hints").map(JsonObject::toJson))
                .anyMatch(hint -> hint.contains("amazon-kinesis-async-client")
                        && hint.contains("spring-bean-reference")
                        && hint.contains("software.amazon.awssdk.services.kinesis.KinesisAsyncClient"))
                .anyMatch(hint -> hint.contains("proxy-protocol") && hint.contains("https"));
    }

    private Stream<JsonObject> array(String name) {
        return ((JsonArray) metadata.get(name)).stream().map(JsonObject.class::cast);
    }
}
