package io.github.camelconduit.kinesis.quarkus.deployment;

import java.util.HashMap;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelconduit.kinesis.quarkus.deployment.ConduitKinesisBuildTimeConfig.ServerRules;

import static org.assertj.core.api.Assertions.assertThat;

class DevServicesProcessorTest {

    private static final String COMPONENT = "camel.component.conduit-kinesis.";
    private static final String DEV_SERVICES = "quarkus.conduit-kinesis.devservices.";

    private final Map<String, String> properties = new HashMap<>();
    private boolean developing;

    private SmallRyeConfig config() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(ConduitKinesisBuildTimeConfig.class)
                .withSources(new PropertiesConfigSource(properties, "application.properties", 250))
                .build();
    }

    private DevServerSettings server() {
        SmallRyeConfig config = config();
        return DevServicesProcessor.server(
                        config.getConfigMapping(ConduitKinesisBuildTimeConfig.class)
                                .devservices(),
                        new GivenOptions(config),
                        developing)
                .orElse(null);
    }

    private Map<String, String> componentOptions() {
        return DevServicesProcessor.settingsFor(new GivenOptions(config()), "us-east-1");
    }

    @Test
    void withoutAnySettingAServerIsStartedOnAnyPort() {
        assertThat(server()).isEqualTo(new DevServerSettings("us-east-1", 0, false, Map.of(), ServerRules.FAST));
    }

    @Test
    void whatIsSetIsWhatIsStarted() {
        properties.put(COMPONENT + "region", "eu-central-1");
        properties.put(DEV_SERVICES + "port", "4567");
        properties.put(DEV_SERVICES + "rules", "aws");
        properties.put(DEV_SERVICES + "streams.orders", "4");
        properties.put(DEV_SERVICES + "streams.\"my.stream\"", "2");

        assertThat(server())
                .isEqualTo(new DevServerSettings(
                        "eu-central-1", 4567, false, Map.of("orders", 4, "my.stream", 2), ServerRules.AWS));
    }

    @Test
    void noneIsStartedWhereItIsDisabled() {
        properties.put(DEV_SERVICES + "enabled", "false");

        assertThat(server()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "aws.url", "amazon-kinesis-async-client"})
    void noneIsStartedWhereTheComponentHasAServer(String option) {
        properties.put(COMPONENT + option, "given");

        assertThat(server()).isNull();
    }

    @Test
    void aServerIsSharedOnlyInDevModeAndOnAPortThatIsSet() {
        assertThat(server().shared()).isFalse();
        developing = true;
        assertThat(server().shared()).as("any free port").isFalse();
        properties.put(DEV_SERVICES + "port", "4567");
        assertThat(server().shared()).isTrue();
        properties.put(DEV_SERVICES + "shared", "false");
        assertThat(server().shared()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accessKeyId",
                "secret-access-key",
                "session-token",
                "use-default-credentials-provider",
                "profileCredentialsName"
            })
    void credentialsOfTheApplicationStand(String option) {
        properties.put(COMPONENT + option, "given");

        assertThat(componentOptions()).containsOnlyKeys(COMPONENT + "region");
    }

    @Test
    void theComponentGetsARegionAndKeysWhereThereAreNone() {
        assertThat(componentOptions())
                .containsOnlyKeys(COMPONENT + "region", COMPONENT + "access-key-id", COMPONENT + "secret-access-key");
        properties.put(COMPONENT + "region", "eu-central-1");
        assertThat(componentOptions()).doesNotContainKey(COMPONENT + "region");
    }
}
