package io.github.camelconduit.kinesis.docs;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelconduit.kinesis.ConduitKinesisConsumer;
import io.github.camelconduit.kinesis.ConduitKinesisProducer;
import io.github.camelconduit.kinesis.fanout.SubscriptionFailure;
import io.github.camelconduit.kinesis.publish.WriteFailure;

import static org.assertj.core.api.Assertions.assertThat;

/** The page on health names all that there is. */
class HealthPageTest {

    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("../src/main/docs/health.adoc"));
    }

    @ParameterizedTest
    @EnumSource
    void namesEveryFailureOfAProducer(WriteFailure failure) {
        assertThat(page).contains("`" + failure + "`");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"INVALID_CALL", "MALFORMED"})
    void namesEveryFailureOfAConsumerThatCanBeHelped(SubscriptionFailure failure) {
        assertThat(page).contains("`" + failure + "`");
    }

    @ParameterizedTest
    @ValueSource(classes = {ConduitKinesisConsumer.class, ConduitKinesisProducer.class})
    void namesEveryAttributeAndOperation(Class<?> managed) {
        Stream<String> attributes = Arrays.stream(managed.getMethods())
                .filter(method -> method.isAnnotationPresent(ManagedAttribute.class))
                .map(method -> method.getName().replaceFirst("^(get|is)", ""));
        Stream<String> operations = Arrays.stream(managed.getMethods())
                .filter(method -> method.isAnnotationPresent(ManagedOperation.class))
                .map(Method::getName);

        assertThat(Stream.concat(attributes, operations)).hasSizeGreaterThan(10).allSatisfy(name -> assertThat(page)
                .containsPattern("`" + name + "(\\(\\))?`"));
    }

    @Test
    void namesEveryThreshold() {
        assertThat(OptionMetadata.load().getEndpointOptions())
                .extracting(BaseOptionModel::getName)
                .filteredOn(name -> name.startsWith("healthCheck"))
                .hasSize(3)
                .allSatisfy(name -> assertThat(page).contains("| `" + name + "`"));
    }
}
