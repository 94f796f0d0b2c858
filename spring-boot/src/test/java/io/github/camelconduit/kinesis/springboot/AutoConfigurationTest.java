package io.github.camelconduit.kinesis.springboot;

import java.util.List;
import java.util.function.Consumer;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.ConduitKinesisComponent;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisEndpoint;
import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.PositionStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What the properties of an application do to the component. */
class AutoConfigurationTest {

    private static final String PREFIX = "camel.component.conduit-kinesis.";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(CamelAutoConfiguration.class, ConduitKinesisAutoConfiguration.class));

    private void configured(List<String> properties, Consumer<ConduitKinesisConfiguration> check) {
        application
                .withPropertyValues(properties.stream().map(p -> PREFIX + p).toArray(String[]::new))
                .withUserConfiguration(Beans.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    check.accept(context.getBean(CamelContext.class)
                            .getComponent("conduit-kinesis", ConduitKinesisComponent.class)
                            .getConfiguration());
                });
    }

    /** The configuration of an endpoint, where the names of the Conduit connector have become ours. */
    private void endpoint(List<String> properties, Consumer<ConduitKinesisConfiguration> check) {
        application
                .withPropertyValues(properties.stream().map(p -> PREFIX + p).toArray(String[]::new))
                .run(context -> check.accept(context.getBean(CamelContext.class)
                        .getEndpoint("conduit-kinesis:orders", ConduitKinesisEndpoint.class)
                        .getConfiguration()));
    }

    @Test
    void setsTheComponentsOptions() {
        configured(List.of("region=eu-central-1", "commit-interval=5s", "deregisterConsumer=onStop"), configuration -> {
            assertThat(configuration.getRegion()).isEqualTo("eu-central-1");
            assertThat(configuration.getCommitInterval()).isEqualTo(5_000);
            assertThat(configuration.getDeregisterConsumer())
                    .isEqualTo(ConduitKinesisConfiguration.DeregisterConsumer.onStop);
            assertThat(configuration.getPositionStore()).as("not set").isNull();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "camel.component.conduit-kinesis.enabled=false",
        "camel.component.enabled=false",
        "camel.component.conduit-kinesis.customizer.enabled=false",
        "camel.component.customizer.enabled=false"
    })
    void canBeSwitchedOff(String off) {
        application.withPropertyValues(PREFIX + "region=eu-central-1", off).run(context -> assertThat(
                        context.getBean(CamelContext.class)
                                .getComponent("conduit-kinesis", ConduitKinesisComponent.class)
                                .getConfiguration()
                                .getRegion())
                .isNull());
    }

    @Test
    void canBeLeftOnWhereOtherComponentsAreSwitchedOff() {
        application
                .withPropertyValues(
                        PREFIX + "region=eu-central-1", PREFIX + "enabled=true", "camel.component.enabled=false")
                .run(context -> assertThat(context.getBean(CamelContext.class)
                                .getComponent("conduit-kinesis", ConduitKinesisComponent.class)
                                .getConfiguration()
                                .getRegion())
                        .isEqualTo("eu-central-1"));
    }

    @Test
    void takesTheNamesOfTheConduitConnector() {
        endpoint(
                List.of(
                        "aws.accessKeyId=id",
                        "aws.secretAccessKey=secret",
                        "aws.region=eu-central-1",
                        "aws.url=http://localhost:4567",
                        "streamARN=arn:aws:kinesis:eu-central-1:123456789012:stream/orders",
                        "startFromLatest=true",
                        "auto.create.streams=true"),
                configuration -> {
                    assertThat(configuration.getAccessKeyId()).isEqualTo("id");
                    assertThat(configuration.getSecretAccessKey()).isEqualTo("secret");
                    assertThat(configuration.getRegion()).isEqualTo("eu-central-1");
                    assertThat(configuration.getUrl()).isEqualTo("http://localhost:4567");
                    assertThat(configuration.getStreamArn()).endsWith("stream/orders");
                    assertThat(configuration.isStartFromLatest()).isTrue();
                    assertThat(configuration.isAutoCreateStream()).isTrue();
                });
    }

    /** As a command line takes back what {@code application.properties} says. */
    @Test
    void takesAnEmptyValueForNone() {
        endpoint(
                List.of(
                        "url=",
                        "access-key-id=",
                        "secret-access-key=",
                        "position-directory=",
                        "region=eu-central-1",
                        "use-default-credentials-provider=true"),
                configuration -> assertThat(configuration.isUseDefaultCredentialsProvider())
                        .isTrue());
    }

    @Test
    void takesTheirNamesWithDashesToo() {
        endpoint(
                List.of("aws.access-key-id=id", "aws.secret-access-key=secret", "aws.region=us-east-1"),
                configuration -> {
                    assertThat(configuration.getAccessKeyId()).isEqualTo("id");
                    assertThat(configuration.getSecretAccessKey()).isEqualTo("secret");
                });
    }

    @Test
    void refusesAnOptionThatIsGivenTwiceWithDifferentValues() {
        Throwable failure = catchThrowable(
                () -> endpoint(List.of("aws.region=eu-central-1", "region=us-east-1"), configuration -> {}));

        assertThat(failure)
                .rootCause()
                .hasMessageContaining("Option given twice")
                .hasMessageContaining("aws.region");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kinesis", "#kinesis", "#bean:kinesis"})
    void takesAClientOfTheApplication(String reference) {
        configured(List.of("amazon-kinesis-async-client=" + reference), configuration -> assertThat(
                        configuration.getAmazonKinesisAsyncClient())
                .isInstanceOf(UnusedClient.class));
    }

    @Test
    void takesAPositionStoreOfTheApplication() {
        configured(List.of("position-store=#positions"), configuration -> assertThat(configuration.getPositionStore())
                .isInstanceOf(MemoryPositionStore.class));
    }

    @Test
    void takesAnOffsetRepositoryOfTheApplication() {
        configured(
                List.of("offset-repository=offsets"), configuration -> assertThat(configuration.getOffsetRepository())
                        .isInstanceOf(MemoryStateRepository.class));
    }

    @Test
    void setsOptionsOnAConfigurationOfTheApplication() {
        configured(List.of("application-name=other", "configuration=ours"), configuration -> {
            assertThat(configuration.getRegion()).isEqualTo("ap-south-1");
            assertThat(configuration.getApplicationName()).isEqualTo("other");
        });
    }

    @Test
    void leavesTheLastWordToCustomizersOfTheApplication() {
        application
                .withPropertyValues(PREFIX + "region=eu-central-1", PREFIX + "application-name=shop")
                .withUserConfiguration(OwnCustomizer.class)
                .run(context -> {
                    ConduitKinesisConfiguration configuration = context.getBean(CamelContext.class)
                            .getComponent("conduit-kinesis", ConduitKinesisComponent.class)
                            .getConfiguration();
                    assertThat(configuration.getRegion()).isEqualTo("us-west-2");
                    assertThat(configuration.getApplicationName()).isEqualTo("shop");
                });
    }

    @Test
    void saysWhichPropertyNamesABeanThatIsNotThere() {
        Throwable failure =
                catchThrowable(() -> configured(List.of("amazon-kinesis-async-client=kinessi"), configuration -> {}));

        assertThat(failure)
                .hasStackTraceContaining(PREFIX + "amazon-kinesis-async-client")
                .hasStackTraceContaining("kinessi");
    }

    @Test
    void saysWhichPropertyHasABeanOfAnotherType() {
        Throwable failure =
                catchThrowable(() -> configured(List.of("amazon-kinesis-async-client=positions"), configuration -> {}));

        assertThat(failure).hasStackTraceContaining(PREFIX + "amazon-kinesis-async-client");
    }

    @Test
    void saysWhichPropertyHasAValueThatIsNone() {
        application.withPropertyValues(PREFIX + "concurrent-consumers=many").run(context -> assertThat(context)
                .getFailure()
                .hasStackTraceContaining(PREFIX + "concurrent-consumers"));
    }

    @Test
    void refusesAPropertyThatDoesNotExistWithoutItsValue() {
        application
                .withPropertyValues(PREFIX + "secretAcessKey=marked", PREFIX + "aws.reigon=marked")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(
                                "Unknown properties: " + PREFIX + "aws.reigon, " + PREFIX + "secretacesskey")
                        .hasStackTraceContaining("secret-access-key")
                        .extracting(Throwables::text)
                        .asString()
                        .doesNotContain("marked"));
    }

    @Test
    void cannotGiveRoutesATemplateWithoutABackslash() {
        application
                .withPropertyValues("escaped=\\${data.customer}", "bare=${data.customer}")
                .run(context -> {
                    CamelContext camel = context.getBean(CamelContext.class);
                    assertThat(camel.resolvePropertyPlaceholders("{{escaped}}")).isEqualTo("${data.customer}");
                    assertThatThrownBy(() -> camel.resolvePropertyPlaceholders("{{bare}}"))
                            .hasStackTraceContaining("data.customer");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        KinesisAsyncClient kinesis() {
            return new UnusedClient();
        }

        @Bean
        PositionStore positions() {
            return new MemoryPositionStore();
        }

        @Bean
        StateRepository<String, String> offsets() {
            return new MemoryStateRepository();
        }

        @Bean
        ConduitKinesisConfiguration ours() {
            ConduitKinesisConfiguration ours = new ConduitKinesisConfiguration();
            ours.setRegion("ap-south-1");
            return ours;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnCustomizer {

        @Bean
        ComponentCustomizer kinesisRegion() {
            return ComponentCustomizer.builder(ConduitKinesisComponent.class)
                    .build(component -> component.getConfiguration().setRegion("us-west-2"));
        }
    }
}
