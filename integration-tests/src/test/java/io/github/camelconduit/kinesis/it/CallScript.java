package io.github.camelconduit.kinesis.it;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** A fixed sequence of calls to one server, and what each was answered. Not thread-safe. */
final class CallScript implements AutoCloseable {

    private static final String STREAM = "orders";
    /** Takes what should be refused, so that what is read later does not depend on it. */
    private static final String ODD = "odd";

    private static final String FIRST = "shardId-000000000000";
    private static final String SECOND = "shardId-000000000001";
    private static final String UNKNOWN = "shardId-000000000099";
    private static final String UPPER_HALF = "170141183460469231731687303715884105728";
    private static final String MAX_HASH_KEY = "340282366920938463463374607431768211455";
    private static final int MEBIBYTE = 1024 * 1024;
    private static final Duration WAIT = Duration.ofSeconds(10);

    private static final int SUBSCRIPTION_SECONDS = 4;

    private final KinesisAsyncClient client;
    private final Map<String, Map<String, String>> answers = new TreeMap<>();
    private final Map<String, String> consumerArns = new TreeMap<>();
    private String streamArn;

    CallScript(URI url) {
        client = KinesisAsyncClient.builder()
                .endpointOverride(url)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }

    /** Makes all calls; the members of the answers by call. */
    Map<String, Map<String, String>> run() {
        streams();
        consumers();
        writing();
        String firstNumber = positions();
        subscriptions(firstNumber);
        resharding();
        ending();
        return answers;
    }

    private void streams() {
        note("CreateStream", () -> client.createStream(r -> r.streamName(STREAM).shardCount(2)));
        awaitActive();
        streamArn = client.describeStreamSummary(r -> r.streamName(STREAM))
                .join()
                .streamDescriptionSummary()
                .streamARN();
        note(
                "CreateStream of a name in use",
                () -> client.createStream(r -> r.streamName(STREAM).shardCount(2)));
        note(
                "CreateStream with no shard",
                () -> client.createStream(r -> r.streamName("none").shardCount(0)));
        note("DescribeStream", () -> client.describeStream(r -> r.streamName(STREAM)));
        note(
                "DescribeStream, a shard a page",
                () -> client.describeStream(r -> r.streamName(STREAM).limit(1)));
        note(
                "DescribeStream after the first",
                () -> client.describeStream(r -> r.streamName(STREAM).exclusiveStartShardId(FIRST)));
        note("DescribeStream by ARN", () -> client.describeStream(r -> r.streamARN(streamArn)));
        note("DescribeStream, unknown", () -> client.describeStream(r -> r.streamName("unknown")));
        note("DescribeStreamSummary", () -> client.describeStreamSummary(r -> r.streamName(STREAM)));
        note("DescribeStreamSummary, unknown", () -> client.describeStreamSummary(r -> r.streamName("unknown")));
        note("DescribeStreamSummary of no stream", () -> client.describeStreamSummary(r -> {}));
        note("ListStreams", () -> client.listStreams());
        note("ListStreams with limit 0", () -> client.listStreams(r -> r.limit(0)));
        note("ListShards", () -> client.listShards(r -> r.streamName(STREAM)));
        note(
                "ListShards, a shard a page",
                () -> client.listShards(r -> r.streamName(STREAM).maxResults(1)));
        String token = client.listShards(r -> r.streamName(STREAM).maxResults(1))
                .join()
                .nextToken();
        note("ListShards, the next page", () -> client.listShards(r -> r.nextToken(token)));
        note(
                "ListShards, token and name",
                () -> client.listShards(r -> r.nextToken(token).streamName(STREAM)));
        note("ListShards, bad token", () -> client.listShards(r -> r.nextToken("bad")));
        note("ListShards, unknown", () -> client.listShards(r -> r.streamName("unknown")));
        note(
                "ListShards with limit 0",
                () -> client.listShards(r -> r.streamName(STREAM).maxResults(0)));
        note(
                "ListShards after the first",
                () -> client.listShards(r -> r.streamName(STREAM).exclusiveStartShardId(FIRST)));
    }

