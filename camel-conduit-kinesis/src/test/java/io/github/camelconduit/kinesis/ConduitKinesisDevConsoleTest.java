package io.github.camelconduit.kinesis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Camel's dev console shows of consumers. */
@Timeout(120)
class ConduitKinesisDevConsoleTest extends EmbeddedStreamTest {

    private DevConsole console() {
        DevConsole console =
                PluginHelper.getDevConsoleResolver(camel).resolveDevConsole(ConduitKinesisConstants.SCHEME);
        assertThat(console).as("found by its name").isInstanceOf(ConduitKinesisDevConsole.class);
        return console;
    }

    private String text() {
        return (String) console().call(DevConsole.MediaType.TEXT);
    }

    /** As whoever reads it over HTTP gets it. */
    private JsonObject json() {
        return (JsonObject) console().call(DevConsole.MediaType.JSON);
    }

    private List<Map<String, Object>> consumers() {
        return list(json(), "conduitKinesisConsumers");
    }

    private List<Map<String, Object>> shards() {
        return list(consumers().get(0), "shards");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> of, String key) {
        return (List<Map<String, Object>>) of.get(key);
    }

    @Test
    void showsStateAndDistanceOfEachShardOfAConsumer() throws Exception {
        route("&commitInterval=50", received);
        put(100);
        awaitReceived(100);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(shards()).hasSize(4).allSatisfy(shard -> assertThat(shard)
                        .containsEntry("state", "STREAMING")
                        .containsEntry("finished", false)
                        .containsEntry("millisBehindLatest", 0L)
                        .containsEntry("inFlight", 0)
                        .containsKeys("savedAt", "lastHandedOver")
                        .doesNotContainKey("lastError")
                        .hasEntrySatisfying(
                                "saved", saved -> assertThat(saved).asString().startsWith("AFTER("))));

