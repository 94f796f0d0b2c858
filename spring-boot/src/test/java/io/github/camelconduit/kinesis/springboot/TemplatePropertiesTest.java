package io.github.camelconduit.kinesis.springboot;

import java.io.IOException;
import java.util.Map;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

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
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "application.properties",
                        Map.of(PropertyNames.of("partitionKeyTemplate"), written, "customer", "of the environment")));
        ConduitKinesisProperties properties = Binder.get(environment)
                .bind(ConduitKinesisProperties.PREFIX, ConduitKinesisProperties.class)
                .get();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            ConduitKinesisComponent component = new ConduitKinesisComponent(camel);
            component.init();

            new ConduitKinesisCustomizer(properties, environment).configure("conduit-kinesis", component);

            assertThat(component.getConfiguration().getPartitionKeyTemplate()).isEqualTo(template);
        }
    }
}