    private void consumers() {
        note(
                "RegisterStreamConsumer",
                () -> client.registerStreamConsumer(r -> r.streamARN(streamArn).consumerName("a")));
        note(
                "RegisterStreamConsumer of a name in use",
                () -> client.registerStreamConsumer(r -> r.streamARN(streamArn).consumerName("a")));
        note(
                "RegisterStreamConsumer, unknown stream",
                () -> client.registerStreamConsumer(
                        r -> r.streamARN(streamArn + "x").consumerName("a")));
        awaitConsumer("a");
        note("DescribeStreamConsumer", () -> client.describeStreamConsumer(r -> r.consumerARN(consumerArns.get("a"))));
        note(
                "DescribeStreamConsumer by name",
                () -> client.describeStreamConsumer(r -> r.streamARN(streamArn).consumerName("a")));
        note(
                "DescribeStreamConsumer, unknown",
                () -> client.describeStreamConsumer(r -> r.streamARN(streamArn).consumerName("unknown")));
        note("DescribeStreamConsumer of none", () -> client.describeStreamConsumer(r -> {}));
        note("ListStreamConsumers", () -> client.listStreamConsumers(r -> r.streamARN(streamArn)));
        for (String name : List.of("b", "c", "d", "e", "f")) {
            client.registerStreamConsumer(r -> r.streamARN(streamArn).consumerName(name))
                    .join();
            awaitConsumer(name);
        }
        note(
                "ListStreamConsumers, two a page",
                () -> client.listStreamConsumers(r -> r.streamARN(streamArn).maxResults(2)));
        note(
                "ListStreamConsumers, bad token",
                () -> client.listStreamConsumers(r -> r.streamARN(streamArn).nextToken("bad")));
        note(
                "DeregisterStreamConsumer",
                () -> client.deregisterStreamConsumer(
                        r -> r.streamARN(streamArn).consumerName("f")));
        note(
                "DeregisterStreamConsumer, unknown",
                () -> client.deregisterStreamConsumer(
                        r -> r.streamARN(streamArn).consumerName("unknown")));
        note(
                "SubscribeToShard, consumer deregistered",
                () -> subscribe(
                        "f",
                        FIRST,
                        StartingPosition.builder()
                                .type(ShardIteratorType.LATEST)
                                .build(),
                        0));
        for (int i = 5; i < 20; i++) {
            String name = "n" + i;
            client.registerStreamConsumer(r -> r.streamARN(streamArn).consumerName(name))
                    .join();
            awaitConsumer(name);
        }
        note(
                "RegisterStreamConsumer, the 21st",
                () -> client.registerStreamConsumer(r -> r.streamARN(streamArn).consumerName("z")));
        note(
                "RegisterStreamConsumer, bad name",
                () -> client.registerStreamConsumer(r -> r.streamARN(streamArn).consumerName("a b")));
        note(
                "CreateStream with a bad name",
                () -> client.createStream(r -> r.streamName("a b").shardCount(1)));
        note(
                "CreateStream with a name of 129",
                () -> client.createStream(r -> r.streamName("x".repeat(129)).shardCount(1)));
    }

