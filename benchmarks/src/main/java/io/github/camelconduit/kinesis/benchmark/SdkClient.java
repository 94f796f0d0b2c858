package io.github.camelconduit.kinesis.benchmark;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** The AWS SDK as the client of a measurement. */
final class SdkClient implements Source, AutoCloseable {

    private static final int BATCH = 500;
    private static final int BATCHES_AT_ONCE = 8;

    private final KinesisAsyncClient kinesis;

    SdkClient(URI endpoint) {
        kinesis = KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(500)
                        .readTimeout(Duration.ofMinutes(6))
                        .http2Configuration(c -> c.maxStreams(1L).initialWindowSize(4 * 1024 * 1024)))
                .build();
    }

    KinesisAsyncClient kinesis() {
        return kinesis;
    }

    /** Registers a consumer and gives its ARN once it is ACTIVE. */
    String register(String stream, String name) {
        String streamArn = kinesis.describeStreamSummary(r -> r.streamName(stream))
                .join()
                .streamDescriptionSummary()
                .streamARN();
        String arn = kinesis.registerStreamConsumer(r -> r.streamARN(streamArn).consumerName(name))
                .join()
                .consumer()
                .consumerARN();
        while (kinesis.describeStreamConsumer(r -> r.consumerARN(arn))
                        .join()
                        .consumerDescription()
                        .consumerStatus()
                != ConsumerStatus.ACTIVE) {
            Thread.onSpinWait();
        }
        return arn;
    }

    void deregister(String consumerArn) {
        kinesis.deregisterStreamConsumer(r -> r.consumerARN(consumerArn)).join();
    }

    List<String> shards(String stream) {
        List<String> ids = new ArrayList<>();
        String token = null;
        do {
            String next = token;
            var page = kinesis.listShards(r -> {
                        if (next == null) {
                            r.streamName(stream);
                        } else {
                            r.nextToken(next);
                        }
                    })
                    .join();
            page.shards().stream().map(Shard::shardId).forEach(ids::add);
            token = page.nextToken();
        } while (token != null);
        return ids;
    }

    /** Puts records of {@code bytes} bytes, their number in front. */
    void put(String stream, int count, int bytes) {
        List<CompletableFuture<PutRecordsResponse>> open = new ArrayList<>();
        for (int from = 0; from < count; from += BATCH) {
            List<PutRecordsRequestEntry> entries = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + BATCH); i++) {
                byte[] data = ("%-" + bytes + "d").formatted(i).getBytes(StandardCharsets.US_ASCII);
                entries.add(PutRecordsRequestEntry.builder()
                        .partitionKey("key-" + i % 1000)
                        .data(SdkBytes.fromByteArrayUnsafe(data))
                        .build());
            }
            open.add(kinesis.putRecords(r -> r.streamName(stream).records(entries)));
            if (open.size() >= BATCHES_AT_ONCE) {
                open.remove(0).join();
            }
        }
        open.forEach(CompletableFuture::join);
    }

    /** Puts so many records of {@code bytes} bytes on each shard of a stream that was never split. */
    void putEvenly(String stream, int shards, int each, int bytes) {
        BigInteger width = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(shards));
        List<PutRecordsRequestEntry> all = new ArrayList<>();
        byte[] data = "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
        for (int shard = 0; shard < shards; shard++) {
            // In the middle of the shard's range of hash keys.
            String hashKey = width.multiply(BigInteger.valueOf(shard))
                    .add(width.shiftRight(1))
                    .toString();
            for (int i = 0; i < each; i++) {
                all.add(PutRecordsRequestEntry.builder()
                        .partitionKey("key-" + shard)
                        .explicitHashKey(hashKey)
                        .data(SdkBytes.fromByteArrayUnsafe(data))
                        .build());
            }
        }
        put(stream, all);
    }

    private void put(String stream, List<PutRecordsRequestEntry> entries) {
        List<CompletableFuture<PutRecordsResponse>> open = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += BATCH) {
            List<PutRecordsRequestEntry> batch = entries.subList(from, Math.min(entries.size(), from + BATCH));
            open.add(kinesis.putRecords(r -> r.streamName(stream).records(batch)));
            if (open.size() >= BATCHES_AT_ONCE) {
                open.remove(0).join();
            }
        }
        open.forEach(CompletableFuture::join);
    }

    @Override
    public Reading read(String consumerArn, String shardId) {
        LongAdder records = new LongAdder();
        SubscribeToShardResponseHandler handler = SubscribeToShardResponseHandler.builder()
                .subscriber(event -> {
                    if (event instanceof SubscribeToShardEvent e) {
                        records.add(e.records().size());
                    }
                })
                .build();
        CompletableFuture<Void> call = kinesis.subscribeToShard(
                r -> r.consumerARN(consumerArn)
                        .shardId(shardId)
                        .startingPosition(p -> p.type(ShardIteratorType.TRIM_HORIZON)),
                handler);
        return new Reading(records::sum, () -> call.cancel(true));
    }

    @Override
    public void close() {
        kinesis.close();
    }
}
