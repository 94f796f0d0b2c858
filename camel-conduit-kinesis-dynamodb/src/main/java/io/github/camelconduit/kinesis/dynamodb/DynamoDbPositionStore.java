package io.github.camelconduit.kinesis.dynamodb;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.apache.camel.support.service.ServiceSupport;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.PositionText;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

/**
 * Keeps positions in a DynamoDB table: an item for each shard, and one for each reader. Every write has a condition, so
 * that whoever writes late, a process that was taken for dead among them, moves no position back, and writes nothing
 * any more once another has begun anew.
 *
 * <p>The table has the partition key {@code reader} and the sort key {@code shard}, both strings. The reader's own item
 * has {@code #} for a shard. Every item has a {@code generation}, a number that grows with each beginning: items of an
 * earlier one are of no account. Applications can share a table.
 *
 * <p>Set up as a bean before it is started; the component starts it with its first consumer and stops it with itself.
 * A start without a table that can be read fails. Then thread-safe. Permissions needed: {@code dynamodb:Query},
 * {@code GetItem}, {@code UpdateItem}, {@code DeleteItem}; with {@link #setCreateTable} also {@code CreateTable} and {@code DescribeTable}.
 */
public final class DynamoDbPositionStore extends ServiceSupport implements PositionStore {

    /** How many calls of one save are unanswered at a time: below the 50 connections that the SDK has by default. */
    private static final int PARALLEL_CALLS = 25;

    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
    private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(10);
    private static final int EVENT_LOOP_THREADS = 2;

    private static final String READER_ITEM = "#";
    private static final String BEGUN = "begun";
    private static final String ANCHOR = "anchor";
    private static final String STREAM_CREATED = "streamCreated";

    private final Map<ReaderKey, Known> readers = new ConcurrentHashMap<>();

    /**
     * What a reader has to know to write.
     *
     * @param resets by the shard, the last reset of each that has any
     * @param own the resets that were asked for here, whether they were answered or not
     */
    private record Known(long generation, Map<String, String> resets, Set<String> own) {

        private Known(long generation) {
            this(generation, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
        }

        private String resetOf(String shard) {
            return resets.getOrDefault(shard, ShardItem.NEVER);
        }
    }

    private String tableName;
    private String region;
    private String url;
    private DynamoDbAsyncClient client;
    private boolean createTable;

    private volatile PositionTable table;
    private DynamoDbAsyncClient ownClient;
    private SdkEventLoopGroup ownEventLoops;

    /** The table's name or ARN. Required. */
    public void setTableName(String tableName) {
        this.tableName = tableName;
    }

    /** The table's AWS region. Without it the SDK's default chain is asked. */
    public void setRegion(String region) {
        this.region = region;
    }

    /** The URL of the service, where it is not the region's own. */
    public void setUrl(String url) {
        this.url = url;
    }

    /**
     * A client to use, which is not closed, instead of one made from region and URL with the credentials of the SDK's
     * default chain.
     */
    public void setClient(DynamoDbAsyncClient client) {
        this.client = client;
    }

    /** Whether to create the table, paid by request, when there is none. By default a missing table is an error. */
    public void setCreateTable(boolean createTable) {
        this.createTable = createTable;
    }

    @Override
    protected void doStart() {
        if (tableName == null || tableName.isBlank()) {
            throw new IllegalArgumentException("tableName is not set; allowed: the name or the ARN of a table");
        }
        PositionTable opened = new PositionTable(client != null ? client : ownClient(), tableName);
        try {
            if (createTable) {
                opened.probeOrCreate();
            } else {
                opened.probe();
            }
        } catch (RuntimeException e) {
            closeOwnClient();
            throw e;
        }
        table = opened;
    }

    @Override
    protected void doStop() {
        table = null;
        readers.clear();
        closeOwnClient();
    }

    private DynamoDbAsyncClient ownClient() {
        ownEventLoops =
                SdkEventLoopGroup.builder().numberOfThreads(EVENT_LOOP_THREADS).build();
        DynamoDbAsyncClientBuilder builder = DynamoDbAsyncClient.builder()
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().eventLoopGroup(ownEventLoops))
                .overrideConfiguration(o -> o.apiCallTimeout(CALL_LIMIT).apiCallAttemptTimeout(ATTEMPT_LIMIT));
        if (region != null) {
            builder.region(Region.of(region));
        }
        if (url != null) {
            builder.endpointOverride(URI.create(url));
        }
        ownClient = builder.build();
        return ownClient;
    }

