package io.github.camelconduit.kinesis.examples.quarkus;

import java.net.URI;
import java.util.List;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The streams of a server, seen with the AWS SDK. */
final class Streams implements AutoCloseable {

    private final KinesisAsyncClient client;

    Streams(String url) {
        client = KinesisAsyncClient.builder()
                .endpointOverride(URI.create(url))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    void put(String stream, String partitionKey, String data) {
        client.putRecord(record ->
                        record.streamName(stream).partitionKey(partitionKey).data(SdkBytes.fromUtf8String(data)))
                .join();
    }

    /** All records of a stream whose shards hold no more than one call gives. */
    List<Record> records(String stream) {
        return client.listShards(shards -> shards.streamName(stream)).join().shards().stream()
                .flatMap(shard -> shardRecords(stream, shard.shardId()).stream())
                .toList();
    }

    /** The names of the consumers that are registered. */
    List<String> consumers(String stream) {
        String arn = client.describeStreamSummary(request -> request.streamName(stream))
                .join()
                .streamDescriptionSummary()
                .streamARN();
        return client.listStreamConsumers(request -> request.streamARN(arn)).join().consumers().stream()
                .map(Consumer::consumerName)
                .toList();
    }

    private List<Record> shardRecords(String stream, String shardId) {
        String iterator = client.getShardIterator(request ->
                        request.streamName(stream).shardId(shardId).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .join()
                .shardIterator();
        return client.getRecords(request -> request.shardIterator(iterator))
                .join()
                .records();
    }

    @Override
    public void close() {
        client.close();
    }
}
