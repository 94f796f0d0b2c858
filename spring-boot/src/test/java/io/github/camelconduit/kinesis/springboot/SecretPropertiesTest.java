package io.github.camelconduit.kinesis.springboot;

import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Marked keys must not be seen in what the actuator shows, also where it is told to show values. */
class SecretPropertiesTest {

    private static final String PREFIX = "camel.component.conduit-kinesis.";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    CamelAutoConfiguration.class,
                    ConduitKinesisAutoConfiguration.class,
                    SecretPropertiesAutoConfiguration.class,
                    EnvironmentEndpointAutoConfiguration.class,
                    ConfigurationPropertiesReportEndpointAutoConfiguration.class))
            .withPropertyValues(
                    "spring.jmx.enabled=true",
                    "management.endpoints.jmx.exposure.include=*",
                    "management.endpoint.env.show-values=always",
                    "management.endpoint.configprops.show-values=always",
                    PREFIX + "region=eu-central-1");

    @Test
    void areNotShownWithDashes() {
        assertHidden(set("access-key-id", "secret-access-key", "session-token"));
    }

    @Test
    void areNotShownInCamelCase() {
        assertHidden(set("accessKeyId", "secretAccessKey", "sessionToken"));
    }

    @Test
    void areNotShownUnderTheNamesOfTheConduitConnector() {
        assertHidden(set("aws.accessKeyId", "aws.secretAccessKey", "aws.session-token"));
    }

    @Test
    void areNotShownOfTheEnvironment() {
        String prefix = "CAMEL_COMPONENT_CONDUITKINESIS_";
        assertHidden(application.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of(
                                        prefix + "ACCESSKEYID", "marked",
                                        prefix + "SECRETACCESSKEY", "marked",
                                        prefix + "AWS_SECRETACCESSKEY", "marked")))));
    }

    private ApplicationContextRunner set(String... properties) {
        return application.withPropertyValues(Stream.of(properties)
                .map(property -> PREFIX + property + "=marked")
                .toArray(String[]::new));
    }

    private static void assertHidden(ApplicationContextRunner application) {
        application.run(context -> {
            ObjectMapper json = new ObjectMapper().findAndRegisterModules();
            String env = json.writeValueAsString(
                    context.getBean(EnvironmentEndpoint.class).environment("camel.*|CAMEL.*"));
            String properties = json.writeValueAsString(context.getBean(ConfigurationPropertiesReportEndpoint.class)
                    .configurationPropertiesWithPrefix(ConduitKinesisProperties.PREFIX));
            assertThat(env).contains("eu-central-1").doesNotContain("marked");
            assertThat(properties).contains("eu-central-1").doesNotContain("marked");
            assertThat(context.getBean(ConduitKinesisProperties.class).toString())
                    .doesNotContain("marked");
        });
    }
}
