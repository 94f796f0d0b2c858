package io.github.camelconduit.kinesis;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.impl.health.ProducersHealthCheckRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Camel's health checks say of a producer. */
@Timeout(120)
class ProducerHealthIT extends EmbeddedStreamTest {

    private static final String TOKEN = "token-that-nobody-may-see";

    /** As camel-main does where {@code camel.health.producers-enabled=true}. */
    @BeforeEach
    void enableChecksOfProducers() {
        HealthCheckRepository producers = new ProducersHealthCheckRepository();
        producers.setEnabled(true);
        HealthCheckRegistry.get(camel).register(producers);
    }

    private void writer(String stream, String options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("writer").to(uri(stream, "&sessionToken=" + TOKEN + options));
            }
        });
    }

    /** Returns what the exchange failed with; null when it did not. */
    private Exception send() {
        return send(Map.of());
    }

    private Exception send(Map<String, Object> headers) {
        Exchange sent = camel.createProducerTemplate().send("direct:in", exchange -> {
            exchange.getMessage().setBody("body");
            exchange.getMessage().setHeader(ConduitKinesisConstants.PARTITION_KEY, "k");
            exchange.getMessage().getHeaders().putAll(headers);
        });
        return sent.getException();
    }

    private HealthCheck check(String id) {
        return HealthCheckRegistry.get(camel).getCheck(id).orElseThrow();
    }

    private HealthCheck.Result readiness() {
        return check("producer:orders").callReadiness();
    }

    private HealthCheck.Result liveness() {
        return check("producer-liveness:orders").callLiveness();
    }

    private static void assertNothingSecret(HealthCheck.Result result) {
        assertThat(result.getMessage() + result.getDetails().toString()).doesNotContain(TOKEN);
        assertThat(result.getError()).isEmpty();
    }

    @Test
    void aProducerThatWritesIsUpAndSaysWhatItHas() throws Exception {
        writer("orders", "");
        assertThat(readiness().getState()).as("before anything is written").isEqualTo(HealthCheck.State.UP);
        assertThat(send()).isNull();
        // An exchange goes on before its record is counted off.
        await().atMost(LIMIT)
                .until(() -> readiness().getDetails().get("buffered.records").equals(0));

        HealthCheck.Result up = readiness();

        assertThat(up.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(up.getDetails())
                .containsEntry("stream", "orders")
                .containsEntry("streams", 1)
                .containsEntry("stream.orders.state", "IDLE")
                .containsEntry("buffered.records", 0)
                .containsEntry("in.flight", 0)
                .containsEntry("throttled.shards", 0)
                .containsKey("buffered.bytes")
                .doesNotContainKeys("last.error", "failure");
        assertThat(liveness().getState()).isEqualTo(HealthCheck.State.UP);
        assertNothingSecret(up);
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDeniedException, ACCESS_DENIED, kinesis:PutRecords",
        "KMSAccessDeniedException, ENCRYPTION_KEY, kms:GenerateDataKey",
        "ExpiredTokenException, CREDENTIALS,",
        "UnrecognizedClientException, CREDENTIALS,",
        "ResourceNotFoundException, NOT_FOUND,"
    })
    void whatSomebodyHasToSeeToIsDownAtOnceAndUpAgainWithTheNextRecordThatIsWritten(
            String error, String failure, String action) throws Exception {
        Instant before = Instant.now();
        kinesis.faults().refuse("PutRecords").withError(error).times(2);
        writer("orders", "");
        assertThat(send()).isNotNull();

        HealthCheck.Result down = readiness();

        assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(down.getMessage().orElseThrow()).startsWith("Stream orders: ");
        assertThat(down.getDetails())
                .containsEntry("failure", failure)
                .containsEntry("stream", "orders")
                .containsEntry("streams.down", 1L)
                .containsEntry("stream.orders.state", "FAILING")
                .containsEntry("last.error.failure", failure)
                .containsEntry("last.error.stream", "orders")
                .containsKey("last.error");
        assertThat(down.getDetails().get("iam.action")).isEqualTo(action);
        assertThat(Instant.parse((String) down.getDetails().get("since"))).isBetween(before, Instant.now());
        assertThat(Instant.parse((String) down.getDetails().get("last.error.time")))
                .isBetween(before, Instant.now());
        assertThat(liveness().getState()).as("a new start would not help").isEqualTo(HealthCheck.State.UP);
        assertNothingSecret(down);
        assertThat(send()).isNotNull();
        assertThat(readiness().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(send()).isNull();

        assertThat(readiness().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(readiness().getDetails())
                .doesNotContainKeys("failure", "since", "iam.action", "streams.down")
                .containsEntry("last.error.failure", failure);
    }

    @Test
    void aServiceThatFailsIsToleratedForAWhile() throws Exception {
        writer("orders", "&healthCheckErrorTolerance=300&deliveryTimeout=20s");
        kinesis.faults().refuse("PutRecords").withError("InternalFailure").always();
        var sending = camel.createProducerTemplate().asyncRequestBodyAndHeader("direct:in", "body", "x", "y");
        await().atMost(LIMIT)
                .until(() -> "FAILING".equals(readiness().getDetails().get("stream.orders.state")));

        await().atMost(LIMIT).until(() -> readiness().getState() == HealthCheck.State.DOWN);

        HealthCheck.Result down = readiness();
        assertThat(down.getDetails()).containsEntry("failure", "SERVICE").containsEntry("buffered.records", 1);
        assertThat(Instant.parse((String) down.getDetails().get("since")))
                .isBefore(Instant.now().minusMillis(300));
        assertThat(liveness().getState()).isEqualTo(HealthCheck.State.UP);
        kinesis.faults().clear();
        sending.get();
        assertThat(readiness().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void aStreamThatIsMissingIsDownUntilItIsThereAndWrittenTo() throws Exception {
        writer("later", "");
        assertThat(send()).isNotNull();
        assertThat(check("producer:later").callReadiness().getDetails())
                .containsEntry("failure", "NOT_FOUND")
                .containsEntry("stream", "later");

        kinesis.createStream("later", 1);
        assertThat(send()).isNull();

        assertThat(check("producer:later").callReadiness().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void aStreamThatCannotBeCreatedIsDown() throws Exception {
        kinesis.faults()
                .refuse("CreateStream")
                .withError("AccessDeniedException")
                .once();
        writer("later", "&autoCreateStream=true&autoCreateStreamShards=1");
        assertThat(send()).isNotNull();
        assertThat(check("producer:later").callReadiness().getDetails()).containsEntry("failure", "NOT_CREATED");

        assertThat(send()).isNull();

        assertThat(check("producer:later").callReadiness().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void oneStreamOfSeveralThatCannotBeWrittenToIsDownWithItsName() throws Exception {
        writer("orders", "");
        assertThat(send()).isNull();
        assertThat(send(Map.of(ConduitKinesisConstants.OVERRIDE_STREAM_NAME, "missing")))
                .isNotNull();
        await().atMost(LIMIT)
                .until(() -> readiness().getDetails().get("buffered.records").equals(0));

        HealthCheck.Result down = readiness();

        assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(down.getDetails())
                .containsEntry("stream", "missing")
                .containsEntry("streams", 2)
                .containsEntry("stream.orders.state", "IDLE")
                .containsEntry("stream.missing.state", "FAILING");
    }

    @Test
    void aRecordThatIsRefusedIsNoFaultOfTheProducer() throws Exception {
        kinesis.faults()
                .refuse("PutRecords")
                .withError("InvalidArgumentException")
                .once();
        writer("orders", "");
        assertThat(send()).isNotNull();

        assertThat(readiness().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(readiness().getDetails()).containsEntry("last.error.failure", "REFUSED");
    }

    @Test
    void aSendBufferThatStaysFullIsDownUntilThereIsRoom() throws Exception {
        HeldWrites held = new HeldWrites(kinesis);
        camel.getRegistry().bind("held", held);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to("conduit-kinesis:orders?region=us-east-1&amazonKinesisAsyncClient=#held"
                                + "&sendBufferBytes=600&healthCheckErrorTolerance=200");
            }
        });
        var first = camel.createProducerTemplate().asyncRequestBody("direct:in", "body");
        await().atMost(LIMIT)
                .until(() -> readiness().getDetails().get("in.flight").equals(1));
        var second = camel.createProducerTemplate().asyncRequestBody("direct:in", "body");

        await().atMost(LIMIT).until(() -> readiness().getState() == HealthCheck.State.DOWN);

        assertThat(readiness().getDetails())
                .containsEntry("failure", "BUFFER_FULL")
                .containsEntry("buffered.records", 1)
                .hasEntrySatisfying(
                        "buffered.bytes", bytes -> assertThat((Long) bytes).isPositive());
        assertThat(readiness().getMessage().orElseThrow()).contains("sendBufferBytes=600");
        held.release();
        first.get();
        second.get();
        assertThat(readiness().getState()).isEqualTo(HealthCheck.State.UP);
        held.close();
    }

    @Test
    void aStreamThatTakesNothingMoreIsToleratedForAWhile() throws Exception {
        writer("orders", "&healthCheckErrorTolerance=300");
        kinesis.faults()
                .failRecords("ProvisionedThroughputExceededException")
                .onStream("orders")
                .always();
        var sending = camel.createProducerTemplate().asyncRequestBody("direct:in", "body");

        await().atMost(LIMIT).until(() -> readiness().getState() == HealthCheck.State.DOWN);

        assertThat(readiness().getDetails()).containsEntry("failure", "THROTTLED");
        kinesis.faults().clear();
        sending.get();
        assertThat(readiness().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void isACheckForEachEndpointForReadinessAndLivenessWhileItsRouteRuns() throws Exception {
        HealthCheckRegistry.get(camel).setExposureLevel("full");
        writer("orders", "");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:other").routeId("other").to(uri("orders", "&linger=5"));
            }
        });

        assertThat(ids(HealthCheckHelper.invokeReadiness(camel))).contains("producer:orders", "producer:orders-2");
        assertThat(ids(HealthCheckHelper.invokeReadiness(camel))).doesNotContain("producer-liveness:orders");
        assertThat(ids(HealthCheckHelper.invokeLiveness(camel)))
                .contains("producer-liveness:orders", "producer-liveness:orders-2");
        camel.getRouteController().stopRoute("writer");

        assertThat(ids(HealthCheckHelper.invokeReadiness(camel)))
                .contains("producer:orders-2")
                .doesNotContain("producer:orders");
        assertThat(HealthCheckRegistry.get(camel).getCheck("producer-liveness:orders"))
                .isEmpty();
        camel.getRouteController().startRoute("writer");
        assertThat(ids(HealthCheckHelper.invokeReadiness(camel))).contains("producer:orders");
    }

    private static List<String> ids(Collection<HealthCheck.Result> results) {
        return results.stream().map(result -> result.getCheck().getId()).toList();
    }

    @Test
    void canBeTurnedOffForTheComponent() throws Exception {
        camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class).setHealthCheckProducerEnabled(false);
        writer("orders", "");

        assertThat(check("producer:orders").isEnabled()).isFalse();
        assertThat(HealthCheckRegistry.get(camel).getCheck("producer-liveness:orders"))
                .isEmpty();
    }
}
