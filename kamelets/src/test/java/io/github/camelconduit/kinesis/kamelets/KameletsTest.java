package io.github.camelconduit.kinesis.kamelets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelconduit.kinesis.ConduitKinesisComponent;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConstants;
import io.github.camelconduit.kinesis.ConduitKinesisEndpoint;
import io.github.camelconduit.kinesis.embedded.ConsumerView;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.StoredRecord;
import io.github.camelconduit.kinesis.position.FilePositionStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The Kamelets read and write streams, through Camel's Kamelet component. */
@Timeout(600)
class KameletsTest {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private EmbeddedKinesis kinesis;
    private DefaultCamelContext camel;

    @BeforeEach
    void startServerAndCamel() {
        kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 4).stream("other", 1)
                .start();
        camel = newContext();
    }

    @AfterEach
    void stopServerAndCamel() {
        camel.stop();
        kinesis.close();
    }

    private static DefaultCamelContext newContext() {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getCamelContextExtension().setName("shop");
        context.getShutdownStrategy().setTimeout(20);
        return context;
    }

    private String access() {
        return "region=us-east-1&accessKeyId=test&secretAccessKey=test&url=" + kinesis.endpoint();
    }

    private void source(DefaultCamelContext context, String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri)
                        .process(exchange -> received.add(exchange.getMessage().getBody(String.class) + "@"
                                + exchange.getMessage().getHeader(ConduitKinesisConstants.PARTITION_KEY)));
            }
        });
        context.start();
    }

    private void sink(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(uri);
            }
        });
        camel.start();
    }

    private void send(Object body, Map<String, Object> headers) {
        try (var template = camel.createProducerTemplate()) {
            template.sendBodyAndHeaders("direct:in", body, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(StoredRecord stored) {
        return new String(stored.data(), StandardCharsets.UTF_8);
    }

    private ConduitKinesisConfiguration endpointOfKamelet() {
        return endpointWithKamelet(camel).getConfiguration();
    }

    private static ConduitKinesisEndpoint endpointWithKamelet(DefaultCamelContext context) {
        return context.getEndpoints().stream()
                .filter(ConduitKinesisEndpoint.class::isInstance)
                .map(ConduitKinesisEndpoint.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSourceDeliversWhatAStreamHoldsAndWhatArrives() throws Exception {
        kinesis.put("orders", "a", "held".getBytes(StandardCharsets.UTF_8));
        source(camel, "kamelet:conduit-kinesis-source?streamNameOrArn=orders&consumerName=shop&" + access());
        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly("held@a"));

        kinesis.put("orders", "b", "arrived".getBytes(StandardCharsets.UTF_8));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly("held@a", "arrived@b"));
    }

    @Test
    void theSourceGoesOnInAnotherProcessWithTheSameStreamConsumer(@TempDir Path positions) throws Exception {
        String uri = "kamelet:conduit-kinesis-source?streamNameOrArn=orders&applicationName=shop&consumerName=shop"
                + "&positionStore=file&positionDirectory=" + positions + "&commitInterval=50&" + access();
        kinesis.put("orders", "a", "first".getBytes(StandardCharsets.UTF_8));
        source(camel, uri);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly("first@a"));
        camel.stop();
        kinesis.put("orders", "b", "second".getBytes(StandardCharsets.UTF_8));

        camel = newContext();
        source(camel, uri);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly("first@a", "second@b"));
        assertThat(kinesis.consumers("orders")).extracting(ConsumerView::name).containsExactly("shop");
    }

    /** Camel numbers the routes of Kamelets in the order in which it makes them. */
    @Test
    void theSourceIsTheSameReaderWhateverNumberItsRouteGets(@TempDir Path positions) throws Exception {
        String uri = "kamelet:conduit-kinesis-source?streamNameOrArn=orders&positionStore=file&positionDirectory="
                + positions + "&commitInterval=50&" + access();
        kinesis.put("orders", "a", "first".getBytes(StandardCharsets.UTF_8));
        source(camel, uri);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly("first@a"));
        camel.stop();
        kinesis.put("orders", "b", "second".getBytes(StandardCharsets.UTF_8));

        camel = newContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:conduit-kinesis-source?streamNameOrArn=other&" + access())
                        .to("log:other");
            }
        });
        source(camel, uri);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly("first@a", "second@b"));
        assertThat(kinesis.consumers("orders"))
                .extracting(ConsumerView::name)
                .containsExactly("shop-conduit-kinesis-source-orders");
    }

    @Test
    void theSinkWritesUnderTheRecordKey() throws Exception {
        sink("kamelet:conduit-kinesis-sink?streamNameOrArn=orders&" + access());

        send("one", Map.of(ConduitKinesisConstants.PARTITION_KEY, "customer-7"));

        assertThat(kinesis.records("orders")).singleElement().satisfies(stored -> {
            assertThat(text(stored)).isEqualTo("one");
            assertThat(stored.partitionKey()).isEqualTo("customer-7");
        });
    }

    @Test
    void theSinkTakesTheKeyFromATemplateThatIsAProperty() throws Exception {
        sink("kamelet:conduit-kinesis-sink?streamNameOrArn=orders&partitionKeyTemplate=RAW(<#if data.id?has_content>"
                + "${data.id} & ${headers['shop']}+1<#else>none</#if>)&" + access());

        send("{\"id\": \"seven\"}", Map.of("shop", "berlin"));
        send("{\"id\": \"\"}", Map.of("shop", "berlin"));

        assertThat(kinesis.records("orders"))
                .extracting(StoredRecord::partitionKey)
                .containsExactlyInAnyOrder("seven & berlin+1", "none");
    }

    @Test
    void theSinkTakesTheKeyFromABeanAndTheStreamFromATemplate() throws Exception {
        Function<Exchange, Object> byShop = exchange -> exchange.getMessage().getHeader("shop");
        camel.getRegistry().bind("byShop", byShop);
        sink("kamelet:conduit-kinesis-sink?streamNameOrArn=orders&partitionKey=#byShop"
                + "&streamNameTemplate=RAW(${headers['stream']})&" + access());

        send("one", Map.of("shop", "berlin", "stream", "other"));

        assertThat(kinesis.records("orders")).isEmpty();
        assertThat(kinesis.records("other"))
                .extracting(StoredRecord::partitionKey)
                .containsExactly("berlin");
    }

    @Test
    void theSinkFailsTheExchangeOfARecordThatIsNotWritten() throws Exception {
        sink("kamelet:conduit-kinesis-sink?streamNameOrArn=orders&maxRecordSize=10&" + access());

        try (var template = camel.createFluentProducerTemplate()) {
            assertThat(template.to("direct:in")
                            .withBody("longer than ten bytes")
                            .send()
                            .getException())
                    .hasMessageContaining("10");
        }
        assertThat(kinesis.records("orders")).isEmpty();
    }

    @Test
    void propertiesCanBePlaceholdersAndSecretsArriveAsTheyAre() throws Exception {
        Properties secrets = new Properties();
        secrets.setProperty("kinesis.id", "AKIA+1/2");
        secrets.setProperty("kinesis.secret", "a+b/c%20d&e=f#g");
        camel.getPropertiesComponent().setInitialProperties(secrets);
        sink("kamelet:conduit-kinesis-sink?streamNameOrArn=orders&region=us-east-1&accessKeyId=RAW({{kinesis.id}})"
                + "&secretAccessKey=RAW({{kinesis.secret}})&url=" + kinesis.endpoint());

        assertThat(endpointOfKamelet().getAccessKeyId()).isEqualTo("AKIA+1/2");
        assertThat(endpointOfKamelet().getSecretAccessKey()).isEqualTo("a+b/c%20d&e=f#g");
    }

    @Test
    void theNamesOfTheConduitConnectorWork() throws Exception {
        sink("kamelet:conduit-kinesis-sink?streamNameOrArn=new-orders&aws.region=us-east-1&aws.accessKeyId=test"
                + "&aws.secretAccessKey=RAW(t+t)&auto.create.streams=true&aws.url=" + kinesis.endpoint());

        send("one", Map.of());

        assertThat(kinesis.records("new-orders")).hasSize(1);
        assertThat(endpointOfKamelet().getSecretAccessKey()).isEqualTo("t+t");
    }

    @Test
    void theNamesOfTheConduitConnectorWorkInPropertiesOfTheApplication() throws Exception {
        Properties application = new Properties();
        Map.of(
                        "aws.region", "us-east-1",
                        "aws.url", kinesis.endpoint().toString(),
                        "aws.accessKeyId", "test",
                        "aws.secretAccessKey", "test",
                        "auto.create.streams", "true")
                .forEach((name, value) -> application.setProperty("camel.kamelet.conduit-kinesis-sink." + name, value));
        camel.getPropertiesComponent().setInitialProperties(application);
        sink("kamelet:conduit-kinesis-sink?streamNameOrArn=new-orders");

        send("one", Map.of());

        assertThat(kinesis.records("new-orders")).hasSize(1);
    }

    @Test
    void aPropertyUnderBothNamesWithDifferentValuesIsAnError() {
        assertThatThrownBy(() ->
                        sink("kamelet:conduit-kinesis-sink?streamNameOrArn=orders&aws.region=eu-west-1&" + access()))
                .hasStackTraceContaining("region=us-east-1 and aws.region=eu-west-1");
    }

    @Test
    void whatIsNotGivenIsWhatTheComponentIsSetTo() throws Exception {
        ConduitKinesisConfiguration component = camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class)
                .getConfiguration();
        component.setRegion("us-east-1");
        component.setAccessKeyId("test");
        component.setSecretAccessKey("test");
        component.setUrl(kinesis.endpoint().toString());
        component.setPartitionKeyTemplate("${body}");
        sink("kamelet:conduit-kinesis-sink?streamNameOrArn=orders");

        send("one", Map.of());

        assertThat(kinesis.records("orders"))
                .extracting(StoredRecord::partitionKey)
                .containsExactly("one");
    }

    /** Each that has a default, set to something else. */
    @ParameterizedTest
    @ValueSource(strings = {Kamelets.SOURCE, Kamelets.SINK})
    void settingsOfTheComponentSurviveAKameletThatIsNotGivenThem(String kamelet) throws Exception {
        ConduitKinesisComponent component = camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class);
        component.getConfiguration().setPositionDirectory("target/positions");
        Map<String, String> settings = new TreeMap<>();
        Kamelets.options(kamelet).values().stream()
                .filter(option -> option.getDefaultValue() != null)
                .forEach(option -> settings.put(option.getName(), otherThanDefault(option)));
        settings.forEach((name, value) ->
                component.getComponentPropertyConfigurer().configure(camel, component, name, value, false));
        camel.setAutoStartup(false);

        if (kamelet.equals(Kamelets.SOURCE)) {
            source(camel, "kamelet:conduit-kinesis-source?streamNameOrArn=orders&region=us-east-1");
        } else {
            sink("kamelet:conduit-kinesis-sink?streamNameOrArn=orders&region=us-east-1");
        }

        assertThat(settings).hasSizeGreaterThan(10);
        PropertyConfigurerGetter options = (PropertyConfigurerGetter) component.getEndpointPropertyConfigurer();
        assertThat(settings).allSatisfy((name, value) -> assertThat(
                        String.valueOf(options.getOptionValue(endpointWithKamelet(camel), name, false)))
                .isEqualTo(value));
    }

    private static String otherThanDefault(ComponentModel.EndpointOptionModel option) {
        String initial = option.getDefaultValue().toString();
        return switch (option.getType()) {
            case "boolean" -> String.valueOf(!Boolean.parseBoolean(initial));
            case "integer", "duration" -> String.valueOf(Long.parseLong(initial) + 1);
            case "enum" ->
                option.getEnums().stream()
                        .filter(value -> !value.equals(initial))
                        .findFirst()
                        .orElseThrow();
            default ->
                switch (option.getName()) {
                    case "positionStore" -> "file";
                    case "maxRecordSize" -> "stream";
                    default -> "constant";
                };
        };
    }

    @Test
    void whatIsGivenToAKameletReplacesWhatTheComponentIsSetTo() throws Exception {
        ConduitKinesisConfiguration component = camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class)
                .getConfiguration();
        component.setMaxInFlightRequests(3);
        component.setDeliveryTimeout(7_000);
        component.setUseIterator(false);
        sink("kamelet:conduit-kinesis-sink?streamNameOrArn=orders&maxInFlightRequests=5&deliveryTimeout=9s"
                + "&useIterator=true&sendOrder=none&" + access());

        ConduitKinesisConfiguration endpoint = endpointOfKamelet();
        assertThat(endpoint.getMaxInFlightRequests()).isEqualTo(5);
        assertThat(endpoint.getDeliveryTimeout()).isEqualTo(9_000);
        assertThat(endpoint.isUseIterator()).isTrue();
        assertThat(endpoint.getSendOrder()).hasToString("none");
    }

    @Test
    void theSourceKeepsPositionsInAStoreThatIsABean(@TempDir Path positions) throws Exception {
        camel.getRegistry().bind("positions", new FilePositionStore(positions));
        kinesis.put("orders", "a", "first".getBytes(StandardCharsets.UTF_8));
        source(
                camel,
                "kamelet:conduit-kinesis-source?streamNameOrArn=orders&consumerName=shop&positionStore=#positions"
                        + "&commitInterval=50&" + access());

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly("first@a"));
        assertThat(positions).isNotEmptyDirectory();
    }

    /**
     * What overrides properties is looked up where the environment is, in which {@code AWS_REGION} and {@code PROXY_PORT}
     * are set in many a container.
     */
    @ParameterizedTest
    @ValueSource(strings = {Kamelets.SOURCE, Kamelets.SINK})
    void nothingIsTakenFromTheEnvironmentOfTheApplication(String kamelet) throws Exception {
        Properties environment = new Properties();
        Kamelets.properties(kamelet).keySet().forEach(name -> environment.setProperty(name, "from-outside"));
        PropertiesComponent properties = (PropertiesComponent) camel.getPropertiesComponent();
        properties.setOverrideProperties(environment);
        Map<String, String> inThere = optionsOf(camel, kamelet);

        try (DefaultCamelContext elsewhere = newContext()) {
            assertThat(inThere).hasSizeGreaterThan(25).isEqualTo(optionsOf(elsewhere, kamelet));
        }
    }

    /** What the endpoint in a Kamelet has that is given no more than the stream and the way there. */
    private Map<String, String> optionsOf(DefaultCamelContext context, String kamelet) throws Exception {
        context.setAutoStartup(false);
        String uri = "kamelet:" + kamelet + "?streamNameOrArn=orders&" + access();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                if (kamelet.equals(Kamelets.SOURCE)) {
                    from(uri).to("direct:out");
                } else {
                    from("direct:in").to(uri);
                }
            }
        });
        context.start();
        ConduitKinesisEndpoint endpoint = endpointWithKamelet(context);
        PropertyConfigurerGetter getter =
                (PropertyConfigurerGetter) endpoint.getComponent().getEndpointPropertyConfigurer();
        Map<String, String> options = new TreeMap<>();
        Kamelets.options(kamelet)
                .keySet()
                .forEach(name -> options.put(name, String.valueOf(getter.getOptionValue(endpoint, name, false))));
        return options;
    }

    @Test
    void twoSourcesAndTwoSinksLiveSideBySide() throws Exception {
        IntStream.range(0, 20).forEach(i -> kinesis.put("orders", "k" + i, ("record-" + i).getBytes()));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:conduit-kinesis-source/copying?streamNameOrArn=orders&" + access())
                        .to("kamelet:conduit-kinesis-sink?streamNameOrArn=other&" + access());
                from("kamelet:conduit-kinesis-source/counting?streamNameOrArn=orders&" + access())
                        .process(exchange -> received.add(exchange.getMessage().getBody(String.class)));
                from("direct:in").to("kamelet:conduit-kinesis-sink?streamNameOrArn=orders&" + access());
            }
        });
        camel.start();
        send("sent", Map.of());

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(received).hasSize(21);
            assertThat(kinesis.records("other")).hasSize(21);
        });
        assertThat(kinesis.consumers("orders"))
                .as("the id of the Kamelet's route names the stream consumer")
                .extracting(ConsumerView::name)
                .containsExactlyInAnyOrder("shop-copying", "shop-counting");
    }
}
