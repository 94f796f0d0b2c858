package io.github.camelconduit.kinesis.springboot;

import org.apache.camel.Component;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.apache.camel.support.PropertyBindingSupport;
import org.springframework.core.env.Environment;

import io.github.camelconduit.kinesis.ConduitKinesisComponent;

/** Sets on the component what is set in the properties, and nothing else: its own defaults hold for the rest. */
final class ConduitKinesisCustomizer implements ComponentCustomizer {

    private final ConduitKinesisProperties properties;
    private final Environment environment;

    ConduitKinesisCustomizer(ConduitKinesisProperties properties, Environment environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** Before the customizers of the application, which change what is set here. */
    @Override
    public int getOrder() {
        return HIGHEST;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof ConduitKinesisComponent
                && HierarchicalPropertiesEvaluator.evaluate(
                        environment, "camel.component.customizer", ConduitKinesisProperties.PREFIX + ".customizer");
    }

    /** @throws IllegalArgumentException for a value that the component does not take, with the name of the property */
    @Override
    public void configure(String name, Component target) {
        properties.options().forEach((option, value) -> set(target, option, value));
    }

    private static void set(Component target, String option, Object value) {
        try {
            PropertyBindingSupport.build()
                    .withConfigurer(target.getComponentPropertyConfigurer())
                    .withMandatory(true)
                    .bind(target.getCamelContext(), target, option, value);
        } catch (PropertyBindingException e) {
            throw new IllegalArgumentException(
                    PropertyNames.of(option) + ": " + e.getCause().getMessage(), e);
        }
    }
}
