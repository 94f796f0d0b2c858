package io.github.camelconduit.kinesis.springboot;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.apache.camel.tooling.model.ComponentModel.ComponentOptionModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.ConduitKinesisComponent;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** Every option of the component can be set by a property, in all ways to write one. */
class EveryOptionTest {

    private static final String PREFIX = "camel.component.conduit-kinesis.";
    private static final Map<Class<?>, Object> BEANS = Map.of(
            ConduitKinesisConfiguration.class,
            new ConduitKinesisConfiguration(),
            StateRepository.class,
            new MemoryStateRepository(),
            KinesisAsyncClient.class,
            new UnusedClient());

    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();

    @BeforeAll
    static void startCamel() {
        BEANS.forEach((type, bean) -> CAMEL.getRegistry().bind(type.getSimpleName(), bean));
        CAMEL.start();
    }

    @AfterAll
    static void stopCamel() {
        CAMEL.stop();
    }

    static Stream<ComponentOptionModel> options() {
        return Catalogue.options().stream();
    }

    @ParameterizedTest
    @MethodSource("options")
    void canBeWrittenInCamelCase(ComponentOptionModel option) {
        assertSets(option, properties(PREFIX + option.getName(), written(option)));
    }

    @ParameterizedTest
    @MethodSource("options")
    void canBeWrittenWithDashes(ComponentOptionModel option) {
        assertSets(option, properties(PropertyNames.of(option.getName()), written(option)));
    }

    @ParameterizedTest
    @MethodSource("options")
    void canBeAnEnvironmentVariable(ComponentOptionModel option) {
        String name = "CAMEL_COMPONENT_CONDUITKINESIS_" + option.getName().toUpperCase(Locale.ROOT);
        assertSets(
                option,
                new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, written(option))));
    }

    @Test
    void whatIsNotSetIsLeftToTheComponent() {
        assertThat(bound(properties("unrelated", "x")).options()).isEmpty();
    }

    private void assertSets(ComponentOptionModel option, PropertySource<?> source) {
        ConduitKinesisComponent component = new ConduitKinesisComponent(CAMEL);
        component.init();
        PropertyConfigurerGetter getter = (PropertyConfigurerGetter) component.getComponentPropertyConfigurer();
        Object expected = expected(option);
        assertThat(getter.getOptionValue(component, option.getName(), true))
                .as("something else before")
                .isNotEqualTo(expected);

        new ConduitKinesisCustomizer(bound(source), new StandardEnvironment()).configure("conduit-kinesis", component);

        assertThat(getter.getOptionValue(component, option.getName(), true)).isEqualTo(expected);
    }

    private static ConduitKinesisProperties bound(PropertySource<?> source) {
        return new Binder(ConfigurationPropertySources.from(source))
                .bindOrCreate(ConduitKinesisProperties.PREFIX, ConduitKinesisProperties.class);
    }

    private static PropertySource<?> properties(String name, Object value) {
        return new MapPropertySource("application.properties", Map.of(name, value));
    }

    private static String written(ComponentOptionModel option) {
        return switch (option.getType()) {
            case "duration" -> "7s";
            case "boolean" -> String.valueOf(!Boolean.TRUE.equals(option.getDefaultValue()));
            case "integer" -> "4242";
            case "enum" -> other(option);
            case "object" ->
                "java.lang.Object".equals(option.getJavaType())
                        ? "text"
                        : beanType(option).getSimpleName();
            default -> "text";
        };
    }

    private static Object expected(ComponentOptionModel option) {
        String written = written(option);
        return switch (option.getType()) {
            case "duration" -> 7_000L;
            case "boolean" -> Boolean.valueOf(written);
            case "integer" -> option.getJavaType().endsWith("ong") ? (Object) 4242L : (Object) 4242;
            case "enum" -> constant(option, written);
            case "object" -> "java.lang.Object".equals(option.getJavaType()) ? written : BEANS.get(beanType(option));
            default -> written;
        };
    }

    private static String other(ComponentOptionModel option) {
        List<String> values = option.getEnums();
        return values.stream()
                .filter(value -> !value.equals(option.getDefaultValue()))
                .findFirst()
                .orElseThrow();
    }

    private static Object constant(ComponentOptionModel option, String name) {
        if ("java.lang.String".equals(option.getJavaType())) {
            return name;
        }
        String enumName = option.getJavaType().substring(option.getJavaType().lastIndexOf('.') + 1);
        return Stream.of(ConduitKinesisConfiguration.class.getDeclaredClasses())
                .filter(nested -> nested.getSimpleName().equals(enumName))
                .flatMap(nested -> Stream.of(nested.getEnumConstants()))
                .filter(constant -> constant.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Class<?> beanType(ComponentOptionModel option) {
        return BEANS.keySet().stream()
                .filter(type -> option.getJavaType().startsWith(type.getName()))
                .findFirst()
                .orElseThrow();
    }
}
