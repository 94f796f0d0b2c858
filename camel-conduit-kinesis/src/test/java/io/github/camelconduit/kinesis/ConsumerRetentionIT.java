package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Shards that are gone when the consumer comes back to them. */
@Timeout(120)
class ConsumerRetentionIT extends EmbeddedStreamTest {

    @Override
    EmbeddedKinesis startServer() {
        return EmbeddedKinesis.builder()
                .rules(Rules.fast().toBuilder()
                        .retentionPeriod(Duration.ofSeconds(3))
                        .build())
                .stream("orders", 4)
                .start();
    }

    @Test
    @Tag("failure-mode-30")
    void aClosedShardThatExpiresWhileTheRouteIsSuspendedIsOverAndItsChildrenAreRead() throws Exception {
        route("&commitInterval=50", received);
        // What is written before somebody reads could be gone by then.
        awaitSubscriptions(4);
        put(40);
        awaitReceived(40);
        camel.getRouteController().suspendRoute("reader");
        String parent = openShards().get(0);
        List<String> children = kinesis.splitShard("orders", parent);
        await().atMost(LIMIT).until(() -> kinesis.shards("orders").stream()
                .noneMatch(shard -> shard.shardId().equals(parent)));
        retainFromNowOn();
        try (LogCapture log = new LogCapture(Level.INFO)) {
            camel.getRouteController().resumeRoute("reader");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(consumer().getPositions().shards())
                            .anyMatch(shard -> shard.shardId().equals(parent) && shard.finished()));
            put(60);

            awaitReceived(100);
            assertThat(received.size()).isEqualTo(100);
            assertThat(received.list()).extracting(Received.One::shardId).containsAll(children);
            assertThat(log.lines())
                    .anyMatch(
                            line -> line.startsWith("WARN") && line.contains(parent) && line.contains("is not there"));
        }
    }

    @Test
    @Tag("failure-mode-30")
    void whatComesOfNamedShardsIsReadOnThoughTheyAndTheirChildrenAreGone() throws Exception {
        String named = openShards().get(0);
        route("&commitInterval=50&shardIds=" + named, received);
        awaitSubscriptions(1);
        List<String> children = kinesis.splitShard("orders", named);
        awaitSubscriptions(2);
        Set<String> gone = Set.of(named, children.get(0), children.get(1));
        Set<String> grandchildren = new HashSet<>();
        children.forEach(child -> grandchildren.addAll(kinesis.splitShard("orders", child)));
        awaitSubscriptions(4);
        camel.getRouteController().stopRoute("reader");
        await().atMost(LIMIT)
                .until(() -> kinesis.shards("orders").stream().noneMatch(shard -> gone.contains(shard.shardId())));
        retainFromNowOn();
        camel.getRouteController().startRoute("reader");
        put(40);

        awaitReceived(inShards(grandchildren));
        assertThat(received.list()).extracting(Received.One::shardId).isSubsetOf(grandchildren);
    }

    /** However long it takes to read what is written next. */
    private void retainFromNowOn() {
        consumer()
                .getEndpoint()
                .getClients()
                .calls()
                .increaseStreamRetentionPeriod(r -> r.streamName("orders").retentionPeriodHours(24))
                .join();
    }

    private int inShards(Set<String> shardIds) {
        return (int) kinesis.records("orders").stream()
                .filter(stored -> shardIds.contains(stored.shardId()))
                .count();
    }
}
