package io.github.camelconduit.kinesis.it;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.Shard;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The embedded server read by a client that nobody here wrote: the Kinesis Client Library, with its leases in MiniStack's
 * DynamoDB. Its two ways to read run at the same time, over one stream that is written to, split and merged meanwhile
 * under AWS's rules, because the library takes up to half a minute to start.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KinesisClientLibraryIT {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisClientLibraryIT.class);

    private static final String STREAM = "orders";
    private static final int KEYS = 97;
    private static final long WRITE_MILLIS = 5;
    private static final Duration STEP = Duration.ofMinutes(2);

    private final AtomicInteger written = new AtomicInteger();
    private MiniStackServer leases;
    private EmbeddedServer server;
    private KclWorker fanOut;
    private KclWorker polling;

    @BeforeAll
    void readThroughASplitAndAMerge() throws Exception {
        leases = MiniStackServer.start();
        // Longer than the five seconds in which AWS refuses the next subscription.
        server = EmbeddedServer.start(
                EmbeddedKinesis.builder().stream(STREAM, 2).subscriptionLifetime(Duration.ofSeconds(7)));
        fanOut = worker("orders-fan-out", KclWorker.Retrieval.FAN_OUT);
        polling = worker("orders-polling", KclWorker.Retrieval.POLLING);
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> writing = writer.scheduleAtFixedRate(this::write, 0, WRITE_MILLIS, TimeUnit.MILLISECONDS);
        try {
            awaitBoth("read the first shards", Set.of(shardId(0), shardId(1)));
            server.splitShard(STREAM, shard(0));
            awaitBoth("read the children of the split", Set.of(shardId(2), shardId(3)));
            server.mergeShards(STREAM, shard(2), shard(3));
            awaitBoth("read the child of the merge", Set.of(shardId(4)));
        } finally {
            writing.cancel(false);
            writer.shutdown();
            assertThat(writer.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        Awaitility.await("all is read").atMost(STEP).until(() -> unread(fanOut) + unread(polling) == 0);
    }

    @AfterAll
    void stop() {
        for (AutoCloseable one : new AutoCloseable[] {fanOut, polling, server, leases}) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (Exception e) {
                LOG.warn("Not closed", e);
            }
        }
    }

    @Test
    void fanOutReadsEveryRecordOnceAndInOrder() {
        assertReadsEveryRecordOnceAndInOrder(fanOut);
        assertThat(server.kinesis().calls("SubscribeToShard")).isNotEmpty();
        assertThat(server.kinesis().consumers(STREAM)).singleElement().satisfies(consumer -> assertThat(consumer.name())
                .isEqualTo("orders-fan-out"));
    }

    @Test
    void pollingReadsEveryRecordOnceAndInOrder() {
        assertReadsEveryRecordOnceAndInOrder(polling);
        assertThat(server.kinesis().calls("GetRecords")).isNotEmpty();
    }

    private void assertReadsEveryRecordOnceAndInOrder(KclWorker worker) {
        List<KclWorker.Arrival> arrivals = worker.arrivals();
        LOG.info("{} written, {} arrived", written.get(), arrivals.size());
        assertThat(arrivals.stream().map(KclWorker.Arrival::payload).collect(Collectors.toSet()))
                .as("what arrived of what was written")
                .containsAll(IntStream.range(0, written.get())
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(behind(arrivals, KclWorker.Arrival::shardId, KclWorker.Arrival::sequenceNumber))
                .as("records out of order or twice within a shard")
                .isEmpty();
        // Parents are read before their children, so the order of a key survives the resharding.
        assertThat(behind(arrivals, KclWorker.Arrival::key, one -> new BigInteger(one.payload())))
                .as("records out of order or twice within a key")
                .isEmpty();
        assertThat(worker.endedShards()).as("shards read to their end").contains(shardId(0), shardId(2), shardId(3));
    }

    /** What does not come after the one before it of its group: out of order, or there for the second time. */
    private static List<KclWorker.Arrival> behind(
            List<KclWorker.Arrival> arrivals,
            Function<KclWorker.Arrival, String> group,
            Function<KclWorker.Arrival, BigInteger> position) {
        Map<String, BigInteger> last = new HashMap<>();
        List<KclWorker.Arrival> behind = new ArrayList<>();
        for (KclWorker.Arrival one : arrivals) {
            BigInteger before = last.put(group.apply(one), position.apply(one));
            if (before != null && before.compareTo(position.apply(one)) >= 0) {
                behind.add(one);
            }
        }
        return behind;
    }

    private KclWorker worker(String application, KclWorker.Retrieval retrieval) {
        return new KclWorker(application, STREAM, retrieval, server.url(), leases.url());
    }

    private void write() {
        int id = written.get();
        server.kinesis().put(STREAM, "key-" + id % KEYS, Integer.toString(id).getBytes(StandardCharsets.UTF_8));
        written.incrementAndGet();
    }

    private void awaitBoth(String what, Set<String> shards) {
        Supplier<Boolean> both = () ->
                shardsSeen(fanOut).containsAll(shards) && shardsSeen(polling).containsAll(shards);
        Awaitility.await("both workers " + what).atMost(STEP).until(both::get);
        LOG.info(
                "Both workers {}: {} written, fan-out {}, polling {}",
                what,
                written.get(),
                fanOut.received(),
                polling.received());
    }

    private static Set<String> shardsSeen(KclWorker worker) {
        return worker.arrivals().stream().map(KclWorker.Arrival::shardId).collect(Collectors.toSet());
    }

    private int unread(KclWorker worker) {
        Set<String> read = new HashSet<>();
        worker.arrivals().forEach(one -> read.add(one.payload()));
        return written.get() - read.size();
    }

    private Shard shard(int index) {
        return server.openShards(STREAM).stream()
                .filter(one -> one.shardId().equals(shardId(index)))
                .findFirst()
                .orElseThrow();
    }

    private static String shardId(int index) {
        return "shardId-%012d".formatted(index);
    }
}
