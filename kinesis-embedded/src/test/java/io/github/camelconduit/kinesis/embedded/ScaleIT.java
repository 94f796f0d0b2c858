package io.github.camelconduit.kinesis.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

import static org.assertj.core.api.Assertions.assertThat;

/** The sizes the server is made for, in the heap of a test. */
class ScaleIT {

    private static final int SHARDS = 2_000;
    private static final int SUBSCRIPTIONS = 5_000;
    private static final Duration WAIT = Duration.ofSeconds(60);

    private final EmbeddedKinesis kinesis = EmbeddedKinesis.builder().stream("wide", SHARDS)
            .rules(Rules.fast().toBuilder()
                    .idleEventInterval(Duration.ofSeconds(5))
                    .build())
            .start();

    @AfterEach
    void close() {
        kinesis.close();
    }

    @Test
    void twoThousandShardsAreListedInPages() {
        try (KinesisAsyncClient client = Sdk.http2(kinesis)) {
            List<String> ids = new ArrayList<>();
            ListShardsResponse page = Sdk.get(client.listShards(r -> r.streamName("wide")));
            page.shards().stream().map(Shard::shardId).forEach(ids::add);
            assertThat(ids).hasSize(1_000);
            while (page.nextToken() != null) {
                String token = page.nextToken();
                page = Sdk.get(client.listShards(r -> r.nextToken(token)));
                page.shards().stream().map(Shard::shardId).forEach(ids::add);
            }
            assertThat(ids)
                    .isEqualTo(kinesis.shards("wide").stream()
                            .map(ShardView::shardId)
                            .toList());
        }
    }

    @Test
    void fiveThousandSubscriptionsEachGetTheRecordsOfTheirShard() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpClient http = vertx.createHttpClient(
                    new HttpClientOptions()
                            .setProtocolVersion(HttpVersion.HTTP_2)
                            .setHttp2ClearTextUpgrade(false)
                            .setDefaultHost(kinesis.endpoint().getHost())
                            .setDefaultPort(kinesis.endpoint().getPort()),
                    new PoolOptions()
                            .setHttp2MaxSize(SUBSCRIPTIONS / kinesis.rules().maxStreamsPerConnection() + 1));
            LongAdder bytes = new LongAdder();
            List<CompletableFuture<HttpClientResponse>> open = new ArrayList<>();
            for (String consumer : register(3)) {
                for (ShardView shard : kinesis.shards("wide")) {
                    if (open.size() < SUBSCRIPTIONS) {
                        open.add(subscribe(http, consumer, shard.shardId(), bytes));
                    }
                }
            }
            for (CompletableFuture<HttpClientResponse> response : open) {
                assertThat(response.get(WAIT.toSeconds(), TimeUnit.SECONDS).statusCode())
                        .isEqualTo(200);
            }
            assertThat(kinesis.openSubscriptions()).hasSize(SUBSCRIPTIONS);

            for (int i = 0; i < 4 * SHARDS; i++) {
                kinesis.put("wide", "key-" + i, "x".repeat(100).getBytes(StandardCharsets.US_ASCII));
            }
            Map<String, Long> stored = kinesis.records("wide").stream()
                    .collect(Collectors.groupingBy(StoredRecord::shardId, Collectors.counting()));
            Awaitility.await().atMost(WAIT).until(() -> kinesis.openSubscriptions().stream()
                    .allMatch(s -> s.records() == stored.getOrDefault(s.shardId(), 0L)));
            // What was sent may still be on its way.
            Awaitility.await().atMost(WAIT).until(() -> bytes.sum() > 4L * SHARDS * 200);
            assertThat(kinesis.openSubscriptions()).hasSize(SUBSCRIPTIONS);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
        Awaitility.await().atMost(WAIT).until(() -> kinesis.openSubscriptions().isEmpty());
    }

    private List<String> register(int count) {
        try (KinesisAsyncClient client = Sdk.http2(kinesis)) {
            return IntStream.range(0, count)
                    .mapToObj(i -> Sdk.register(client, kinesis, "wide", "app-" + i))
                    .toList();
        }
    }

    private static CompletableFuture<HttpClientResponse> subscribe(
            HttpClient http, String consumer, String shardId, LongAdder bytes) {
        Buffer body =
                Buffer.buffer("{\"ConsumerARN\":\"%s\",\"ShardId\":\"%s\",\"StartingPosition\":{\"Type\":\"LATEST\"}}"
                        .formatted(consumer, shardId));
        return http.request(HttpMethod.POST, "/")
                .compose(request -> request.putHeader("X-Amz-Target", "Kinesis_20131202.SubscribeToShard")
                        .send(body))
                .onSuccess(response -> response.handler(chunk -> bytes.add(chunk.length())))
                .toCompletionStage()
                .toCompletableFuture();
    }
}
