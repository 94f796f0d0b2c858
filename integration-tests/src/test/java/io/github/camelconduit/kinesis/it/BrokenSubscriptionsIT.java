package io.github.camelconduit.kinesis.it;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.ShardView;
import io.github.camelconduit.kinesis.embedded.fault.ArmedFault;
import io.github.camelconduit.kinesis.embedded.fault.FaultCatalog;
import io.github.camelconduit.kinesis.embedded.fault.FaultSetup;
import io.github.camelconduit.kinesis.embedded.log.Call;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What ends subscriptions one way or another. Here and not among the component's own tests because the reader keeps
 * AWS's distances between its calls, which takes seconds each time.
 */
class BrokenSubscriptionsIT {

    private static final String STREAM = "orders";
    private static final int SHARDS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** Below the silence after which a subscription is given up whatever else went wrong. */
    private static final Duration SUBSCRIBED_LIMIT = Duration.ofSeconds(30);

    private EmbeddedServer server;
    private EmbeddedKinesis kinesis;
    private TestBed bed;

    @BeforeEach
    void start() {
        server = EmbeddedServer.start(EmbeddedKinesis.builder().rules(Rules.fast()));
        kinesis = server.kinesis();
        bed = new TestBed(server, STREAM, SHARDS);
    }

    @AfterEach
    void stop() {
        bed.close();
        server.close();
    }

    private void put(int count) {
        server.put(STREAM, bed.ledger(), count);
    }

    private void awaitSubscribed() {
        await().atMost(SUBSCRIBED_LIMIT).untilAsserted(() -> assertThat(kinesis.openSubscriptions())
                .as(() -> "after the calls " + kinesis.calls("SubscribeToShard"))
                .hasSize(SHARDS));
    }

    /** Waits until so many in all have ended so: until then those that are to end count as open. */
    private void awaitEnded(long count, SubscriptionEnd end) {
        await().atMost(LIMIT)
                .until(() -> kinesis.calls("SubscribeToShard").stream()
                                .filter(call -> call.end() == end)
                                .count()
                        == count);
    }

    @Test
    @Tag("failure-mode-1")
    @Tag("failure-mode-2")
    void renewsWhenTheServiceEndsSubscriptionsWithoutLossOrDuplicates() throws Exception {
        bed.read("");
        for (int round = 1; round <= 3; round++) {
            put(200);
            awaitSubscribed();
            put(200);
            kinesis.faults().expireSubscriptions(STREAM, null);
            awaitEnded(round * SHARDS, SubscriptionEnd.EXPIRED);
            put(200);
        }
        bed.awaitAll();
    }

    @Test
    @Tag("failure-mode-10")
    void goesOnWhereItWasWhateverBreaksASubscription() throws Exception {
        kinesis.faults()
                .refuse("SubscribeToShard")
                .withError("LimitExceededException", 400)
                .times(3);
        bed.read("");
        put(200);
        awaitSubscribed();
        kinesis.faults().resetSubscriptions(STREAM, null);
        awaitEnded(SHARDS, SubscriptionEnd.FAULT);
        put(200);
        awaitSubscribed();
        kinesis.faults().failSubscriptions(STREAM, null, "InternalFailureException");
        awaitEnded(2 * SHARDS, SubscriptionEnd.FAULT);
        put(200);
        awaitSubscribed();
        kinesis.faults().closeConnections(STREAM, null);
        put(200);

        awaitSubscribed();
        bed.awaitAll();
    }

    @Test
    void holdsNoSubscriptionWhileSuspendedAndGoesOnWithoutLossOrDuplicates() throws Exception {
        bed.read("");
        put(100);
        bed.awaitReceived(100);

        bed.camel().getRouteController().suspendRoute(TestBed.READER);
        await().atMost(LIMIT).until(() -> kinesis.openSubscriptions().isEmpty());
        put(100);
        assertThat(bed.ledger().received()).isEqualTo(100);

        bed.camel().getRouteController().resumeRoute(TestBed.READER);
        bed.awaitAll();
    }