    private void writing() {
        client.createStream(r -> r.streamName(ODD).shardCount(2)).join();
        Awaitility.await().atMost(WAIT).until(() -> active(ODD));
        note("PutRecord", () -> put(STREAM, "a", "0", "one"));
        note("PutRecord to the highest hash key", () -> put(STREAM, "a", MAX_HASH_KEY, "two"));
        note(
                "PutRecord above the highest hash key",
                () -> put(ODD, "a", "340282366920938463463374607431768211456", "x"));
        note("PutRecord with hash key -1", () -> put(ODD, "a", "-1", "x"));
        note("PutRecord with hash key 01", () -> put(ODD, "a", "01", "x"));
        note("PutRecord with hash key abc", () -> put(ODD, "a", "abc", "x"));
        note("PutRecord by its key", () -> put(STREAM, "some key", null, "three"));
        note("PutRecord with no data", () -> put(ODD, "a", "0", ""));
        note("PutRecord with no key", () -> put(ODD, "", "0", "x"));
        note("PutRecord with a key of 256", () -> put(ODD, "k".repeat(256), MAX_HASH_KEY, "x"));
        note("PutRecord with a key of 257", () -> put(ODD, "k".repeat(257), MAX_HASH_KEY, "x"));
        note(
                "PutRecord with a key of 256 beyond the BMP",
                () -> put(ODD, "\uD83D\uDE00".repeat(256), MAX_HASH_KEY, "x"));
        note("PutRecord of 1 MiB with its key", () -> put(ODD, "a", MAX_HASH_KEY, "x".repeat(MEBIBYTE - 1)));
        note("PutRecord of 1 MiB without its key", () -> put(ODD, "a", MAX_HASH_KEY, "x".repeat(MEBIBYTE)));
        note("PutRecord of 1 MiB and a byte", () -> put(ODD, "a", MAX_HASH_KEY, "x".repeat(MEBIBYTE + 1)));
        note(
                "PutRecord, unknown stream",
                () -> client.putRecord(
                        r -> r.streamName("unknown").partitionKey("a").data(SdkBytes.fromUtf8String("x"))));
        note("PutRecords", () -> putRecords(STREAM, List.of(entry("a", "0", "four"), entry("b", UPPER_HALF, "five"))));
        note("PutRecords of none", () -> putRecords(ODD, List.of()));
        note(
                "PutRecords of 501",
                () -> putRecords(
                        ODD,
                        IntStream.range(0, 501)
                                .mapToObj(i -> entry("a", UPPER_HALF, "x"))
                                .toList()));
        note(
                "PutRecords with one key empty",
                () -> putRecords(ODD, List.of(entry("a", "0", "x"), entry("", "0", "x"))));
        note(
                "PutRecords with one hash key bad",
                () -> putRecords(ODD, List.of(entry("a", MAX_HASH_KEY, "x"), entry("b", "abc", "x"))));
        note(
                "PutRecords of 6 MiB",
                () -> putRecords(
                        ODD,
                        IntStream.range(0, 6)
                                .mapToObj(i -> entry("a", MAX_HASH_KEY, "x".repeat(MEBIBYTE - 1)))
                                .toList()));
        note(
                "PutRecords of 11 MiB",
                () -> putRecords(
                        ODD,
                        IntStream.range(0, 11)
                                .mapToObj(i -> entry("a", MAX_HASH_KEY, "x".repeat(MEBIBYTE - 1)))
                                .toList()));
    }

