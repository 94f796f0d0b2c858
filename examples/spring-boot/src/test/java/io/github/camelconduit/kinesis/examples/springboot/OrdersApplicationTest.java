package io.github.camelconduit.kinesis.examples.springboot;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.json.JSONException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.DynamicPropertyRegistrar;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The application against the embedded server. */
@CamelSpringBootTest
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "logging.level.root = warn",
            "logging.level.org.apache.camel.processor.errorhandler = off",
            "shop.period = 100",
            "camel.component.conduit-kinesis.position-store = memory",
            "camel.component.conduit-kinesis.position-directory ="
        })
@MockEndpointsAndSkip("log:*")
@Timeout(300)
class OrdersApplicationTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A bean, so that it outlives the routes. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Server {

        @Bean
        EmbeddedKinesis kinesis() {
            return EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 2)
                    .start();
        }

        @Bean
        DynamicPropertyRegistrar kinesisProperties(EmbeddedKinesis kinesis) {
            return properties -> properties.add("camel.component.conduit-kinesis.url", () -> kinesis.endpoint()
                    .toString());
        }
    }

    @Autowired
    EmbeddedKinesis kinesis;

    @Autowired
    CamelContext camel;

    @Autowired
    TestRestTemplate http;

    @EndpointInject("mock:log:orders")
    MockEndpoint read;

    /** Server and routes are shared: a test that failed half-way leaves no other with what it did. */
    @BeforeEach
    void everythingIsAllowedAndRuns() throws Exception {
        kinesis.faults().clear();
        camel.getRouteController().startRoute("orders");
    }

    @Test
    void writesOrdersUnderTheirCustomerAndReadsThem() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(kinesis.records("orders"))
                .hasSizeGreaterThan(5)
                .allSatisfy(stored -> assertThat(new String(stored.data(), StandardCharsets.UTF_8))
                        .contains("\"customer\": \"" + stored.partitionKey() + "\"")));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(read.getReceivedCounter()).isGreaterThan(5));
    }

    @Test
    void theHealthEndpointIsDownWhileAPermissionIsMissingAndUpAgainOnceItIsThere() throws Exception {
        awaitHealth("", HttpStatus.OK);
        camel.getRouteController().stopRoute("orders");
        kinesis.consumers("orders").forEach(consumer -> kinesis.deregisterConsumer(consumer.arn()));
        kinesis.faults()
                .refuse("RegisterStreamConsumer")
                .withError("AccessDeniedException")
                .always();

        camel.getRouteController().startRoute("orders");

        String down = new ClassPathResource("down.json").getContentAsString(StandardCharsets.UTF_8);
        awaitHealth("", HttpStatus.SERVICE_UNAVAILABLE, body -> assertSubset(down, body));
        kinesis.faults().clear();
        assertThat(awaitHealth("", HttpStatus.OK)).contains("\"camelHealth\":{\"status\":\"UP\"");
    }

    @Test
    void theProbesFollowTheConsumer() throws Exception {
        awaitHealth("/readiness", HttpStatus.OK);
        camel.getRouteController().stopRoute("orders");
        kinesis.consumers("orders").forEach(consumer -> kinesis.deregisterConsumer(consumer.arn()));
        kinesis.faults()
                .refuse("RegisterStreamConsumer")
                .withError("AccessDeniedException")
                .always();

        camel.getRouteController().startRoute("orders");

        assertThat(awaitHealth("/readiness", HttpStatus.SERVICE_UNAVAILABLE))
                .contains("\"camelReadinessState\":{\"status\":\"OUT_OF_SERVICE\"");
        assertThat(awaitHealth("/liveness", HttpStatus.OK))
                .as("a new start does not help")
                .contains("\"camelLivenessState\":{\"status\":\"UP\"");
        kinesis.faults().clear();
        assertThat(awaitHealth("/readiness", HttpStatus.OK)).contains("\"camelReadinessState\":{\"status\":\"UP\"");
    }

    @Test
    void aProducerThatMayNotWriteIsDownUntilItWrites() {
        awaitHealth("", HttpStatus.OK);
        kinesis.faults().refuse("PutRecords").withError("AccessDeniedException").always();

        awaitHealth("", HttpStatus.SERVICE_UNAVAILABLE, body -> assertThat(body)
                .contains("\"producer:orders\":\"DOWN\"")
                .contains("\"iam.action\":\"kinesis:PutRecords\""));
        kinesis.faults().clear();
        assertThat(awaitHealth("", HttpStatus.OK)).contains("\"camelHealth\":{\"status\":\"UP\"");
    }

    private static void assertSubset(String expected, String json) {
        try {
            JSONAssert.assertEquals(expected, json, JSONCompareMode.LENIENT);
        } catch (JSONException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private String awaitHealth(String path, HttpStatus status) {
        return awaitHealth(path, status, body -> {});
    }

    /** The first answer of this status and content: others may come before it, for other reasons. */
    private String awaitHealth(String path, HttpStatus status, Consumer<String> content) {
        AtomicReference<String> body = new AtomicReference<>();
        await().atMost(LIMIT).untilAsserted(() -> {
            ResponseEntity<String> health = http.getForEntity("/actuator/health" + path, String.class);
            assertThat(health.getStatusCode()).as(health.getBody()).isEqualTo(status);
            content.accept(health.getBody());
            body.set(health.getBody());
        });
        return body.get();
    }
}
