package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.Received.Count;
import io.github.camelconduit.kinesis.embedded.fault.ArmedFault;
import io.github.camelconduit.kinesis.embedded.log.Call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What reading comes through at the start, at a restart and at the end of shards, with the server's faults. */
class ReadingUnderFaultsIT extends EmbeddedStreamTest {

    private void restart() throws Exception {
        camel.getRouteController().stopRoute("reader");
        camel.getRouteController().startRoute("reader");
    }

    private List<Call> subscriptionsTo(Set<String> shards) {
        return kinesis.calls("SubscribeToShard").stream()
                .filter(call -> shards.contains(call.shardId()))
                .toList();
    }

    @Test
    @Tag("failure-mode-4")
    @Tag("failure-mode-5")
    void whatArrivesWhileTheFirstSubscriptionsFailIsNotLost() throws Exception {
        ArmedFault refusals = kinesis.faults().refuse("SubscribeToShard").times(8);
        route("&startFromLatest=true", received);
        await().atMost(LIMIT).until(() -> refusals.hits() >= 4);

        put(40);

        awaitAll();
        assertThat(refusals.hits()).isEqualTo(8);
    }

    @Test
    @Tag("failure-mode-4")
    void whatArrivesWhileARouteIsStoppedThatNeverGotAnEventIsNotLost() throws Exception {
        ArmedFault refusals = kinesis.faults().refuse("SubscribeToShard").always();
        route("&startFromLatest=true", received);
        await().atMost(LIMIT).until(() -> refusals.hits() >= 4);

        camel.getRouteController().stopRoute("reader");
        put(40);
        kinesis.faults().clear();
        camel.getRouteController().startRoute("reader");

        awaitAll();
    }

