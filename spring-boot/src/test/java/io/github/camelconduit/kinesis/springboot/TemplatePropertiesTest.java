package io.github.camelconduit.kinesis.springboot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

import io.github.camelconduit.kinesis.ConduitKinesisComponent;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a template in a property: Spring expands what is between <code>${</code> and a brace. */
class TemplatePropertiesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    resource:classpath:partition-key.ftl | resource:classpath:partition-key.ftl
                    \\${data.customer}                   | ${data.customer}
                    \\${headers['customer']}             | ${headers['customer']}
                    \\${data.customer!'none'}            | ${data.customer!'none'}
                    ${customer}                          | of the environment
                    ${data.customer:none}                | none
                    """)
    void isLeftAloneAsAResourceOrBehindABackslash(String written, String template) throws IOException {
        assertThat(templateOf(new MapPropertySource(
                        "application", Map.of(PropertyNames.of("partitionKeyTemplate"), written))))
                .isEqualTo(template);
    }

    @Test
    void hasTwoBackslashesInAPropertiesFile() throws IOException {
        Resource file = file("camel.component.conduit-kinesis.partition-key-template = \\\\${data.customer}");

        assertThat(templateOf(new PropertiesPropertySourceLoader()
                        .load("application", file)
                        .get(0)))
                .isEqualTo("${data.customer}");
    }

    @Test
    void hasOneBackslashInYaml() throws IOException {
        Resource file = file("camel.component.conduit-kinesis.partition-key-template: \\${data.customer}");

        assertThat(templateOf(
                        new YamlPropertySourceLoader().load("application", file).get(0)))
                .isEqualTo("${data.customer}");
    }

    private static Resource file(String line) {
        return new ByteArrayResource(line.getBytes(StandardCharsets.UTF_8));
    }

    private static String templateOf(PropertySource<?> application) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(application);
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("other", Map.of("customer", "of the environment")));
        ConduitKinesisProperties properties = Binder.get(environment)
                .bind(ConduitKinesisProperties.PREFIX, ConduitKinesisProperties.class)
                .get();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            ConduitKinesisComponent component = new ConduitKinesisComponent(camel);
            component.init();

            new ConduitKinesisCustomizer(properties, environment).configure("conduit-kinesis", component);

            return component.getConfiguration().getPartitionKeyTemplate();
        }
    }
}