    @Test
    @Tag("failure-mode-10")
    void goesOnWhereItWasWhateverHappensOnTheWire() throws Exception {
        bed.read("");
        for (FaultCatalog fault : List.of(
                FaultCatalog.RESET_STREAM,
                // Before the one without an error: of an error that follows it on its connection the SDK says nothing.
                FaultCatalog.GO_AWAY_WITH_ERROR,
                FaultCatalog.GO_AWAY,
                FaultCatalog.CLOSE_CONNECTION,
                FaultCatalog.RESET_CONNECTION,
                FaultCatalog.HALF_FRAME,
                FaultCatalog.WRONG_CRC,
                FaultCatalog.MALFORMED_JSON)) {
            awaitSubscribed();
            FaultSetup setup = kinesis.faults().of(fault).onStream(STREAM);
            if (!fault.subscriptionsOnly()) {
                setup.onOperation("SubscribeToShard");
            }
            ArmedFault armed = setup.times(2);
            put(200);
            await().atMost(LIMIT).until(() -> armed.hits() == 2);
        }

        awaitSubscribed();
        bed.awaitAll();
    }

    @Test
    @Tag("failure-mode-6")
    void givesUpASubscriptionThatHasFallenSilentWhileTheOthersGoOn() throws Exception {
        bed.read("");
        put(100);
        bed.awaitAll();
        awaitSubscribed();
        String silent = kinesis.openSubscriptions().get(0).shardId();
        ArmedFault silence = kinesis.faults().silence().onShard(silent).always();
        put(100);

        await().atMost(LIMIT.plus(LIMIT)).until(() -> subscriptionsTo(silent) > 1);
        assertThat(bed.ledger().arrivals().stream()
                        .filter(arrival -> !arrival.shardId().equals(silent)))
                .hasSize((int) kinesis.records(STREAM).stream()
                        .filter(stored -> !stored.shardId().equals(silent))
                        .count());
        silence.remove();
        put(100);

        bed.awaitAll();
        assertThat(kinesis.calls("SubscribeToShard").stream().filter(call -> !silent.equals(call.shardId())))
                .as("the others were left alone")
                .hasSize(SHARDS - 1);
    }

    @Test
    @Tag("failure-mode-11")
    void aRouteThatTakesNothingForLongerThanTheSdksReadTimeoutCostsNoSubscription() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        bed.route(TestBed.READER, "concurrentConsumers=2", exchange -> {
            gate.await(1, TimeUnit.MINUTES);
            bed.ledger().process(exchange);
        });
        awaitSubscribed();
        SteadyWriter writer = SteadyWriter.start(Duration.ofMillis(500), () -> put(20));
        try (writer) {
            await().during(Duration.ofSeconds(14))
                    .atMost(LIMIT)
                    .until(() -> bed.ledger().received() == 0);
            gate.countDown();
            writer.stop();
        }

        bed.awaitAll();
        assertThat(kinesis.calls("SubscribeToShard")).hasSize(SHARDS);
    }

    @Test
    @Tag("failure-mode-15")
    void aServerThatEndsEachSubscriptionAfterOneEventIsNotCalledInAHotLoop() throws Exception {
        kinesis.faults().expireEarly().onStream(STREAM).always();
        bed.read("");
        SteadyWriter writer = SteadyWriter.start(Duration.ofMillis(100), () -> put(20));
        try (writer) {
            await().atMost(LIMIT).until(() -> kinesis.calls("SubscribeToShard").size() >= 3 * SHARDS);
            writer.stop();
        }

        bed.awaitAll();
        List<Call> one = kinesis.calls("SubscribeToShard").stream()
                .filter(call -> call.shardId().equals("shardId-000000000000"))
                .toList();
        assertThat(Duration.between(one.get(0).time(), one.get(2).time()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(9_900));
    }

    @Test
    @Tag("failure-mode-27")
    void readsOnWhenOpenShardsSeemToEnd() throws Exception {
        List<String> shards =
                kinesis.shards(STREAM).stream().map(ShardView::shardId).toList();
        kinesis.faults().falseShardEnd(true).onShard(shards.get(0)).once();
        kinesis.faults().falseShardEnd(false).onShard(shards.get(1)).once();
        kinesis.faults().nullContinuation().onShard(shards.get(2)).once();
        kinesis.faults().emptyContinuation().onShard(shards.get(3)).once();
        put(200);
        bed.read("");
        await().atMost(LIMIT).until(() -> kinesis.faults().armed().isEmpty());

        put(200);

        bed.awaitAll();
        awaitSubscribed();
    }

    private long subscriptionsTo(String shard) {
        return kinesis.calls("SubscribeToShard").stream()
                .filter(call -> shard.equals(call.shardId()))
                .count();
    }
}
