package io.github.camelconduit.kinesis.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

import io.github.camelconduit.kinesis.embedded.log.Call;

/** A stream of one shard, a consumer of it, and subscriptions of the real SDK. */
abstract class SubscriptionTestBase {

    static final String SHARD = "shardId-000000000000";
    static final StartingPosition TRIM_HORIZON = at(ShardIteratorType.TRIM_HORIZON);
    static final StartingPosition LATEST = at(ShardIteratorType.LATEST);

    @RegisterExtension
    final EmbeddedKinesisExtension extension =
            EmbeddedKinesisExtension.with(EmbeddedKinesis.builder().tls().stream("orders", 1)
                    .rules(Rules.fast().toBuilder()
                            .idleEventInterval(Duration.ofMillis(100))
                            .resubscribeInterval(Duration.ZERO)
                            .build()));

    EmbeddedKinesis kinesis;
    KinesisAsyncClient client;
    String consumer;

    @BeforeEach
    void connect() {
        kinesis = extension.server();
        client = Sdk.http2(kinesis);
        consumer = Sdk.register(client, kinesis, "orders", "app");
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    void restart(Rules rules) {
        client.close();
        kinesis.close();
        kinesis = EmbeddedKinesis.builder().stream("orders", 1).rules(rules).start();
        client = Sdk.http2(kinesis);
        consumer = Sdk.register(client, kinesis, "orders", "app");
    }

    Probe subscribe(StartingPosition position) {
        return Sdk.subscribe(client, consumer, SHARD, position);
    }

    List<PutResult> put(String... texts) {
        List<PutResult> results = new ArrayList<>();
        for (String text : texts) {
            results.add(kinesis.put("orders", "key", bytes(text)));
        }
        return results;
    }

    ShardView view(String shardId) {
        return kinesis.shards("orders").stream()
                .filter(s -> s.shardId().equals(shardId))
                .findFirst()
                .orElseThrow();
    }

    Call lastSubscribe() {
        List<Call> calls = kinesis.calls("SubscribeToShard");
        return calls.get(calls.size() - 1);
    }

    /** An instant later than all that happened before, after which the clock has moved on. */
    static Instant tick() {
        Instant start = Instant.now();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Instant.now().toEpochMilli() > start.toEpochMilli());
        return Instant.now();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static StartingPosition at(ShardIteratorType type) {
        return StartingPosition.builder().type(type).build();
    }

    static StartingPosition at(ShardIteratorType type, String sequenceNumber) {
        return StartingPosition.builder()
                .type(type)
                .sequenceNumber(sequenceNumber)
                .build();
    }
}
