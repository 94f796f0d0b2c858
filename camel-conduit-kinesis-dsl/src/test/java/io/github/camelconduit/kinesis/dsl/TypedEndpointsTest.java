package io.github.camelconduit.kinesis.dsl;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.EndpointConsumerBuilder;
import org.apache.camel.builder.EndpointProducerBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnLostAnswer;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnMissingStream;
import io.github.camelconduit.kinesis.ConduitKinesisEndpoint;
import io.github.camelconduit.kinesis.dsl.endpoint.ConduitKinesisEndpointBuilderFactory.AdvancedConduitKinesisEndpointConsumerBuilder;
import io.github.camelconduit.kinesis.dsl.endpoint.ConduitKinesisEndpointBuilderFactory.AdvancedConduitKinesisEndpointProducerBuilder;
import io.github.camelconduit.kinesis.dsl.endpoint.ConduitKinesisEndpointBuilderFactory.ConduitKinesisBuilders;
import io.github.camelconduit.kinesis.dsl.endpoint.ConduitKinesisEndpointBuilderFactory.ConduitKinesisEndpointConsumerBuilder;
import io.github.camelconduit.kinesis.dsl.endpoint.ConduitKinesisEndpointBuilderFactory.ConduitKinesisEndpointProducerBuilder;

import static io.github.camelconduit.kinesis.dsl.StaticEndpointBuilders.conduitKinesis;
import static org.assertj.core.api.Assertions.assertThat;

/** Endpoints built with types are the endpoints that their options say. */
class TypedEndpointsTest {

    private final CamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stopCamel() {
        camel.stop();
    }

    @Test
    void aConsumerGetsTheOptionsThatWereSet() {
        ConduitKinesisConfiguration configuration = read(conduitKinesis("orders")
                .region("eu-central-1")
                .useDefaultCredentialsProvider(true)
                .concurrentConsumers(3)
                .onMissingStream(OnMissingStream.wait)
                .startFromLatest("true")
                .advanced()
                .commitInterval("5s"));

        assertThat(configuration.getStreamNameOrArn()).isEqualTo("orders");
        assertThat(configuration.getRegion()).isEqualTo("eu-central-1");
        assertThat(configuration.isUseDefaultCredentialsProvider()).isTrue();
        assertThat(configuration.getConcurrentConsumers()).isEqualTo(3);
        assertThat(configuration.getOnMissingStream()).isEqualTo(OnMissingStream.wait);
        assertThat(configuration.isStartFromLatest()).isTrue();
        assertThat(configuration.getCommitInterval()).isEqualTo(5_000);
    }

    @Test
    void aProducerGetsATemplateAndSecretsAsTheyWereWritten() {
        ConduitKinesisConfiguration configuration =
                written(conduitKinesis("arn:aws:kinesis:eu-central-1:123456789012:stream/orders")
                        .accessKeyId("id")
                        .secretAccessKey("a+b/c%20d=")
                        .partitionKeyTemplate("${data.customer}")
                        .onLostAnswer(OnLostAnswer.fail));

        assertThat(configuration.getSecretAccessKey()).isEqualTo("a+b/c%20d=");
        assertThat(configuration.getPartitionKeyTemplate()).isEqualTo("${data.customer}");
        assertThat(configuration.getOnLostAnswer()).isEqualTo(OnLostAnswer.fail);
    }

    @Test
    void theNamesOfTheConduitConnectorWorkHereToo() {
        ConduitKinesisConfiguration configuration = read(
                conduitKinesis("orders").advanced().aws("region", "eu-west-1").aws("accessKeyId", "id"));

        assertThat(configuration.getRegion()).isEqualTo("eu-west-1");
        assertThat(configuration.getAccessKeyId()).isEqualTo("id");
    }

    @Test
    void anEndpointRouteBuilderGetsTheMethodByAnInterface() throws Exception {
        camel.addRoutes(new OrdersRoute());
        camel.start();

        assertThat(camel.getEndpoints())
                .filteredOn(ConduitKinesisEndpoint.class::isInstance)
                .singleElement()
                .satisfies(endpoint -> assertThat(
                                ((ConduitKinesisEndpoint) endpoint).getStream().region())
                        .isEqualTo("eu-west-1"));
    }

    private static final class OrdersRoute extends EndpointRouteBuilder implements ConduitKinesisBuilders {
        @Override
        public void configure() {
            from(direct("orders"))
                    .to(conduitKinesis("orders")
                            .region("eu-west-1")
                            .accessKeyId("id")
                            .secretAccessKey("secret"));
        }
    }

    @Test
    void everyOptionHasAMethodOnItsSide() throws IOException {
        assertThat(methods(
                        ConduitKinesisEndpointConsumerBuilder.class,
                        AdvancedConduitKinesisEndpointConsumerBuilder.class))
                .containsAll(options("producer"));
        assertThat(methods(
                        ConduitKinesisEndpointProducerBuilder.class,
                        AdvancedConduitKinesisEndpointProducerBuilder.class))
                .containsAll(options("consumer"));
    }

    private static Set<String> methods(Class<?>... builders) {
        return Arrays.stream(builders)
                .flatMap(builder -> Arrays.stream(builder.getMethods()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> options(String otherSide) throws IOException {
        String metadata = "/META-INF/io/github/camelconduit/kinesis/conduit-kinesis.json";
        try (InputStream in = ConduitKinesisEndpoint.class.getResourceAsStream(metadata)) {
            ComponentModel model =
                    JsonMapper.generateComponentModel(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return model.getEndpointOptions().stream()
                    .filter(option -> "parameter".equals(option.getKind()))
                    .filter(option -> !option.getGroup().startsWith(otherSide))
                    .map(ComponentModel.EndpointOptionModel::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private ConduitKinesisConfiguration read(EndpointConsumerBuilder builder) {
        return ((ConduitKinesisEndpoint) builder.resolve(camel)).getConfiguration();
    }

    private ConduitKinesisConfiguration written(EndpointProducerBuilder builder) {
        return ((ConduitKinesisEndpoint) builder.resolve(camel)).getConfiguration();
    }
}
