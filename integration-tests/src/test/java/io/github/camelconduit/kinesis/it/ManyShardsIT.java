package io.github.camelconduit.kinesis.it;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.SubscriptionView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What many shards share: threads, connections and the bytes that may wait. */
class ManyShardsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The embedded server's own, in this process, and what the JVM starts for itself. */
    private static final String NOT_THE_COMPONENTS = "vert.x.*|kinesis-embedded.*|surefire.*|main|awaitility.*";

    private final EmbeddedServer server =
            EmbeddedServer.start(EmbeddedKinesis.builder().rules(Rules.fast()));
    private final EmbeddedKinesis kinesis = server.kinesis();
    private TestBed bed;

    @AfterEach
    void stop() {
        if (bed != null) {
            bed.close();
        }
        server.close();
    }

    @Test
    void aHundredAndFiftyShardsTakeNoMoreThreadsThanFifty() throws Exception {
        int fifty = threadsReading("fifty", 50);
        int more = threadsReading("more", 150);

        // Pools fill as they are used and empty when they are not: some more or less say nothing, one for every fourth
        // of
        // the hundred shards would.
        assertThat(more - fifty)
                .as("%d threads with 50 shards, %d with 150", fifty, more)
                .isLessThan(25);
    }

    /** How many threads there are when every shard is subscribed and the route has had records of all. */
    private int threadsReading(String stream, int shards) throws Exception {
        bed = new TestBed(server, stream, shards);
        server.put(stream, bed.ledger(), shards * 10);
        bed.read("");
        bed.awaitAll();
        await().atMost(LIMIT).until(() -> kinesis.openSubscriptions().size() == shards);
        Set<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().matches(NOT_THE_COMPONENTS))
                .collect(Collectors.toSet());
        bed.close();
        return threads.size();
    }

    @Test
    @Tag("failure-mode-24")
    void twentyShardsThatTheRouteIsStuckOnDoNotKeepTwentyOthersFromTheirEnd() throws Exception {
        bed = new TestBed(server, "orders", 40);
        // What is stuck stays so: nothing is gained by waiting for it at the end.
        bed.camel().getShutdownStrategy().setTimeout(1);
        // More for each shard than one that nobody takes anything from can have on its way.
        byte[] data = new byte[10_000];
        for (int i = 0; i < 40 * 150; i++) {
            kinesis.put("orders", "key-" + i, data);
        }
        Map<String, Integer> healthy = new HashMap<>();
        kinesis.shards("orders").stream()
                .map(shard -> shard.shardId())
                .filter(shardId -> !isStuck(shardId))
                .forEach(shardId ->
                        healthy.put(shardId, kinesis.records("orders", shardId).size()));
        Map<String, Integer> received = new ConcurrentHashMap<>();

        bed.route(TestBed.READER, "", stuckOnSome(received));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsAllEntriesOf(healthy));

        // The healthy did not wait for the stuck ones to be given back, which they are after a while.
        Map<String, Long> sent = kinesis.openSubscriptions().stream()
                .filter(subscription -> isStuck(subscription.shardId()))
                .collect(Collectors.toMap(SubscriptionView::shardId, SubscriptionView::records));
        assertThat(sent).hasSize(20);
        assertThat(sent).allSatisfy((shardId, records) -> assertThat(records)
                .as("sent of %s, which holds more", shardId)
                .isLessThan(kinesis.records("orders", shardId).size()));
    }

    private static boolean isStuck(String shardId) {
        return Integer.parseInt(shardId.substring(shardId.length() - 4)) < 20;
    }

    /** Counts the records of each shard, and never calls back for those of some. */
    private static AsyncProcessor stuckOnSome(Map<String, Integer> received) {
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                String shardId = exchange.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID, String.class);
                if (isStuck(shardId)) {
                    return false;
                }
                received.merge(shardId, 1, Integer::sum);
                callback.done(true);
                return true;
            }
        };
    }
}
