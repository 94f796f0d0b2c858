package io.github.camelconduit.kinesis.springboot;

import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.ComponentConfigurationProperties;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Configures the component from {@code camel.component.conduit-kinesis.*}, unless {@code
 * camel.component.conduit-kinesis.enabled} or, where that is not set, {@code camel.component.enabled} is false.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({"camel.component", ConduitKinesisProperties.PREFIX})
@EnableConfigurationProperties({ComponentConfigurationProperties.class, ConduitKinesisProperties.class})
public class ConduitKinesisAutoConfiguration {

    /** @throws IllegalArgumentException for a property of the component that does not exist */
    @Bean
    ComponentCustomizer conduitKinesisCustomizer(
            ConduitKinesisProperties properties, ConfigurableEnvironment environment) {
        PropertyNames.checkKnown(environment);
        return new ConduitKinesisCustomizer(properties, environment);
    }
}