    private void closeOwnClient() {
        if (ownClient != null) {
            ownClient.close();
            ownClient = null;
        }
        if (ownEventLoops != null) {
            ownEventLoops.eventLoopGroup().shutdownGracefully(1, 5, TimeUnit.SECONDS);
            ownEventLoops = null;
        }
    }

    private PositionTable table() {
        PositionTable open = table;
        if (open == null) {
            throw new IllegalStateException("The store of positions in table " + tableName + " is not started.");
        }
        return open;
    }

    @Override
    public Optional<StreamPositions> load(ReaderKey key) {
        List<Map<String, AttributeValue>> items = table().items(key.asText());
        Optional<Map<String, AttributeValue>> reader = items.stream()
                .filter(item -> item.get(PositionTable.SHARD).s().equals(READER_ITEM))
                .findFirst()
                .filter(DynamoDbPositionStore::isBegun);
        if (reader.isEmpty()) {
            readers.remove(key);
            return Optional.empty();
        }
        long generation = ShardItem.generation(reader.get());
        Map<String, Position> shards = new HashMap<>();
        Known known = new Known(generation);
        for (Map<String, AttributeValue> item : items) {
            if (item.containsKey(ShardItem.POSITION) && ShardItem.generation(item) == generation) {
                String shard = item.get(PositionTable.SHARD).s();
                shards.put(
                        shard, PositionText.parse(item.get(ShardItem.POSITION).s()));
                if (!ShardItem.reset(item).equals(ShardItem.NEVER)) {
                    known.resets().put(shard, ShardItem.reset(item));
                }
            }
        }
        readers.put(key, known);
        return Optional.of(
                new StreamPositions(instant(reader.get(), ANCHOR), instant(reader.get(), STREAM_CREATED), shards));
    }

    /** Until the last of its writes what is kept is a reader that has not begun: a beginning cut off is none. */
    @Override
    public void begin(ReaderKey key, StreamPositions first) {
        PositionTable open = table();
        String reader = key.asText();
        Map<String, AttributeValue> before = open.item(reader, READER_ITEM);
        long generation = before.isEmpty() ? 1 : ShardItem.generation(before) + 1;
        AttributeValue number = AttributeValue.fromN(Long.toString(generation));
        AttributeValue replaced = AttributeValue.fromN(Long.toString(generation - 1));
        Map<String, AttributeValue> refused = open.update(
                        reader,
                        READER_ITEM,
                        new PositionTable.Update(
                                "SET #generation = :generation, #begun = :begun, #anchor = :anchor,"
                                        + " #streamCreated = :streamCreated",
                                "attribute_not_exists(#generation) OR #generation = :replaced",
                                ShardItem.names(ShardItem.GENERATION, BEGUN, ANCHOR, STREAM_CREATED),
                                Map.of(
                                        ":generation", number,
                                        ":replaced", replaced,
                                        ":begun", AttributeValue.fromBool(false),
                                        ":anchor", text(first.anchor()),
                                        ":streamCreated", text(first.streamCreated()))))
                .join();
        requireNotReplaced(key, refused);
        Known known = new Known(generation);
        advance(key, known, first.shards());
        refused = open.update(
                        reader,
                        READER_ITEM,
                        new PositionTable.Update(
                                "SET #begun = :begun",
                                "#generation = :generation",
                                ShardItem.names(ShardItem.GENERATION, BEGUN),
                                Map.of(":generation", number, ":begun", AttributeValue.fromBool(true))))
                .join();
        requireNotReplaced(key, refused);
        readers.put(key, known);
    }

    @Override
    public void save(ReaderKey key, Map<String, Position> shards) {
        advance(key, known(key), shards);
    }

    /**
     * Each shard's item gets the text of this reset, which every save of the shard has to name from now on: one that was
     * sent before, and is answered late, is refused.
     */
    @Override
    public void reset(ReaderKey key, Map<String, Position> shards) {
        Known known = known(key);
        String reset = UUID.randomUUID().toString();
        Map<String, PositionTable.Update> updates = new HashMap<>();
        shards.forEach((shard, position) -> updates.put(shard, ShardItem.reset(known.generation(), position, reset)));
        known.own().add(reset);
        write(key, known, updates);
        shards.keySet().forEach(shard -> known.resets().put(shard, reset));
    }

