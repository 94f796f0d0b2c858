package io.github.camelconduit.kinesis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

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
                    .containsEntry("streamConsumer", "shop-reader");
            assertThat(list(consumer, "troubles")).isEmpty();
        });
        assertThat(text())
                .contains("Route reader: Started\n    Stream: orders\n    Stream consumer: shop-reader\n")
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
                .containsKeys("since", "shardId", "reason"));
        assertThat(text())
                .contains(": BACKING_OFF")
                .contains("        Last error: ")
                .contains("    Trouble since ")
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
    void showsNothingWhereNothingIsConsumed() {
        assertThat(text()).isEmpty();
        assertThat(consumers()).isEmpty();
    }
}
