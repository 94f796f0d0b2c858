package io.github.camelconduit.kinesis.it;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** A server that calls are made to, and what each was answered. Not thread-safe. */
final class ScriptedServer implements AutoCloseable {

    static final String STREAM = "orders";
    /** Takes what should be refused, so that what is read later does not depend on it. */
    static final String ODD = "odd";

    static final String FIRST = "shardId-000000000000";
    static final String SECOND = "shardId-000000000001";
    static final String UNKNOWN = "shardId-000000000099";
    static final String UPPER_HALF = "170141183460469231731687303715884105728";
    static final String MAX_HASH_KEY = "340282366920938463463374607431768211455";
    static final int MEBIBYTE = 1024 * 1024;

    /** The operation to name in place of the SDK's. */
    private static final ExecutionAttribute<String> OPERATION = new ExecutionAttribute<>("ScriptedOperation");

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int SUBSCRIPTION_SECONDS = 4;

    private final KinesisAsyncClient client;
    private final Map<String, Map<String, String>> answers = new TreeMap<>();
    private final Map<String, String> consumerArns = new TreeMap<>();
    private String streamArn;

    ScriptedServer(URI url) {
        client = KinesisAsyncClient.builder()
                .endpointOverride(url)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1))
                        .addExecutionInterceptor(new OperationRenamer()))
                .build();
    }

    KinesisAsyncClient client() {
        return client;
    }

    /** Names an operation that the SDK does not know. */
    private static final class OperationRenamer implements ExecutionInterceptor {

        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            String operation = attributes.getAttribute(OPERATION);
            return operation == null
                    ? context.httpRequest()
                    : context.httpRequest().copy(r -> r.putHeader("X-Amz-Target", "Kinesis_20131202." + operation));
        }
    }

    /** Calls an operation by its name, with an empty request. */
    CompletableFuture<?> call(String operation) {
        return client.listStreams(
                r -> r.overrideConfiguration(override -> override.putExecutionAttribute(OPERATION, operation)));
    }

    /** What was noted so far: the members of the answers by call. */
    Map<String, Map<String, String>> answers() {
        return answers;
    }

    /** The ARN of {@link #STREAM}, once it is there. */
    String streamArn() {
        if (streamArn == null) {
            streamArn = client.describeStreamSummary(r -> r.streamName(STREAM))
                    .join()
                    .streamDescriptionSummary()
                    .streamARN();
        }
        return streamArn;
    }

    /** The ARN of a consumer that was waited for. */
    String consumerArn(String name) {
        return consumerArns.get(name);
    }

    static StartingPosition at(ShardIteratorType type, String number) {
        return StartingPosition.builder().type(type).sequenceNumber(number).build();
    }

    CompletableFuture<String> iterator(String shard, ShardIteratorType type, String number, Instant timestamp) {
        return client.getShardIterator(r -> r.streamName(STREAM)
                        .shardId(shard)
                        .shardIteratorType(type)
                        .startingSequenceNumber(number)
                        .timestamp(timestamp))
                .thenApply(answer -> answer.shardIterator());
    }

    CompletableFuture<GetRecordsResponse> read(String shard, ShardIteratorType type, String number, Instant timestamp) {
        return iterator(shard, type, number, timestamp).thenCompose(at -> client.getRecords(r -> r.shardIterator(at)));
    }

    /** Subscribes until so many records and at least one event have come, or the subscription ends. */
    CompletableFuture<List<SubscribeToShardEvent>> subscribe(
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

    void awaitActive(String stream) {
        Awaitility.await().atMost(WAIT).until(() -> active(stream));
    }

    private boolean active(String stream) {
        return client.describeStreamSummary(r -> r.streamName(stream))
                        .join()
                        .streamDescriptionSummary()
                        .streamStatus()
                == StreamStatus.ACTIVE;
    }

    /** Waits until a consumer of {@link #STREAM} is ACTIVE. */
    void awaitConsumer(String name) {
        Awaitility.await().atMost(WAIT).until(() -> {
            var description = client.describeStreamConsumer(
                            r -> r.streamARN(streamArn()).consumerName(name))
                    .join()
                    .consumerDescription();
            consumerArns.put(name, description.consumerARN());
            return description.consumerStatus() == ConsumerStatus.ACTIVE;
        });
    }

    /** Makes a call and notes under its name what was answered. */
    void note(String call, Supplier<CompletableFuture<?>> made) {
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
                    refusal.statusCode() + " "
                            + Objects.requireNonNullElse(
                                    refusal.awsErrorDetails().errorCode(), "with no type"));
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
