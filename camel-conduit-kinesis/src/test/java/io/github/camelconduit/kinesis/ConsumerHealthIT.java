package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What Camel's health checks say of a consumer. */
@Timeout(120)
class ConsumerHealthIT extends EmbeddedStreamTest {

    private HealthCheck.Result health() {
        return consumer().getHealthCheck().call(Map.of());
    }

    private HealthCheck.Result awaitDown() {
        await().atMost(LIMIT).until(() -> health().getState() == HealthCheck.State.DOWN);
        return health();
    }

    private void awaitUp() {
        await().atMost(Duration.ofSeconds(60)).until(() -> health().getState() == HealthCheck.State.UP);
    }

    @Test
    void aConsumerThatReadsIsUpAndSaysWhatItReads() throws Exception {
        route("", received);
        put(20);
        awaitReceived(20);

        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health().getDetails())
                .containsEntry("stream", "orders")
                .containsEntry("stream.consumer", "shop-reader")
                .containsEntry("route.id", "reader");
    }

    @Test
    void aMissingPermissionIsDownWithTheActionAndUpAgainOnceItIsThere() throws Exception {
        Instant before = Instant.now();
        kinesis.faults()
                .refuse("SubscribeToShard")
                .withError("AccessDeniedException")
                .times(4);
        route("", received);

        HealthCheck.Result down = awaitDown();

        assertThat(down.getMessage().orElseThrow()).contains("orders").contains("kinesis:SubscribeToShard");
        assertThat(down.getDetails())
                .containsEntry("iam.action", "kinesis:SubscribeToShard")
                .containsEntry("failure", "ACCESS_DENIED")
                .containsEntry("stream", "orders");
        assertThat((String) down.getDetails().get("shard")).startsWith("shardId-");
        assertThat(Instant.parse((String) down.getDetails().get("since"))).isBetween(before, Instant.now());
        put(20);
        awaitReceived(20);
        awaitUp();
    }

    @Test
    void aKeyThatCannotBeUsedIsDownWithTheAction() throws Exception {
        kinesis.faults()
                .refuse("SubscribeToShard")
                .withError("KMSAccessDeniedException")
                .times(4);
        route("", received);

        assertThat(awaitDown().getDetails())
                .containsEntry("failure", "ENCRYPTION_KEY")
                .containsEntry("iam.action", "kms:Decrypt");
    }

    @Test
    void expiredCredentialsAreDownAndNothingSecretIsShown() throws Exception {
        kinesis.faults()
                .refuse("SubscribeToShard")
                .withError("ExpiredTokenException")
                .times(4);
        route("&sessionToken=token-that-nobody-may-see", received);

        HealthCheck.Result down = awaitDown();

        assertThat(down.getDetails()).containsEntry("failure", "CREDENTIALS").doesNotContainKey("iam.action");
        assertThat(down.getError()).isEmpty();
        assertThat(down.getMessage() + down.getDetails().toString()).doesNotContain("token-that-nobody-may-see");
    }

    @Test
    void aStreamConsumerThatMayNotBeRegisteredIsDownWithTheAction() throws Exception {
        kinesis.faults()
                .refuse("RegisterStreamConsumer")
                .withError("AccessDeniedException")
                .always();
        route("", received);

        HealthCheck.Result down = awaitDown();

        assertThat(down.getMessage().orElseThrow()).contains("kinesis:RegisterStreamConsumer");
        assertThat(down.getDetails())
                .containsEntry("iam.action", "kinesis:RegisterStreamConsumer")
                .containsEntry("failure", "ACCESS_DENIED")
                .doesNotContainKey("shard");
        kinesis.faults().clear();
        awaitUp();
    }

    @Test
    void aStreamThatIsWaitedForIsDownUntilItIsThere() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("later", "&onMissingStream=wait")).routeId("reader").process(received);
            }
        });

        HealthCheck.Result down = awaitDown();

        assertThat(down.getMessage().orElseThrow()).contains("later").contains("does not exist");
        assertThat(down.getDetails()).containsEntry("failure", "NOT_FOUND").containsEntry("stream", "later");
        kinesis.createStream("later", 2);
        awaitUp();
    }

    @Test
    void aConsumerThatCouldNotBeStartedIsDown() throws Exception {
        route("", received);
        camel.getRouteController().stopRoute("reader");
        kinesis.deleteStream("orders");
        assertThatThrownBy(() -> camel.getRouteController().startRoute("reader"))
                .hasMessageContaining("orders");

        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage().orElseThrow()).contains("orders does not exist");
    }

    @Test
    void aDeletedStreamIsDownForGood() throws Exception {
        route("", received);
        put(10);
        awaitReceived(10);

        kinesis.deleteStream("orders");

        assertThat(awaitDown().getDetails()).containsEntry("failure", "NOT_FOUND");
    }

    @Test
    void aStreamThatIsDeletedWhileItsStreamConsumerIsRegisteredIsDownForGood() throws Exception {
        kinesis.faults().delay("RegisterStreamConsumer", Duration.ofSeconds(1)).once();
        route("", received);
        kinesis.awaitCalls("RegisterStreamConsumer", 1, LIMIT);

        kinesis.deleteStream("orders");

        assertThat(awaitDown().getDetails()).containsEntry("failure", "NOT_FOUND");
        await().during(Duration.ofSeconds(1)).atMost(LIMIT).until(() -> health().getState() == HealthCheck.State.DOWN);
    }

    @Test
    void isFoundByCamelsRegistryAndFollowsItsRouteThroughARestart() throws Exception {
        HealthCheckRegistry registry = new DefaultHealthCheckRegistry(camel);
        ConsumersHealthCheckRepository consumers = new ConsumersHealthCheckRepository();
        consumers.setCamelContext(camel);
        consumers.setEnabled(true);
        registry.register((HealthCheckRepository) consumers);
        camel.getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, registry);
        registry.start();
        route("", received);
        camel.getRouteController().stopRoute("reader");
        camel.getRouteController().startRoute("reader");
        kinesis.faults().refuse("ListShards").withError("AccessDeniedException").always();

        await().atMost(LIMIT).untilAsserted(() -> {
            Collection<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(camel);
            assertThat(results).anySatisfy(result -> {
                assertThat(result.getCheck().getId()).isEqualTo("consumer:reader");
                assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
                assertThat(result.getDetails()).containsEntry("iam.action", "kinesis:ListShards");
            });
        });
    }

    @Test
    void canBeTurnedOffForTheComponent() throws Exception {
        camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class).setHealthCheckConsumerEnabled(false);
        route("", received);

        assertThat(consumer().getHealthCheck().isEnabled()).isFalse();
    }

    @Test
    void aRouteThatFinishesNothingOfAShardIsDownAndUpAgainOnceItDoes() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class).stuckAfter(Duration.ofMillis(200));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // So one record that is not done is too many.
                from(uri("orders", "&breakOnFirstError=true")).routeId("reader").to("seda:later");
                from("seda:later").process(exchange -> gate.await(1, TimeUnit.MINUTES));
            }
        });
        kinesis.put("orders", "key", new byte[] {1});
        kinesis.put("orders", "key", new byte[] {2});

        HealthCheck.Result down = awaitDown();

        assertThat(down.getMessage().orElseThrow()).contains("is not done with the oldest");
        assertThat((String) down.getDetails().get("shard")).startsWith("shardId-");
        gate.countDown();
        awaitUp();
    }
}