    @Override
    public void forget(ReaderKey key, Set<String> shardIds) {
        long generation = known(key).generation();
        PositionTable open = table();
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (String shard : shardIds) {
            calls.add(open.delete(
                    key.asText(),
                    shard,
                    "#generation <= :generation AND #position = :ended",
                    ShardItem.names(ShardItem.GENERATION, ShardItem.POSITION),
                    Map.of(
                            ":generation", AttributeValue.fromN(Long.toString(generation)),
                            ":ended", AttributeValue.fromS(PositionText.format(Position.ENDED)))));
        }
        join(calls);
    }

    private Known known(ReaderKey key) {
        Known known = readers.get(key);
        if (known == null) {
            load(key).orElseThrow(() -> PositionStore.notBegun(key));
            known = readers.get(key);
        }
        return known;
    }

    private void advance(ReaderKey key, Known known, Map<String, Position> shards) {
        Map<String, PositionTable.Update> updates = new HashMap<>();
        shards.forEach((shard, position) ->
                updates.put(shard, ShardItem.advance(known.generation(), position, known.resetOf(shard))));
        write(key, known, updates);
    }

    /**
     * Some calls at a time. After the first that fails no more are made; those that were made are waited for. One that is
     * refused says something about its own shard only, and keeps no other from being written.
     */
    private void write(ReaderKey key, Known known, Map<String, PositionTable.Update> updates) {
        PositionTable open = table();
        Semaphore free = new Semaphore(PARALLEL_CALLS);
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        CompletableFuture<Void> failed = new CompletableFuture<>();
        for (Map.Entry<String, PositionTable.Update> shard : updates.entrySet()) {
            free.acquireUninterruptibly();
            if (failed.isDone()) {
                break;
            }
            calls.add(open.update(key.asText(), shard.getKey(), shard.getValue())
                    .thenAccept(kept -> requireNotOutdated(key, known, shard.getKey(), kept))
                    .whenComplete((done, failure) -> {
                        if (failure != null && !(causeOf(failure) instanceof IllegalStateException)) {
                            failed.completeExceptionally(failure);
                        }
                        free.release();
                    }));
        }
        join(calls);
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static void join(List<CompletableFuture<Void>> calls) {
        try {
            CompletableFuture.allOf(calls.toArray(new CompletableFuture<?>[0])).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IllegalStateException explained ? explained : e;
        }
    }

    /** What refuses a write is further, or somebody else's doing. */
    private void requireNotOutdated(ReaderKey key, Known known, String shard, Map<String, AttributeValue> refusing) {
        if (refusing == null) {
            return;
        }
        if (ShardItem.generation(refusing) > known.generation()) {
            requireNotReplaced(key, refusing);
        }
        String reset = ShardItem.reset(refusing);
        if (known.own().contains(reset) && !reset.equals(known.resetOf(shard))) {
            known.resets().put(shard, reset);
            throw new IllegalStateException("tableName=" + tableName + ": shard " + shard + " of " + key
                    + " was reset by a call that was not answered. The next save goes on from there.");
        }
        if (!reset.equals(known.resetOf(shard))) {
            throw new IllegalStateException(
                    "tableName=" + tableName + ": another process has reset shard " + shard + " of " + key
                            + ". What is read here of the shard is not saved: restart the route to go on from there.");
        }
    }

    private void requireNotReplaced(ReaderKey key, Map<String, AttributeValue> refusing) {
        if (refusing != null) {
            throw new IllegalStateException("tableName=" + tableName + ": another process began anew as " + key
                    + ". Only one at a time can read with an application name and a stream consumer: stop the other, or"
                    + " set applicationName.");
        }
    }

    private static boolean isBegun(Map<String, AttributeValue> reader) {
        return Boolean.TRUE.equals(reader.get(BEGUN).bool());
    }

    private static AttributeValue text(Instant instant) {
        return instant == null ? AttributeValue.fromNul(true) : AttributeValue.fromS(instant.toString());
    }

    private static Instant instant(Map<String, AttributeValue> item, String attribute) {
        String text = item.get(attribute).s();
        return text == null ? null : Instant.parse(text);
    }
}