        assertThat(consumers()).singleElement().satisfies(consumer -> {
            assertThat(consumer)
                    .containsEntry("routeId", "reader")
                    .containsEntry("status", "Started")
                    .containsEntry("stream", "orders")
                    .containsEntry("streamConsumer", "shop-reader")
                    .containsEntry("ready", true)
                    .containsEntry("live", true)
                    .containsEntry("recordsDelivered", 100L)
                    .containsEntry("inFlight", 0)
                    .containsEntry("millisBehindLatest", 0L)
                    .containsKey("bufferedBytes")
                    .doesNotContainKey("lastError");
            assertThat(list(consumer, "troubles")).isEmpty();
        });
        assertThat(text())
                .contains("Route reader: Started\n    Stream: orders\n    Stream consumer: shop-reader\n")
                .contains("delivered: 100 records\n    Ready: yes, live: yes\n")
                .contains("    " + openShards().get(0) + ": STREAMING, 0 ms behind, 0 in flight\n");
        assertThat(json().toJson()).contains("\"shardId\":\"" + openShards().get(3) + "\"");
    }

    @Test
    void showsTheLastErrorOfAShardButNotWhatTheServiceAnswered() throws Exception {
        kinesis.faults()
                .refuse("SubscribeToShard")
                .withError("AccessDeniedException")
                .always();
        route("", received);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(shards()).hasSize(4).allSatisfy(shard -> assertThat(shard)
                        .containsEntry("state", "BACKING_OFF")
                        .hasEntrySatisfying("lastError", error -> assertThat(error)
                                .asString()
                                .contains("kinesis:SubscribeToShard")
                                .doesNotContain("Exception"))));

        assertThat(list(consumers().get(0), "troubles")).hasSize(4).allSatisfy(trouble -> assertThat(trouble)
                .containsEntry("iamAction", "kinesis:SubscribeToShard")
                .containsEntry("failure", "ACCESS_DENIED")
                .containsKeys("since", "shardId", "reason"));
        assertThat(consumers().get(0))
                .containsEntry("ready", false)
                .containsEntry("live", true)
                .containsKey("lastError");
        await("between two tries").atMost(LIMIT).untilAsserted(() -> assertThat(text())
                .contains(": BACKING_OFF"));
        assertThat(text())
                .contains("        Last error: ")
                .contains("    Ready: no, live: yes\n")
                .contains("    Trouble since ")
                .contains("    Last error at ")
                .doesNotContain("Exception");
        kinesis.faults().clear();
    }

    @Test
    void showsOfAStoppedRouteThatItIsAndAsksNoStore() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        camel.getRegistry().bind("counting", new CountingStore(new MemoryPositionStore(), loads));
        route("&positionStore=#counting", received);
        awaitSubscriptions(4);
        camel.getRouteController().stopRoute("reader");
        int before = loads.get();

        assertThat(consumers()).singleElement().satisfies(consumer -> {
            assertThat(consumer).containsEntry("status", "Stopped");
            assertThat(list(consumer, "shards")).isEmpty();
        });
        assertThat(text()).contains("Route reader: Stopped");
        assertThat(loads).hasValue(before);
    }

    private record CountingStore(PositionStore kept, AtomicInteger loads) implements PositionStore {

        @Override
        public Optional<StreamPositions> load(ReaderKey key) {
            loads.incrementAndGet();
            return kept.load(key);
        }

        @Override
        public void begin(ReaderKey key, StreamPositions first) {
            kept.begin(key, first);
        }

        @Override
        public void save(ReaderKey key, Map<String, Position> shards) {
            kept.save(key, shards);
        }
    }

    @Test
    void showsWhatARouteDoesNotFinish() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        route("&healthCheckStuckTimeout=200", exchange -> gate.await(1, TimeUnit.MINUTES));
        put(1);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(consumers().get(0)).containsEntry("live", false));

        assertThat(shards())
                .filteredOn(shard -> shard.get("inFlight").equals(1))
                .singleElement()
                .satisfies(shard -> {
                    assertThat((Long) shard.get("oldestInFlightMillis")).isGreaterThan(200);
                    assertThat((Long) shard.get("millisBehindLatest")).isGreaterThan(200);
                });
        assertThat(text()).contains("1 in flight, the oldest for ").contains("Ready: no, live: no");
        gate.countDown();
    }

    private List<Map<String, Object>> producers() {
        return list(json(), "conduitKinesisProducers");
    }

    private void writer() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("writer").to(uri("orders", "&sessionToken=token-that-nobody-may-see"));
            }
        });
    }

    private void send() {
        camel.createProducerTemplate()
                .send("direct:in", exchange -> exchange.getMessage().setBody("body"));
    }

    @Test
    void showsWhatAProducerHoldsAndHasDone() throws Exception {
        writer();
        send();
        // An exchange goes on before its record is counted off.
        await().atMost(LIMIT).untilAsserted(() -> assertThat(producers().get(0)).containsEntry("bufferedRecords", 0));

        assertThat(producers()).singleElement().satisfies(producer -> {
            assertThat(producer)
                    .containsEntry("name", "producer:orders")
                    .containsEntry("stream", "orders")
                    .containsEntry("bufferedBytes", 0L)
                    .containsEntry("sendBufferBytes", 33_554_432L)
                    .containsEntry("bufferedRecords", 0)
                    .containsEntry("waitingForRoom", 0)
                    .containsEntry("inFlightRequests", 0)
                    .containsEntry("recordsWritten", 1L)
                    .containsEntry("recordsFailed", 0L)
                    .containsEntry("failedAttempts", 0L)
                    .containsEntry("requests", 1L)
                    .containsEntry("ready", true)
                    .containsEntry("live", true)
                    .containsKey("bytesWritten")
                    .doesNotContainKey("lastError");
            assertThat(list(producer, "troubles")).isEmpty();
            assertThat(list(producer, "streams")).singleElement().satisfies(stream -> assertThat(stream)
                    .containsEntry("stream", "orders")
                    .containsEntry("state", "IDLE")
                    .containsEntry("bufferedRecords", 0)
                    .containsEntry("inFlightRequests", 0)
                    .containsKeys("lastWritten", "throttledShards")
                    .doesNotContainKeys("failure", "failingSince"));
        });
        assertThat(text())
                .startsWith(
                        "Producer producer:orders\n    Stream: orders\n    Buffered: 0 of 33554432 bytes, 0 records")
                .contains("    Written: 1 records, failed: 0, requests: 1, failed attempts: 0\n")
                .contains("    Ready: yes, live: yes\n")
                .contains("    orders: IDLE, 0 records, 0 requests in flight, last written: 20");
    }

    @Test
    void showsWhatAProducerFailsWithButNotWhatTheServiceAnswered() throws Exception {
        kinesis.faults().refuse("PutRecords").withError("AccessDeniedException").always();
        writer();
        send();

        assertThat(producers()).singleElement().satisfies(producer -> {
            assertThat(producer).containsEntry("ready", false).containsEntry("live", true);
            assertThat(list(producer, "troubles")).singleElement().satisfies(trouble -> assertThat(trouble)
                    .containsEntry("failure", "ACCESS_DENIED")
                    .containsEntry("stream", "orders")
                    .containsEntry("iamAction", "kinesis:PutRecords")
                    .containsKeys("reason", "since"));
            assertThat(list(producer, "streams")).singleElement().satisfies(stream -> assertThat(stream)
                    .containsEntry("state", "FAILING")
                    .containsEntry("failure", "ACCESS_DENIED")
                    .containsKey("failingSince"));
        });
        assertThat(text())
                .contains("    Ready: no, live: yes\n")
                .contains("    Trouble since ")
                .contains("    Last error at ")
                .contains("    orders: FAILING")
                .doesNotContain("Exception");
        assertThat(json().toJson()).doesNotContain("Exception", "token-that-nobody-may-see");
    }

    @Test
    void showsNothingWhereNothingIsConsumedOrProduced() {
        assertThat(text()).isEmpty();
        assertThat(consumers()).isEmpty();
        assertThat(producers()).isEmpty();
    }
}