    @Test
    @Tag("failure-mode-12")
    void subscriptionsThatAreThrottledAtTheStartAreTriedAgain() throws Exception {
        kinesis.createStream("wide", 40);
        for (int i = 0; i < 400; i++) {
            kinesis.put("wide", "key-" + i, new byte[] {1});
        }
        ArmedFault throttled = kinesis.faults().throttle("SubscribeToShard").times(10);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("wide", "")).routeId("reader").process(received);
            }
        });

        awaitReceived(400);

        assertThat(received.against(kinesis, "wide")).isEqualTo(Count.exactly(400));
        assertThat(throttled.hits()).isEqualTo(10);
    }

    @Test
    @Tag("failure-mode-14")
    void aStreamConsumerThatWasThereIsNotDeregisteredEvenWhenTold() throws Exception {
        route("&consumerName=shared", received);
        put(10);
        awaitAll();
        camel.stop();
        camel = newContext();

        route("&consumerName=shared&deregisterConsumer=onStop", received);
        awaitSubscriptions(4);
        camel.getRouteController().stopRoute("reader");

        assertThat(kinesis.calls("DeregisterStreamConsumer")).isEmpty();
        assertThat(kinesis.consumers("orders")).hasSize(1);
    }

    @Test
    @Tag("failure-mode-18")
    void whatWaitsForTheRouteIsDeliveredAlthoughItsSubscriptionHasFailed() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        put(400);
        route("", exchange -> {
            gate.await(1, TimeUnit.MINUTES);
            received.process(exchange);
        });
        await().atMost(LIMIT).until(() -> consumer().getPendingExchangesSize() == 4);

        Instant before = Instant.now();
        kinesis.faults().resetConnections("orders", null);
        await().atMost(LIMIT).until(() -> kinesis.openSubscriptions().stream()
                .noneMatch(subscription -> subscription.openedAt().isBefore(before)));
        gate.countDown();

        awaitReceived(400);
        awaitSubscriptions(4);
        put(40);
        awaitAll();
    }

    @Test
    @Tag("failure-mode-25")
    void aShardThatHasEndedIsSavedAsSuchAndNotSubscribedToAgain() throws Exception {
        String parent = openShards().get(0);
        route("", received);
        put(100);
        awaitAll();
        kinesis.splitShard("orders", parent);
        put(100);
        awaitAll();

        camel.getRouteController().stopRoute("reader");
        kinesis.clearCalls();
        camel.getRouteController().startRoute("reader");
        put(100);
        awaitAll();

        assertThat(subscriptionsTo(Set.of(parent))).isEmpty();
    }

    @Test
    @Tag("failure-mode-26")
    void theChildrenOfShardsThatEndEmptyAreRead() throws Exception {
        for (String shard : openShards()) {
            kinesis.splitShard("orders", shard);
        }
        route("", received);

        put(200);

        awaitAll();
        assertThat(received.list().stream().map(Received.One::shardId).distinct())
                .hasSize(8);
    }

    @Test
    @Tag("failure-mode-28")
    void aChildIsNotSubscribedToBeforeTheRouteIsDoneWithItsParents() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        put(100);
        List<String> open = openShards();
        Set<String> parents = Set.of(open.get(0), open.get(1));
        String child = kinesis.mergeShards("orders", open.get(0), open.get(1));
        put(100);
        route("", exchange -> {
            if (open.get(1).equals(exchange.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID))) {
                gate.await(1, TimeUnit.MINUTES);
            }
            received.process(exchange);
        });
        long inOneParent = kinesis.records("orders", open.get(1)).size();
        long inChild = kinesis.records("orders", child).size();
        awaitReceived((int) (written() - inOneParent - inChild));
        await().during(Duration.ofSeconds(1)).atMost(LIMIT).until(() -> subscriptionsTo(Set.of(child))
                .isEmpty());
        assertThat(subscriptionsTo(parents)).isNotEmpty();

        gate.countDown();

        awaitAll();
    }

    @Test
    @Tag("failure-mode-29")
    void whatReshardingMadeWhileTheRouteWasStoppedIsReadFromItsBeginning() throws Exception {
        route("&startFromLatest=true", received);
        awaitSubscriptions(4);
        put(100);
        awaitAll();

        camel.getRouteController().stopRoute("reader");
        put(50);
        List<String> children = kinesis.splitShard("orders", openShards().get(0));
        put(50);
        kinesis.mergeShards("orders", children.get(0), children.get(1));
        put(50);
        camel.getRouteController().startRoute("reader");

        awaitAll();
    }

    @Test
    @Tag("failure-mode-31")
    void aListingWhoseTokenExpiredBetweenTwoPagesIsBegunAnew() throws Exception {
        kinesis.createStream("wide", 23);
        for (int i = 0; i < 200; i++) {
            kinesis.put("wide", "key-" + i, new byte[] {1});
        }
        ArmedFault expired = kinesis.faults()
                .refuse("ListShards")
                .withError("ExpiredNextTokenException", 400)
                .skipping(1)
                .once();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("wide", "")).routeId("reader").process(received);
            }
        });

        awaitReceived(200);

        assertThat(expired.hits()).isEqualTo(1);
        assertThat(received.against(kinesis, "wide")).isEqualTo(Count.exactly(200));
    }

    @Test
    @Tag("failure-mode-32")
    void aStreamThatWasMadeAgainMeanwhileIsReadFromItsOldestRecordWithAWarning() throws Exception {
        route("", received);
        put(20);
        awaitAll();
        camel.getRouteController().stopRoute("reader");
        makeAgain();
        put(30);

        try (LogCapture log = new LogCapture(Level.WARN)) {
            camel.getRouteController().startRoute("reader");
            awaitReceived(50);
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).contains("orders").contains("this one was created"));
        }
        assertThat(received.bodies().subList(20, 50)).contains("record-20", "record-49");
    }

    @Test
    @Tag("failure-mode-32")
    void aStreamThatWasMadeAgainMeanwhileIsNotReadWhenThatIsToBeAnError() throws Exception {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        camel.getRegistry().bind("told", new LoggingExceptionHandler(camel, ReadingUnderFaultsIT.class) {
            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                told.add(exception);
            }
        });
        route("&onInvalidPosition=fail&exceptionHandler=#told", received);
        put(20);
        awaitAll();
        camel.getRouteController().stopRoute("reader");
        makeAgain();
        put(30);

        camel.getRouteController().startRoute("reader");

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(told).singleElement().satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("onInvalidPosition=fail")));
        assertThat(received.size()).isEqualTo(20);
    }

    /** Deletes the stream and makes another of its name, with another time of creation. */
    private void makeAgain() {
        Instant before = Instant.now();
        kinesis.deleteStream("orders");
        await().until(() -> Instant.now().isAfter(before.plusSeconds(1)));
        kinesis.createStream("orders", 4);
    }

    @Test
    @Tag("failure-mode-9")
    void saysWhichOptionToSetWhenSomebodyElseTakesASubscriptionOverAndLeavesItAlone() throws Exception {
        route("", received);
        put(100);
        awaitAll();
        awaitSubscriptions(4);
        String stolen = openShards().get(0);

        try (LogCapture log = new LogCapture(Level.WARN)) {
            kinesis.faults().stealSubscriptions("orders", stolen);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).contains(stolen).contains("consumerName")));
        }
        long inStolen = kinesis.records("orders", stolen).size();
        put(100);
        long more = kinesis.records("orders", stolen).size() - inStolen;
        awaitReceived((int) (written() - more));

        // Twice as long as AWS lets nobody in again: what fights for the subscription would have it by then.
        await().during(Duration.ofSeconds(6))
                .atMost(LIMIT)
                .until(() -> subscriptionsTo(Set.of(stolen)).size() == 1);
        restart();
        awaitAll();
    }
}