    /** Reads the first shard from everywhere; gives the number of its first record. */
    private String positions() {
        GetRecordsResponse all =
                read(FIRST, ShardIteratorType.TRIM_HORIZON, null, null).join();
        Record first = all.records().get(0);
        String number = first.sequenceNumber();
        note("GetRecords from TRIM_HORIZON", () -> read(FIRST, ShardIteratorType.TRIM_HORIZON, null, null));
        note("GetRecords from LATEST", () -> read(FIRST, ShardIteratorType.LATEST, null, null));
        note(
                "GetRecords from AT_SEQUENCE_NUMBER",
                () -> read(FIRST, ShardIteratorType.AT_SEQUENCE_NUMBER, number, null));
        note(
                "GetRecords from AFTER_SEQUENCE_NUMBER",
                () -> read(FIRST, ShardIteratorType.AFTER_SEQUENCE_NUMBER, number, null));
        note(
                "GetRecords from AT_TIMESTAMP",
                () -> read(FIRST, ShardIteratorType.AT_TIMESTAMP, null, first.approximateArrivalTimestamp()));
        note(
                "GetRecords from AT_TIMESTAMP, long ago",
                () -> read(FIRST, ShardIteratorType.AT_TIMESTAMP, null, Instant.EPOCH.plusSeconds(1)));
        note(
                "GetShardIterator AT_TIMESTAMP in the future",
                () -> iterator(
                        FIRST,
                        ShardIteratorType.AT_TIMESTAMP,
                        null,
                        Instant.now().plusSeconds(3_600)));
        note(
                "GetShardIterator AT_TIMESTAMP with none",
                () -> iterator(FIRST, ShardIteratorType.AT_TIMESTAMP, null, null));
        note(
                "GetShardIterator AT_SEQUENCE_NUMBER with none",
                () -> iterator(FIRST, ShardIteratorType.AT_SEQUENCE_NUMBER, null, null));
        note(
                "GetShardIterator, bad sequence number",
                () -> iterator(FIRST, ShardIteratorType.AT_SEQUENCE_NUMBER, "abc", null));
        note(
                "GetShardIterator, another shard's number",
                () -> iterator(SECOND, ShardIteratorType.AT_SEQUENCE_NUMBER, number, null));
        note(
                "GetShardIterator, bad type",
                () -> client.getShardIterator(
                        r -> r.streamName(STREAM).shardId(FIRST).shardIteratorType("NOWHERE")));
        note("GetShardIterator, unknown shard", () -> iterator(UNKNOWN, ShardIteratorType.LATEST, null, null));
        note("GetShardIterator, bad shard id", () -> iterator("a b", ShardIteratorType.LATEST, null, null));
        String latest =
                iterator(FIRST, ShardIteratorType.TRIM_HORIZON, null, null).join();
        note(
                "GetRecords of one",
                () -> client.getRecords(r -> r.shardIterator(latest).limit(1)));
        note(
                "GetRecords with limit 0",
                () -> client.getRecords(r -> r.shardIterator(latest).limit(0)));
        note(
                "GetRecords with limit 10001",
                () -> client.getRecords(r -> r.shardIterator(latest).limit(10_001)));
        note("GetRecords, bad iterator", () -> client.getRecords(r -> r.shardIterator("bad")));
        return number;
    }

