package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What Camel's health checks say of a consumer. */
@Timeout(120)
class ConsumerHealthIT extends ConsumerHealthTest {

    @Test
    void aConsumerThatReadsIsUpAndSaysWhatItReads() throws Exception {
        route("", received);
        put(20);
        awaitReceived(20);

        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health().getDetails())
                .containsEntry("stream", "orders")
                .containsEntry("stream.consumer", "shop-reader")
                .containsEntry("route.id", "reader")
                .containsEntry("shards", 4)
                .containsKeys("in.flight", "buffered.bytes", "millis.behind.latest");
        assertThat(openShards()).allSatisfy(shardId -> assertThat(health().getDetails())
                .containsEntry("shard." + shardId + ".state", "STREAMING")
                .containsKey("shard." + shardId + ".millis.behind.latest")
                .doesNotContainKey("shard." + shardId + ".last.error"));
    }

    @Test
    void aMissingPermissionIsDownWithTheActionAndUpAgainOnceItIsThere() throws Exception {
        Instant before = Instant.now();
        kinesis.faults()
                .refuse("SubscribeToShard")
                .withError("AccessDeniedException")
                .always();
        route("", received);
        HealthCheck.Result down = awaitDownBetweenTwoTries();
        assertThat(down.getMessage().orElseThrow()).contains("orders").contains("kinesis:SubscribeToShard");
        assertThat(down.getDetails())
                .containsEntry("iam.action", "kinesis:SubscribeToShard")
                .containsEntry("failure", "ACCESS_DENIED")
                .containsEntry("stream", "orders");
        String shardId = (String) down.getDetails().get("shard");
        assertThat(shardId).startsWith("shardId-");
        assertThat(down.getDetails())
                .containsEntry("shard." + shardId + ".state", "BACKING_OFF")
                .hasEntrySatisfying(
                        "shard." + shardId + ".last.error",
                        error -> assertThat(error).asString().contains("kinesis:SubscribeToShard"))
                .hasEntrySatisfying(
                        "shards.down", shards -> assertThat((Long) shards).isBetween(1L, 4L));
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(liveness().getState()).as("a new start would not help").isEqualTo(HealthCheck.State.UP);
        assertThat(Instant.parse((String) down.getDetails().get("since"))).isBetween(before, Instant.now());
        kinesis.faults().clear();
        put(20);
        // Such a shard is tried again after half a minute, and after a minute where it was tried twice by now.
        await().atMost(Duration.ofSeconds(90)).until(() -> received.size() == 20);
        awaitUp();
    }
    /** With the first shard that it names waiting to be tried again. */
    private HealthCheck.Result awaitDownBetweenTwoTries() {
        return await().atMost(LIMIT).until(this::health, result -> "BACKING_OFF"
                .equals(result.getDetails().get("shard." + result.getDetails().get("shard") + ".state")));
    }

    @Test
    void aKeyThatCannotBeUsedIsDownWithTheAction() throws Exception {
        kinesis.faults()
                .refuse("SubscribeToShard")
                .withError("KMSAccessDeniedException")
                .always();
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
                .always();
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
    void aServiceThatFailsIsToleratedForAWhile() throws Exception {
        kinesis.faults().refuse("SubscribeToShard").withError("InternalFailure").always();
        route("&healthCheckErrorTolerance=1000", received);
        HealthCheck.Result down = awaitDown();

        assertThat(down.getDetails()).containsEntry("failure", "SERVICE");
        // It is asked every tenth of a second: where nothing is tolerated it is down sooner.
        assertThat(Instant.parse((String) down.getDetails().get("since")))
                .isBefore(Instant.now().minusSeconds(1));
        assertThat(liveness().getState()).isEqualTo(HealthCheck.State.UP);
        kinesis.faults().clear();
        awaitUp();
    }

    @Test
    void aStoreThatFailsIsToleratedForAWhile() throws Exception {
        FailingStore store = new FailingStore();
        camel.getRegistry().bind("store", store);
        route("&positionStore=#store&commitInterval=50&healthCheckErrorTolerance=500", received);
        awaitSubscriptions(4);
        store.failing = true;
        put(20);

        HealthCheck.Result down = awaitDown();

        assertThat(down.getMessage().orElseThrow()).contains("positions could not be saved");
        assertThat(down.getDetails()).containsEntry("failure", "OTHER").doesNotContainKey("shard");
        store.failing = false;
        awaitUp();
    }

    private static final class FailingStore implements PositionStore {

        private final MemoryPositionStore behind = new MemoryPositionStore();
        private volatile boolean failing;

        @Override
        public Optional<StreamPositions> load(ReaderKey key) {
            return behind.load(key);
        }

        @Override
        public void begin(ReaderKey key, StreamPositions first) {
            behind.begin(key, first);
        }

        @Override
        public void save(ReaderKey key, Map<String, Position> shards) {
            if (failing) {
                throw new IllegalStateException("disk full");
            }
            behind.save(key, shards);
        }
    }

    @Test
    void aRouteThatIsTooFarBehindIsNotReadyUntilItHasCaughtUp() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        route("&healthCheckMaxMillisBehindLatest=300", exchange -> gate.await(1, TimeUnit.MINUTES));
        put(1);

        HealthCheck.Result down = awaitDown();

        assertThat(down.getDetails())
                .containsEntry("failure", "BEHIND")
                .containsEntry("shards.down", 1L)
                .hasEntrySatisfying("millis.behind.latest", millis -> assertThat((Long) millis)
                        .isGreaterThan(300));
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(liveness().getState()).isEqualTo(HealthCheck.State.UP);
        gate.countDown();
        awaitUp();
    }

    @Test
    void showsTheFirstShardsOfMany() throws Exception {
        kinesis.createStream("many", 53);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("many", "")).routeId("reader").process(received);
            }
        });

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(health().getDetails()).containsEntry("shards", 53));
        assertThat(health().getDetails().keySet())
                .filteredOn(key -> key.endsWith(".state"))
                .hasSize(50);
    }

    @Test
    void isFoundByCamelsRegistryAndFollowsItsRouteThroughARestart() throws Exception {
        route("", received);
        camel.getRouteController().stopRoute("reader");
        camel.getRouteController().startRoute("reader");
        kinesis.faults().refuse("ListShards").withError("AccessDeniedException").always();
        // Shards are listed every half a minute.
        await().atMost(Duration.ofSeconds(80)).untilAsserted(() -> {
            Collection<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(camel);
            assertThat(results).anySatisfy(result -> {
                assertThat(result.getCheck().getId()).isEqualTo("consumer:reader");
                assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
                assertThat(result.getDetails()).containsEntry("iam.action", "kinesis:ListShards");
            });
        });
    }

    @Test
    void itsLivenessIsACheckOfItsOwnUntilTheRouteIsRemoved() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        route("&healthCheckStuckTimeout=300", exchange -> gate.await(1, TimeUnit.MINUTES));
        HealthCheck check = HealthCheckRegistry.get(camel)
                .getCheck("consumer-liveness:reader")
                .orElseThrow();
        assertThat(check.isLiveness()).isTrue();
        assertThat(check.isReadiness()).isFalse();
        assertThat(check.call().getState()).isEqualTo(HealthCheck.State.UP);
        put(1);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(HealthCheckHelper.invokeLiveness(camel))
                .filteredOn(result -> result.getState() == HealthCheck.State.DOWN)
                .extracting(result -> result.getCheck().getId())
                .containsExactly("consumer-liveness:reader"));
        gate.countDown();
        await().atMost(LIMIT).until(() -> check.call().getState() == HealthCheck.State.UP);
        camel.getRouteController().stopRoute("reader");
        camel.removeRoute("reader");
        assertThat(HealthCheckRegistry.get(camel).getCheck("consumer-liveness:reader"))
                .isEmpty();
    }

    @Test
    void aMissingPermissionIsNoReasonForANewStart() throws Exception {
        kinesis.faults()
                .refuse("SubscribeToShard")
                .withError("AccessDeniedException")
                .always();
        route("", received);
        awaitDown();

        assertThat(HealthCheckHelper.invokeLiveness(camel))
                .allSatisfy(result -> assertThat(result.getState()).isEqualTo(HealthCheck.State.UP));
    }

    @Test
    void canBeTurnedOffForTheComponent() throws Exception {
        camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class).setHealthCheckConsumerEnabled(false);
        route("", received);

        assertThat(consumer().getHealthCheck().isEnabled()).isFalse();
        assertThat(HealthCheckRegistry.get(camel).getCheck("consumer-liveness:reader"))
                .isEmpty();
    }
}
