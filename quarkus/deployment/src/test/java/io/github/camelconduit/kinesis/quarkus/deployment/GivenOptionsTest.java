package io.github.camelconduit.kinesis.quarkus.deployment;

import java.util.Map;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GivenOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.conduit-kinesis.accessKeyId",
                "camel.component.conduit-kinesis.access-key-id",
                "camel.component.conduit-kinesis.aws.accessKeyId",
                "camel.component.conduit-kinesis.configuration.accessKeyId"
            })
    void anOptionIsGivenInEverySpelling(String name) {
        assertThat(given(Map.of(name, "AKIA")).value("accessKeyId")).contains("AKIA");
    }

    @Test
    void anOptionIsGivenByTheEnvironment() {
        Config config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(Map.of("CAMEL_COMPONENT_CONDUIT_KINESIS_ACCESS_KEY_ID", "AKIA"), 300))
                .build();

        assertThat(new GivenOptions(config).value("accessKeyId")).contains("AKIA");
    }

    @Test
    void anEmptyValueAndThatOfAnotherProfileAreNotGiven() {
        GivenOptions given = given(Map.of(
                "camel.component.conduit-kinesis.url",
                "${KINESIS_URL:}",
                "%prod.camel.component.conduit-kinesis.url",
                "http://example.org"));

        assertThat(given.value("url")).isEmpty();
        assertThat(given.hasAny("url", "amazonKinesisAsyncClient")).isFalse();
    }

    @Test
    void aValueThatRefersToNothingIsNotGiven() {
        assertThat(given(Map.of("camel.component.conduit-kinesis.url", "${kinesis.nowhere}"))
                        .hasAny("url"))
                .isFalse();
    }

    private static GivenOptions given(Map<String, String> properties) {
        return new GivenOptions(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties, "application.properties", 250))
                .build());
    }
}
