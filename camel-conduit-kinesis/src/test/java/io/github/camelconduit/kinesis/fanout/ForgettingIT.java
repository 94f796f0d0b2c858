package io.github.camelconduit.kinesis.fanout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.delivery.RecordBatch;
import io.github.camelconduit.kinesis.delivery.ShardListener;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.ShardView;
import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.ReaderKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of shards that have ended, with a server whose retention is seconds. */
@Timeout(120)
class ForgettingIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final EmbeddedKinesis kinesis =
            EmbeddedKinesis.builder()
                    .rules(Rules.fast().toBuilder()
                            .retentionPeriod(Duration.ofSeconds(4))
                            .build())
                    .stream("orders", 2)
                    .start();
    private final KinesisAsyncClient client = KinesisAsyncClient.builder()
            .endpointOverride(kinesis.endpoint())
            .region(Region.of(kinesis.region()))
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build();
    private final MemoryPositionStore store = new MemoryPositionStore();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private int put;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        client.close();
        kinesis.close();
    }

    /** Takes everything at once and is done with it. */
    private final class Taking implements ShardListener {
        private final Map<String, Boolean> revoked = new ConcurrentHashMap<>();
        private FanOutShardSource source;

        @Override
        public void starting(Instant snapshotEnd) {}

        @Override
        public void discovered(String shardId) {}

        @Override
        public void opened(String shardId) {
            source.request(shardId, 1_000_000);
        }

        @Override
        public void received(RecordBatch batch) {
            batch.records().forEach(record -> received.add(new String(record.data(), StandardCharsets.UTF_8)));
            source.done(batch.shardId(), batch.next());
        }

        @Override
        public void withdrawn(String shardId, Runnable quiet) {
            quiet.run();
        }

        @Override
        public void revoked(String shardId) {
            revoked.put(shardId, true);
        }
    }

    private FanOutShardSource start(Duration forgetting) throws Exception {
        Duration refresh = Duration.ofMinutes(5);
        SubscriptionTimes aws = SubscriptionTimes.aws(refresh);
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
        FanOutShardSource source = new FanOutShardSource(
                new FanOutSettings(
                        "orders",
                        null,
                        "app",
                        "consumer",
                        null,
                        false,
                        false,
                        null,
                        Set.of(),
                        false,
                        false,
                        refresh,
                        Duration.ofMillis(50),
                        Duration.ofSeconds(5)),
                new SubscriptionTimes(
                        Duration.ofMillis(200),
                        Duration.ofMillis(300),
                        refresh,
                        aws.silence(),
                        aws.release(),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofMillis(200),
                        forgetting),
                new SdkSubscriptionCall(client),
                client,
                store,
                threads,
                failure -> {});
        Taking taking = new Taking();
        taking.source = source;
        source.start(taking);
        AutoCloseable closing = () -> {
            source.stop();
            threads.shutdownNow();
        };
        open.add(closing);
        return source;
    }

    private void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        open.clear();
    }

    private void put(int records) {
        for (int i = 0; i < records; i++, put++) {
            kinesis.put("orders", "key-" + put % 97, ("record-" + put).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void awaitAllOnce() {
        await().atMost(LIMIT).until(() -> received.size() >= put);
        assertThat(received).hasSize(put).doesNotHaveDuplicates();
    }

    private Map<String, Position> kept() {
        return store.load(new ReaderKey("app", "consumer", kinesis.streamArn("orders")))
                .orElseThrow()
                .shards();
    }

    private Set<String> listed() {
        Set<String> listed = new HashSet<>();
        kinesis.shards("orders").stream().map(ShardView::shardId).forEach(listed::add);
        return listed;
    }

    @Test
    void aShardWhoseRetentionIsOverLeavesMemoryAndStoreAndNothingIsReadAgain() throws Exception {
        put(50);
        FanOutShardSource source = start(Duration.ofSeconds(1));
        awaitAllOnce();
        String parent = kinesis.shards("orders").get(0).shardId();
        List<String> children = kinesis.splitShard("orders", parent);
        put(50);
        awaitAllOnce();
        await().atMost(LIMIT).until(() -> Position.ENDED.equals(kept().get(parent)));

        await().atMost(LIMIT).until(() -> !kept().containsKey(parent));

        assertThat(listed()).doesNotContain(parent);
        await().atMost(LIMIT).until(() -> !source.states().containsKey(parent));
        assertThat(kept()).containsKeys(children.toArray(new String[0])).hasSize(3);
        put(50);
        awaitAllOnce();
        stop();
        start(Duration.ofSeconds(1));
        put(50);
        awaitAllOnce();
    }

    @Test
    void aShardThatIsStillListedIsKeptHoweverLongAgoItEnded() throws Exception {
        FanOutShardSource source = start(Duration.ZERO);
        put(20);
        awaitAllOnce();
        String parent = kinesis.shards("orders").get(0).shardId();
        kinesis.splitShard("orders", parent);
        await().atMost(LIMIT).until(() -> Position.ENDED.equals(kept().get(parent)));
        int listings = kinesis.calls("ListShards").size();

        await().atMost(LIMIT).until(() -> kinesis.calls("ListShards").size() > listings + 5);

        if (listed().contains(parent)) {
            assertThat(kept()).containsEntry(parent, Position.ENDED);
            assertThat(source.states()).containsEntry(parent, SubscriptionState.ENDED);
        }
        put(20);
        awaitAllOnce();
    }

    @Test
    void aShardWhoseRestWasLostWhileNobodyReadIsOverAndItsChildrenAreRead() throws Exception {
        start(Duration.ofMinutes(5));
        put(20);
        awaitAllOnce();
        stop();
        String parent = kinesis.shards("orders").get(0).shardId();
        kinesis.splitShard("orders", parent);
        await().atMost(LIMIT).until(() -> !listed().contains(parent));
        assertThat(kept().get(parent)).isNotEqualTo(Position.ENDED);

        start(Duration.ofMinutes(5));
        put(50);

        awaitAllOnce();
        await().atMost(LIMIT).until(() -> Position.ENDED.equals(kept().get(parent)));
    }
}
