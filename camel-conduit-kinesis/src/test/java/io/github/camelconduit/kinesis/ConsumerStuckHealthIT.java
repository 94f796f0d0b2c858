package io.github.camelconduit.kinesis;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.embedded.PutResult;
import io.github.camelconduit.kinesis.observe.ConsumerStatus;
import io.github.camelconduit.kinesis.observe.Trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the health checks of a consumer say of a route that does not finish records, or fails with them. */
@Timeout(120)
class ConsumerStuckHealthIT extends ConsumerHealthTest {

    @Test
    void aRouteThatDoesNotFinishARecordIsNotLiveUntilItDoes() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        route("&healthCheckStuckTimeout=300", exchange -> gate.await(1, TimeUnit.MINUTES));
        put(1);

        await().atMost(LIMIT).until(() -> liveness().getState() == HealthCheck.State.DOWN);

        HealthCheck.Result down = liveness();
        String shardId = (String) down.getDetails().get("shard");
        assertThat(down.getDetails())
                .containsEntry("failure", "STUCK")
                .containsEntry("in.flight", 1)
                .containsEntry("shard." + shardId + ".state", "STREAMING");
        assertThat(down.getMessage().orElseThrow()).contains(shardId).contains("healthCheckStuckTimeout");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        gate.countDown();
        await().atMost(LIMIT).until(() -> liveness().getState() == HealthCheck.State.UP);
        awaitUp();
    }

    @Test
    void aRouteThatFinishesNothingOfAShardIsDownAndUpAgainOnceItDoes() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class).stuckAfter(Duration.ofMillis(200));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("orders", "")).routeId("reader").to("seda:later?size=20000");
                from("seda:later?size=20000").process(exchange -> gate.await(1, TimeUnit.MINUTES));
            }
        });
        for (int i = 0; i < 10_010; i++) {
            kinesis.put("orders", "key", new byte[] {1});
        }

        HealthCheck.Result down = awaitDown();

        assertThat(down.getMessage().orElseThrow()).contains("is not done with the oldest");
        assertThat((String) down.getDetails().get("shard")).startsWith("shardId-");
        gate.countDown();
        awaitUp();
    }

    @Test
    void aRouteThatTakesLongForARecordIsNotDownForThatWithBreakOnFirstError() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class).stuckAfter(Duration.ofMillis(100));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("orders", "&breakOnFirstError=true")).routeId("reader").to("seda:later");
                from("seda:later").process(exchange -> gate.await(1, TimeUnit.MINUTES));
            }
        });
        kinesis.put("orders", "key", new byte[] {1});
        kinesis.put("orders", "key", new byte[] {2});
        await().atMost(LIMIT).until(() -> consumer().status().inFlight() == 1);

        try (LogCapture log = new LogCapture(Level.WARN)) {
            await().during(Duration.ofMillis(500))
                    .atMost(LIMIT)
                    .until(() -> consumer().status().health().troubles().isEmpty());
            assertThat(log.lines()).noneMatch(line -> line.contains("are not done"));
        }
        gate.countDown();
    }

    @Test
    void aRecordThatFailsAgainAndAgainIsDownAfterAWhileAndUpOnceItIsDone() throws Exception {
        CountDownLatch mended = new CountDownLatch(1);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("orders", "&breakOnFirstError=true&healthCheckErrorTolerance=500"))
                        .routeId("reader")
                        .to("seda:later");
                from("seda:later").errorHandler(noErrorHandler()).process(exchange -> {
                    if (mended.getCount() > 0) {
                        throw new IOException("token-that-nobody-may-see");
                    }
                });
            }
        });
        PutResult put = kinesis.put("orders", "key", new byte[] {1});

        HealthCheck.Result down = awaitDown();

        String shard = "shard." + put.shardId() + ".failing.";
        assertThat(down.getDetails())
                .containsEntry("failure", "RECORD_FAILING")
                .containsEntry("shard", put.shardId())
                .containsEntry(shard + "record", put.sequenceNumber())
                .containsEntry(shard + "error", "java.io.IOException")
                .containsKeys(shard + "times", shard + "since");
        assertThat(down.getMessage() + down.getDetails().toString()).doesNotContain("token-that-nobody-may-see");
        assertThat(liveness().getState()).isEqualTo(HealthCheck.State.UP);
        ConsumerStatus status = consumer().status();
        assertThat(status.toText()).contains("Failing record: " + put.sequenceNumber() + ", failed ");
        assertThat(status.toJson().toJson()).contains("\"error\":\"java.io.IOException\"");
        assertThat(consumer().showPositions().get(new Object[] {put.shardId()}).get("failingRecord"))
                .asString()
                .contains(put.sequenceNumber(), "java.io.IOException");
        mended.countDown();
        awaitUp();
    }

    /** It is nobody's fault that the route does not get it again. */
    @Test
    void aRecordThatFailedIsNoReasonForANewStartWhileItsRouteIsSuspended() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        route("&breakOnFirstError=true&healthCheckStuckTimeout=300", exchange -> {
            failed.countDown();
            throw new IOException("always");
        });
        put(1);
        assertThat(failed.await(40, TimeUnit.SECONDS)).isTrue();

        camel.getRouteController().suspendRoute("reader");

        await().during(Duration.ofSeconds(1)).atMost(LIMIT).untilAsserted(() -> {
            assertThat(liveness().getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(consumer().status().health().troubles())
                    .extracting(Trouble::failure)
                    .containsExactly("RECORD_FAILING");
        });
    }
}
