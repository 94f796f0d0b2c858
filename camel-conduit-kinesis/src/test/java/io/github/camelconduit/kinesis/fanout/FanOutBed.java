package io.github.camelconduit.kinesis.fanout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.delivery.RecordBatch;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.ReaderKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The fan-out against an embedded server with the stream "orders", with times of the test's choice, and a listener that
 * takes everything at once and is done with it.
 */
final class FanOutBed implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(40);

    final EmbeddedKinesis kinesis;
    final List<String> received = new CopyOnWriteArrayList<>();
    private final boolean ownServer;
    private final KinesisAsyncClient client;
    private final MemoryPositionStore store = new MemoryPositionStore();
    private ScheduledExecutorService threads;
    private FanOutShardSource source;
    private int put;
    /** How many batches are asked for when a shard is opened. */
    volatile long demand = 1_000_000;
    /** From when on a first start reads; null for all there is. */
    volatile Instant startTimestamp;
    /** What is done with a batch before it is taken. */
    volatile Consumer<RecordBatch> beforeTaking = batch -> {};

    FanOutBed(Rules rules, int shards) {
        this(EmbeddedKinesis.builder().rules(rules).stream("orders", shards).start(), true);
    }

    /** Another reader of the server of another bed, with positions of its own. */
    FanOutBed(FanOutBed other) {
        this(other.kinesis, false);
    }

    private FanOutBed(EmbeddedKinesis kinesis, boolean ownServer) {
        this.kinesis = kinesis;
        this.ownServer = ownServer;
        client = KinesisAsyncClient.builder()
                .endpointOverride(kinesis.endpoint())
                .region(Region.of(kinesis.region()))
                // A subscription of which nothing is asked is silent; the SDK's own limit is 10 s.
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .protocol(Protocol.HTTP2)
                        .readTimeout(Duration.ofMinutes(6)))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    private final class Taking extends IdleListener {

        @Override
        public void opened(String shardId) {
            source.request(shardId, demand);
        }

        @Override
        public void received(RecordBatch batch) {
            beforeTaking.accept(batch);
            batch.records().forEach(record -> received.add(new String(record.data(), StandardCharsets.UTF_8)));
            source.done(batch.shardId(), batch.next());
        }
    }

    /** Times for a server with short ones. */
    static SubscriptionTimes times(Duration release, Duration forgetting) {
        SubscriptionTimes aws = SubscriptionTimes.aws(Duration.ofMinutes(5));
        return new SubscriptionTimes(
                Duration.ofMillis(200),
                Duration.ofMillis(300),
                aws.refreshInterval(),
                aws.silence(),
                release,
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofMillis(200),
                forgetting);
    }

    FanOutShardSource start(SubscriptionTimes times) throws Exception {
        threads = Executors.newScheduledThreadPool(2);
        source = new FanOutShardSource(
                new FanOutSettings(
                        "orders",
                        null,
                        "app",
                        "consumer",
                        null,
                        false,
                        false,
                        startTimestamp,
                        Set.of(),
                        false,
                        false,
                        times.refreshInterval(),
                        Duration.ofMillis(50),
                        Duration.ofSeconds(5)),
                times,
                new SdkSubscriptionCall(client),
                client,
                store,
                threads,
                failure -> {});
        source.start(new Taking());
        return source;
    }

    void stop() {
        if (source != null) {
            source.stop();
            threads.shutdownNow();
            source = null;
        }
    }

    /** Writes so many records more, each with a text of its own. */
    void put(int records) {
        for (int i = 0; i < records; i++, put++) {
            kinesis.put("orders", "key-" + put % 97, ("record-" + put).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Waits until all that was written has come, each record once. */
    void awaitAllOnce() {
        awaitOnce(put);
    }

    /** Waits until so many records have come, each once. */
    void awaitOnce(int records) {
        await().atMost(LIMIT).until(() -> received.size() >= records);
        assertThat(received).hasSize(records).doesNotHaveDuplicates();
    }

    /** Waits until the service has so many subscriptions: what is written from then on is handed over at once. */
    void awaitSubscriptions(int count) {
        await().atMost(LIMIT).until(() -> kinesis.openSubscriptions().size() == count);
    }
    /** What is written from now on is retained, however short the retention was before. */
    void retainFromNowOn() {
        client.increaseStreamRetentionPeriod(r -> r.streamName("orders").retentionPeriodHours(24))
                .join();
    }
    /** The positions in the store. */
    Map<String, Position> kept() {
        return store.load(new ReaderKey("app", "consumer", kinesis.streamArn("orders")))
                .orElseThrow()
                .shards();
    }

    @Override
    public void close() {
        stop();
        client.close();
        if (ownServer) {
            kinesis.close();
        }
    }
}
