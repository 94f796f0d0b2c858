package io.github.camelconduit.kinesis;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.embedded.StoredRecord;
import io.github.camelconduit.kinesis.fanout.PositionReset;
import io.github.camelconduit.kinesis.fanout.SubscriptionState;
import io.github.camelconduit.kinesis.observe.ShardPosition;
import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What operators can do about positions: show them and set them to somewhere else. */
@Timeout(120)
class ConsumerPositionsIT extends EmbeddedStreamTest {

    private ConduitKinesisPositions positions() {
        return consumer().getPositions();
    }

    private ShardPosition position(String shardId) {
        return positions().shards().stream()
                .filter(shard -> shard.shardId().equals(shardId))
                .findFirst()
                .orElseThrow();
    }

    private List<String> stored(String shardId) {
        return kinesis.records("orders", shardId).stream()
                .map(StoredRecord::sequenceNumber)
                .toList();
    }

    /** The sequence numbers that the route got of a shard. */
    private List<String> got(String shardId) {
        return received.list().stream()
                .filter(one -> one.shardId().equals(shardId))
                .map(Received.One::sequenceNumber)
                .toList();
    }

    private void awaitSaved() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(positions().shards())
                .hasSize(4)
                .allSatisfy(shard -> assertThat(shard.saved()).isEqualTo(shard.position()))
                .allSatisfy(shard -> assertThat(shard.savedAt()).isNotNull()));
    }

    @Test
    void showsWhereEachShardStands() throws Exception {
        put(100);
        route("&commitInterval=100", received);
        awaitReceived(100);
        awaitSaved();
        Map<String, BigInteger> last = new HashMap<>();
        kinesis.records("orders")
                .forEach(record -> last.put(record.shardId(), new BigInteger(record.sequenceNumber())));

        // The route has the last records before it is done with them.
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(positions().shards()).allSatisfy(shard -> {
                    assertThat(shard.state()).isEqualTo(SubscriptionState.STREAMING);
                    assertThat(shard.finished()).isFalse();
                    assertThat(shard.inFlight()).isZero();
                    assertThat(shard.lastHandedOver())
                            .isEqualTo(last.get(shard.shardId()).toString());
                    assertThat(shard.millisBehindLatest()).isZero();
                    assertThat(shard.position()).isInstanceOf(Position.After.class);
                    assertThat(new BigInteger(((Position.After) shard.position()).sequenceNumber()))
                            .isGreaterThanOrEqualTo(last.get(shard.shardId()));
                }));
        awaitSaved();
        camel.getRouteController().stopRoute("reader");
        assertThat(positions().shards())
                .as("of a stopped route, from the store")
                .hasSize(4)
                .allSatisfy(shard -> assertThat(shard.state()).isNull())
                .allSatisfy(shard -> assertThat(shard.saved()).isInstanceOf(Position.After.class));
    }

    @Test
    void showsWhatTheRouteHasAndThatAShardIsFinished() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        route("&commitInterval=100", exchange -> {
            open.await(20, TimeUnit.SECONDS);
            received.process(exchange);
        });
        put(1);
        String shardId = kinesis.records("orders").get(0).shardId();
        try {
            await().atMost(LIMIT).until(() -> positions().shards().stream().anyMatch(shard -> shard.inFlight() == 1));
            assertThat(position(shardId).lastHandedOver())
                    .isEqualTo(kinesis.records("orders").get(0).sequenceNumber());
            assertThat(position(shardId).position()).isEqualTo(Position.TRIM_HORIZON);
            kinesis.splitShard("orders", shardId);
        } finally {
            open.countDown();
        }

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(position(shardId).finished()).isTrue();
            assertThat(position(shardId).saved()).isEqualTo(Position.ENDED);
            assertThat(positions().shards()).hasSize(6);
        });
    }

    @Test
    void readsAShardAgainFromItsStartInTheMiddleOfABacklogAndNoOtherOneTwice() throws Exception {
        put(4_000);
        route("&concurrentConsumers=4&commitInterval=50", exchange -> {
            received.process(exchange);
            if (received.size() % 20 == 0) {
                Thread.yield();
            }
        });
        String reset = openShards().get(1);
        await().atMost(LIMIT).until(() -> got(reset).size() > 300);

        positions().reset(reset, PositionReset.toStart());
        int before = got(reset).size();
        put(400);

        List<String> stored = stored(reset);
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(got(reset).size()).isGreaterThanOrEqualTo(stored.size() + 300);
            assertThat(got(reset).get(got(reset).size() - 1)).isEqualTo(stored.get(stored.size() - 1));
            openShards().forEach(shard -> assertThat(got(shard).size())
                    .isGreaterThanOrEqualTo(stored(shard).size()));
        });
        List<String> all = got(reset);
        int again = all.lastIndexOf(stored.get(0));
        assertThat(all.subList(again, all.size()))
                .as("all of it again, in order")
                .isEqualTo(stored);
        assertThat(all.subList(0, again)).as("what came before the reset").isEqualTo(stored.subList(0, again));
        assertThat(again).as("and the one that the route had then").isLessThanOrEqualTo(before + 1);
        for (String other : openShards()) {
            if (!other.equals(reset)) {
                assertThat(got(other)).as(other).isEqualTo(stored(other));
            }
        }
    }

    @Test
    void readsAllShardsAgainFromTheirStartParentsBeforeChildren() throws Exception {
        put(200);
        route("&commitInterval=50", received);
        awaitReceived(200);
        String parent = openShards().get(0);
        List<String> children = kinesis.splitShard("orders", parent);
        put(200);
        awaitReceived(400);

        Set<String> reset = positions().resetAll(PositionReset.toStart());

        assertThat(reset).hasSize(6).contains(parent).containsAll(children);
        awaitReceived(800);
        put(20);
        awaitReceived(820);
        List<Received.One> again = received.list().subList(400, 820);
        int lastOfParent = 0;
        int firstOfChildren = again.size();
        for (int i = 0; i < again.size(); i++) {
            if (again.get(i).shardId().equals(parent)) {
                lastOfParent = i;
            } else if (children.contains(again.get(i).shardId())) {
                firstOfChildren = Math.min(firstOfChildren, i);
            }
        }
        assertThat(firstOfChildren).isGreaterThan(lastOfParent);
        for (String shardId : reset) {
            assertThat(again.stream()
                            .filter(one -> one.shardId().equals(shardId))
                            .map(Received.One::sequenceNumber))
                    .as(shardId)
                    .isEqualTo(stored(shardId));
        }
    }

    @Test
    void aParentThatIsReadAgainDoesNotDisturbItsChildren() throws Exception {
        put(100);
        route("&commitInterval=50", received);
        awaitReceived(100);
        String parent = openShards().get(0);
        List<String> children = kinesis.splitShard("orders", parent);
        put(100);
        awaitReceived(200);
        int ofParent = stored(parent).size();

        positions().reset(parent, PositionReset.toStart());

        awaitReceived(200 + ofParent);
        put(100);
        awaitReceived(300 + ofParent);
        assertThat(got(parent)).hasSize(2 * ofParent);
        children.forEach(child -> assertThat(got(child)).isEqualTo(stored(child)));
    }

    @Test
    void leavesOutWhatWasNotReadWhenResetToTheTip() throws Exception {
        route("&commitInterval=50", received);
        put(40);
        awaitReceived(40);
        camel.getRouteController().suspendRoute("reader");
        put(400);
        Instant last = kinesis.records("orders").stream()
                .map(StoredRecord::arrival)
                .max(Instant::compareTo)
                .orElseThrow();
        // The tip is read from two seconds before it on.
        await().until(() -> Instant.now().isAfter(last.plusMillis(2_005)));

        positions().resetAll(PositionReset.toTip());
        put(40);
        camel.getRouteController().resumeRoute("reader");

        awaitReceived(80);
        assertThat(received.bodies().subList(40, 80))
                .containsExactlyInAnyOrderElementsOf(java.util.stream.IntStream.range(440, 480)
                        .mapToObj(i -> "record-" + i)
                        .toList());
        assertThat(received.size()).isEqualTo(80);
    }

    @Test
    void readsAgainFromAMomentOn() throws Exception {
        route("&commitInterval=50", received);
        put(40);
        awaitReceived(40);
        Instant last = kinesis.records("orders").stream()
                .map(StoredRecord::arrival)
                .max(Instant::compareTo)
                .orElseThrow();
        await().until(() -> Instant.now().isAfter(last.plusMillis(5)));
        Instant moment = Instant.now();
        put(30);
        awaitReceived(70);

        positions().resetAll(PositionReset.toTime(moment.toString()));

        awaitReceived(100);
        assertThat(received.bodies().subList(70, 100))
                .containsExactlyInAnyOrderElementsOf(java.util.stream.IntStream.range(40, 70)
                        .mapToObj(i -> "record-" + i)
                        .toList());
    }

    @Test
    void aRouteThatIsStoppedBeginsAtTheResetWithItsNextStart() throws Exception {
        route("", received);
        put(60);
        awaitReceived(60);
        camel.getRouteController().stopRoute("reader");
        String reset = openShards().get(2);

        positions().reset(reset, PositionReset.toStart());

        assertThat(position(reset).saved()).isEqualTo(Position.TRIM_HORIZON);
        camel.getRouteController().startRoute("reader");
        put(20);
        await().atMost(LIMIT).untilAsserted(() -> {
            int before = got(reset).size() - stored(reset).size();
            assertThat(before).isPositive();
            assertThat(got(reset).subList(before, got(reset).size())).isEqualTo(stored(reset));
        });
        for (String shardId : openShards()) {
            if (!shardId.equals(reset)) {
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(got(shardId)).isEqualTo(stored(shardId)));
            }
        }
    }

    @Test
    void aSuspendedRouteBeginsAtTheResetWhenItIsResumed() throws Exception {
        route("", received);
        put(60);
        awaitReceived(60);
        camel.getRouteController().suspendRoute("reader");

        positions().resetAll(PositionReset.toStart());

        assertThat(received.size()).isEqualTo(60);
        camel.getRouteController().resumeRoute("reader");
        awaitReceived(120);
        put(20);
        awaitReceived(140);
        assertThat(received.size()).isEqualTo(140);
    }

    @Test
    void whatTheRouteIsDoneWithAfterTheResetCountsForNothing() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch heldAgain = new CountDownLatch(1);
        List<String> handedOver = Collections.synchronizedList(new ArrayList<>());
        route("&commitInterval=50", exchange -> {
            String body = exchange.getMessage().getBody(String.class);
            handedOver.add(body);
            if (body.equals("record-3") && Collections.frequency(handedOver, body) == 1) {
                held.await(60, TimeUnit.SECONDS);
            } else if (body.equals("record-0") && Collections.frequency(handedOver, body) == 2) {
                heldAgain.await(60, TimeUnit.SECONDS);
            }
            received.process(exchange);
        });
        // One key, one shard.
        for (int i = 0; i < 6; i++) {
            kinesis.put("orders", "key", ("record-" + i).getBytes(StandardCharsets.UTF_8));
        }
        String shardId = kinesis.records("orders").get(0).shardId();
        await().atMost(LIMIT).until(() -> handedOver.contains("record-3"));

        positions().reset(shardId, PositionReset.toStart());
        await().atMost(LIMIT).until(() -> Collections.frequency(handedOver, "record-0") == 2);
        held.countDown();
        await().atMost(LIMIT).until(() -> received.bodies().contains("record-3"));

        await("several commit intervals")
                .during(Duration.ofMillis(500))
                .atMost(LIMIT)
                .until(() -> position(shardId).position().equals(Position.TRIM_HORIZON)
                        && position(shardId).saved().equals(Position.TRIM_HORIZON));
        heldAgain.countDown();
        await().atMost(LIMIT).until(() -> received.size() == 10);
        assertThat(received.bodies().subList(4, 10))
                .containsExactly("record-0", "record-1", "record-2", "record-3", "record-4", "record-5");
    }

    @Test
    void aResetThatTheStoreDoesNotTakeIsAnErrorAndReadingGoesOnWhereItWas() throws Exception {
        Refusing store = new Refusing();
        camel.getRegistry().bind("store", store);
        route("&positionStore=#store&commitInterval=50", received);
        put(100);
        awaitReceived(100);
        store.refusing = true;

        assertThatIllegalStateException()
                .isThrownBy(() -> positions().resetAll(PositionReset.toStart()))
                .withMessageContaining("reading goes on where it was")
                .withMessageContaining("disk full");

        store.refusing = false;
        put(100);
        awaitAll();
    }

    @Test
    void aResetOfAStoppedRouteThatTheStoreTakesTooLateIsUndoneBeforeTheRouteReads() throws Exception {
        Refusing store = new Refusing();
        camel.getRegistry().bind("store", store);
        camel.getShutdownStrategy().setTimeout(3);
        route("&positionStore=#store&commitInterval=50&healthCheckErrorTolerance=500", received);
        put(100);
        awaitReceived(100);
        // A stop in so short a time may have to leave the last ones.
        awaitSaved();
        await().atMost(LIMIT).until(() -> consumer().status().inFlight() == 0);
        camel.getRouteController().stopRoute("reader");
        store.answering = new CountDownLatch(1);

        assertThatIllegalStateException()
                .isThrownBy(() -> positions().resetAll(PositionReset.toStart()))
                .withMessageContaining("are not reset")
                .withMessageContaining("has not answered");
        camel.getRouteController().startRoute("reader");
        await().atMost(LIMIT)
                .until(() -> consumer().getHealthCheck().call(Map.of()).getState() == HealthCheck.State.DOWN);
        store.answering.countDown();

        put(100);
        awaitAll();
    }

    @Test
    void theConsumerOfAnEarlierStartOfARouteIsNotAskedWhileALaterOneReads() throws Exception {
        route("", received);
        ConduitKinesisPositions earlier = positions();
        camel.getRouteController().stopRoute("reader");
        camel.getRouteController().startRoute("reader");

        assertThatIllegalStateException()
                .isThrownBy(() -> earlier.resetAll(PositionReset.toStart()))
                .withMessageContaining("route reader")
                .withMessageContaining("anew at each start");
    }

    @Test
    void mistakesAreClearErrorsAndChangeNothing() throws Exception {
        route("&commitInterval=50", received);
        put(20);
        awaitReceived(20);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> positions().reset("shardId-000000000099", PositionReset.toStart()))
                .withMessageContaining("shardId=shardId-000000000099")
                .withMessageContaining(openShards().get(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> positions().resetAll(PositionReset.toTime("yesterday")))
                .withMessageContaining("time=yesterday");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        positions().resetAll(PositionReset.toTime(Instant.now().plus(Duration.ofHours(1)))))
                .withMessageContaining("future");
        camel.getRouteController().stopRoute("reader");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> positions().reset("shardId-000000000099", PositionReset.toStart()))
                .withMessageContaining("shardId=shardId-000000000099");
        camel.getRouteController().startRoute("reader");
        put(20);
        awaitAll();
    }

    @Test
    void aRouteThatNeverReadHasNothingToReset() throws Exception {
        camel.addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from(uri("orders", "")).routeId("reader").autoStartup(false).process(received);
            }
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> positions().resetAll(PositionReset.toStart()))
                .withMessageContaining("nothing to reset");
        assertThat(positions().shards()).isEmpty();
    }

    @Test
    void theSameByJmx() throws Exception {
        route("&commitInterval=50", received);
        put(50);
        awaitReceived(50);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = server
                .queryNames(
                        new ObjectName("org.apache.camel:context=shop,type=consumers,name=ConduitKinesisConsumer*"),
                        null)
                .stream()
                .filter(found -> "reader".equals(attribute(server, found, "RouteId")))
                .findFirst()
                .orElseThrow();

        awaitSaved();
        String shardId = openShards().get(3);
        await().atMost(LIMIT).untilAsserted(() -> {
            TabularData table = (TabularData) server.invoke(name, "showPositions", null, null);
            CompositeData row = table.get(new Object[] {shardId});
            assertThat(table.size()).isEqualTo(4);
            assertThat(row.get("state")).isEqualTo("STREAMING");
            assertThat(row.get("position")).asString().startsWith("AFTER(");
            assertThat(row.get("finished")).isEqualTo(false);
        });
        server.invoke(name, "resetToStart", new Object[] {shardId}, new String[] {"java.lang.String"});
        awaitReceived(50 + stored(shardId).size());
        server.invoke(name, "resetAllToStart", null, null);
        awaitReceived(100 + stored(shardId).size());
        assertThatThrownBy(() ->
                        server.invoke(name, "resetAllToTime", new Object[] {"noon"}, new String[] {"java.lang.String"}))
                .isInstanceOfAny(MBeanException.class, javax.management.RuntimeMBeanException.class)
                .hasStackTraceContaining("time=noon");
    }

    private static Object attribute(MBeanServer server, ObjectName name, String attribute) {
        try {
            return server.getAttribute(name, attribute);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A store that takes no reset when it is told so, or takes it late, whoever interrupts it. */
    private static final class Refusing implements PositionStore {
        private final MemoryPositionStore behind = new MemoryPositionStore();
        private volatile boolean refusing;
        private volatile CountDownLatch answering = new CountDownLatch(0);

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
            behind.save(key, shards);
        }

        @Override
        public void reset(ReaderKey key, Map<String, Position> shards) {
            if (refusing) {
                throw new IllegalStateException("disk full");
            }
            while (answering.getCount() > 0) {
                try {
                    answering.await();
                } catch (InterruptedException e) {
                    continue;
                }
            }
            behind.reset(key, shards);
        }
    }
}