    private void subscriptions(String number) {
        note(
                "SubscribeToShard from TRIM_HORIZON",
                () -> subscribe("a", FIRST, at(ShardIteratorType.TRIM_HORIZON, null), 2));
        note(
                "SubscribeToShard again at once",
                () -> subscribe("a", FIRST, at(ShardIteratorType.TRIM_HORIZON, null), 2));
        note("SubscribeToShard from LATEST", () -> subscribe("b", FIRST, at(ShardIteratorType.LATEST, null), 0));
        note(
                "SubscribeToShard from AT_SEQUENCE_NUMBER",
                () -> subscribe("c", FIRST, at(ShardIteratorType.AT_SEQUENCE_NUMBER, number), 2));
        note(
                "SubscribeToShard from AFTER_SEQUENCE_NUMBER",
                () -> subscribe("d", FIRST, at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, number), 1));
        note(
                "SubscribeToShard from AT_TIMESTAMP",
                () -> subscribe(
                        "e",
                        FIRST,
                        StartingPosition.builder()
                                .type(ShardIteratorType.AT_TIMESTAMP)
                                .timestamp(Instant.EPOCH.plusSeconds(1))
                                .build(),
                        2));
        note(
                "SubscribeToShard with no number",
                () -> subscribe("n5", FIRST, at(ShardIteratorType.AT_SEQUENCE_NUMBER, null), 0));
        note(
                "SubscribeToShard, bad sequence number",
                () -> subscribe("n6", FIRST, at(ShardIteratorType.AT_SEQUENCE_NUMBER, "abc"), 0));
        note(
                "SubscribeToShard, another shard's number",
                () -> subscribe("n7", SECOND, at(ShardIteratorType.AT_SEQUENCE_NUMBER, number), 0));
        note("SubscribeToShard, unknown shard", () -> subscribe("n8", UNKNOWN, at(ShardIteratorType.LATEST, null), 0));
        note(
                "SubscribeToShard, timestamp in the future",
                () -> subscribe(
                        "n9",
                        FIRST,
                        StartingPosition.builder()
                                .type(ShardIteratorType.AT_TIMESTAMP)
                                .timestamp(Instant.now().plusSeconds(3_600))
                                .build(),
                        0));
    }

    private void resharding() {
        String parentIterator =
                iterator(FIRST, ShardIteratorType.TRIM_HORIZON, null, null).join();
        note(
                "SplitShard, unknown shard",
                () -> client.splitShard(
                        r -> r.streamName(STREAM).shardToSplit(UNKNOWN).newStartingHashKey("10")));
        note(
                "SplitShard outside of the range",
                () -> client.splitShard(
                        r -> r.streamName(STREAM).shardToSplit(FIRST).newStartingHashKey(MAX_HASH_KEY)));
        note(
                "SplitShard at the start of the range",
                () -> client.splitShard(
                        r -> r.streamName(STREAM).shardToSplit(FIRST).newStartingHashKey("0")));
        note(
                "SplitShard at the end of the range",
                () -> client.splitShard(
                        r -> r.streamName(STREAM).shardToSplit(SECOND).newStartingHashKey(MAX_HASH_KEY)));
        awaitActive();
        note(
                "SplitShard",
                () -> client.splitShard(
                        r -> r.streamName(STREAM).shardToSplit(FIRST).newStartingHashKey("1000")));
        awaitActive();
        note("ListShards after splits", () -> client.listShards(r -> r.streamName(STREAM)));
        note(
                "SplitShard of a closed shard",
                () -> client.splitShard(
                        r -> r.streamName(STREAM).shardToSplit(FIRST).newStartingHashKey("1000")));
        note("GetRecords of a closed shard", () -> client.getRecords(r -> r.shardIterator(parentIterator)));
        note("GetShardIterator of a closed shard", () -> iterator(FIRST, ShardIteratorType.TRIM_HORIZON, null, null));
        note(
                "SubscribeToShard to a closed shard",
                () -> subscribe("n10", FIRST, at(ShardIteratorType.TRIM_HORIZON, null), 2));
        note(
                "SubscribeToShard to a child",
                () -> subscribe("n11", "shardId-000000000004", at(ShardIteratorType.TRIM_HORIZON, null), 0));
        note(
                "MergeShards, not adjacent",
                () -> client.mergeShards(r -> r.streamName(STREAM)
                        .shardToMerge("shardId-000000000004")
                        .adjacentShardToMerge("shardId-000000000003")));
        awaitActive();
        note(
                "MergeShards, unknown shard",
                () -> client.mergeShards(r -> r.streamName(STREAM)
                        .shardToMerge("shardId-000000000004")
                        .adjacentShardToMerge(UNKNOWN)));
        note(
                "MergeShards of a shard with itself",
                () -> client.mergeShards(r -> r.streamName(STREAM)
                        .shardToMerge("shardId-000000000005")
                        .adjacentShardToMerge("shardId-000000000005")));
    }

    private void ending() {
        String other = "merged";
        client.createStream(r -> r.streamName(other).shardCount(2)).join();
        Awaitility.await().atMost(WAIT).until(() -> active(other));
        note(
                "MergeShards",
                () -> client.mergeShards(
                        r -> r.streamName(other).shardToMerge(FIRST).adjacentShardToMerge(SECOND)));
        Awaitility.await().atMost(WAIT).until(() -> active(other));
        note("ListShards after a merge", () -> client.listShards(r -> r.streamName(other)));
        note("DeleteStream with consumers", () -> client.deleteStream(r -> r.streamName(STREAM)));
        note("DeleteStream", () -> client.deleteStream(r -> r.streamName(other)));
        note("DeleteStream, unknown", () -> client.deleteStream(r -> r.streamName("unknown")));
    }

    private static StartingPosition at(ShardIteratorType type, String number) {
        return StartingPosition.builder().type(type).sequenceNumber(number).build();
    }

    private CompletableFuture<?> put(String stream, String key, String hashKey, String data) {
        return client.putRecord(r ->
                r.streamName(stream).partitionKey(key).explicitHashKey(hashKey).data(SdkBytes.fromUtf8String(data)));
    }

    private static PutRecordsRequestEntry entry(String key, String hashKey, String data) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromUtf8String(data))
                .build();
    }

    private CompletableFuture<?> putRecords(String stream, List<PutRecordsRequestEntry> entries) {
        return client.putRecords(r -> r.streamName(stream).records(entries));
    }

    private CompletableFuture<String> iterator(String shard, ShardIteratorType type, String number, Instant timestamp) {
        return client.getShardIterator(r -> r.streamName(STREAM)
                        .shardId(shard)
                        .shardIteratorType(type)
                        .startingSequenceNumber(number)
                        .timestamp(timestamp))
                .thenApply(answer -> answer.shardIterator());
    }

    private CompletableFuture<GetRecordsResponse> read(
            String shard, ShardIteratorType type, String number, Instant timestamp) {
        return iterator(shard, type, number, timestamp).thenCompose(at -> client.getRecords(r -> r.shardIterator(at)));
    }

    /** Subscribes until so many records and at least one event have come, or the subscription ends. */
    private CompletableFuture<List<SubscribeToShardEvent>> subscribe(
            String consumer, String shard, StartingPosition from, int records) {
        List<SubscribeToShardEvent> events = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> enough = new CompletableFuture<>();
        SubscribeToShardResponseHandler handler = SubscribeToShardResponseHandler.builder()
                .subscriber(() -> new EventCollector(events, records, enough))
                .build();
        CompletableFuture<Void> call = client.subscribeToShard(
                r -> r.consumerARN(consumerArns.get(consumer)).shardId(shard).startingPosition(from), handler);
        return CompletableFuture.anyOf(enough, call)
                .orTimeout(SUBSCRIPTION_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> {
                    if (failure instanceof TimeoutException) {
                        return null;
                    }
                    throw new CompletionException(
                            failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
                })
                .thenApply(any -> List.copyOf(events));
    }

    private void awaitActive() {
        Awaitility.await().atMost(WAIT).until(() -> active(STREAM));
    }

    private boolean active(String stream) {
        return client.describeStreamSummary(r -> r.streamName(stream))
                        .join()
                        .streamDescriptionSummary()
                        .streamStatus()
                == StreamStatus.ACTIVE;
    }

    private void awaitConsumer(String name) {
        Awaitility.await().atMost(WAIT).until(() -> {
            var description = client.describeStreamConsumer(
                            r -> r.streamARN(streamArn).consumerName(name))
                    .join()
                    .consumerDescription();
            consumerArns.put(name, description.consumerARN());
            return description.consumerStatus() == ConsumerStatus.ACTIVE;
        });
    }

    private void note(String call, Supplier<CompletableFuture<?>> made) {
        Map<String, String> members = new TreeMap<>();
        if (answers.put(call, members) != null) {
            throw new IllegalStateException("Two calls are named " + call);
        }
        try {
            Object answer = made.get().join();
            members.put("answer", "given");
            if (answer instanceof List<?> events) {
                note(members, events);
            } else if (answer instanceof SdkPojo structure) {
                members.putAll(AnswerMembers.of(structure));
            }
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof AwsServiceException refusal)) {
                throw e;
            }
            members.put(
                    "answer",
                    refusal.statusCode() + " " + refusal.awsErrorDetails().errorCode());
        }
    }

    /** How records are spread over events is the server's choice. */
    private static void note(Map<String, String> members, List<?> events) {
        int records = 0;
        SubscribeToShardEvent last = null;
        for (Object one : events) {
            last = (SubscribeToShardEvent) one;
            for (Record record : last.records()) {
                String path = "Records[" + records++ + "].";
                AnswerMembers.of(record).forEach((member, value) -> members.put(path + member, value));
            }
        }
        members.put("Records.size", Integer.toString(records));
        if (last == null) {
            members.put("answer", "no event");
            return;
        }
        members.put("ContinuationSequenceNumber", last.continuationSequenceNumber() == null ? "-" : "given");
        members.put("MillisBehindLatest", String.valueOf(last.millisBehindLatest()));
        members.put("ChildShards.size", String.valueOf(last.childShards().size()));
    }

    @Override
    public void close() {
        client.close();
    }
}
