package io.github.camelconduit.kinesis.it;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * A running server that the component is held against, reached by nothing but the AWS SDK. What one of them lacks it
 * says by overriding the questions below. Every method waits for the server.
 */
abstract class ServerUnderTest implements AutoCloseable {

    private static final int PUT_LIMIT = 500;

    private final URI url;
    private final String region;
    private final String accessKeyId;
    private final String secretAccessKey;
    private final KinesisAsyncClient client;

    /** A record where the server holds it. */
    record Stored(String shardId, String sequenceNumber, String partitionKey, byte[] data) {}

    ServerUnderTest(URI url, String region, String accessKeyId, String secretAccessKey) {
        this.url = url;
        this.region = region;
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
        this.client = KinesisAsyncClient.builder()
                .endpointOverride(url)
                .region(Region.of(region))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
                .build();
    }

    /** Whether a shard that was split or merged can still be read, as with AWS until its records expire. */
    boolean keepsClosedShardsReadable() {
        return true;
    }

    /** Whether 256 characters of a partition key are counted as such, and not as what UTF-16 makes of them. */
    boolean countsWholeCharacters() {
        return true;
    }

    /** Whether more than a handful of subscriptions can be open at a time. */
    boolean carriesManySubscriptions() {
        return true;
    }

    /** Ends the server. */
    abstract void stop();

    /** Where the server listens. */
    final URI url() {
        return url;
    }

    /** The endpoint options that reach the server. */
    final String connection() {
        return "url=%s&region=%s&accessKeyId=%s&secretAccessKey=%s"
                .formatted(url, region, accessKeyId, secretAccessKey);
    }

    final void createStream(String stream, int shards) {
        try {
            client.createStream(request -> request.streamName(stream).shardCount(shards))
                    .join();
        } catch (CompletionException e) {
            // The names are used once: the SDK has repeated a call whose answer took too long.
            if (!(e.getCause() instanceof ResourceInUseException)) {
                throw e;
            }
        }
        awaitActive(stream);
    }

    /** Writes the entries in their order, all of them. */
    final void putRecords(String stream, List<Entry> entries) {
        for (int from = 0; from < entries.size(); from += PUT_LIMIT) {
            List<PutRecordsRequestEntry> records =
                    entries.subList(from, Math.min(entries.size(), from + PUT_LIMIT)).stream()
                            .map(entry -> PutRecordsRequestEntry.builder()
                                    .partitionKey(entry.key())
                                    .data(SdkBytes.fromByteArray(entry.data()))
                                    .build())
                            .toList();
            PutRecordsResponse answer = client.putRecords(
                            request -> request.streamName(stream).records(records))
                    .join();
            if (answer.failedRecordCount() != null && answer.failedRecordCount() > 0) {
                throw new IllegalStateException("The server did not store " + answer.failedRecordCount() + " records");
            }
        }
    }

    /** Splits a shard in its middle. */
    final void splitShard(String stream, Shard shard) {
        BigInteger start = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger end = new BigInteger(shard.hashKeyRange().endingHashKey());
        String middle = start.add(end).shiftRight(1).toString();
        client.splitShard(request ->
                        request.streamName(stream).shardToSplit(shard.shardId()).newStartingHashKey(middle))
                .join();
        awaitActive(stream);
    }

    /** Merges two shards whose hash-key ranges lie side by side. */
    final void mergeShards(String stream, Shard shard, Shard adjacent) {
        client.mergeShards(request -> request.streamName(stream)
                        .shardToMerge(shard.shardId())
                        .adjacentShardToMerge(adjacent.shardId()))
                .join();
        awaitActive(stream);
    }

    /** Splits or merges shards until there are so many: between half of what there are and twice as many. */
    final void updateShardCount(String stream, int count) {
        client.updateShardCount(request ->
                        request.streamName(stream).targetShardCount(count).scalingType(ScalingType.UNIFORM_SCALING))
                .join();
        awaitActive(stream);
    }

    /** The open shards by hash-key range, so that neighbours lie side by side. */
    final List<Shard> openShards(String stream) {
        return shards(stream).stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .sorted(Comparator.comparing(
                        shard -> new BigInteger(shard.hashKeyRange().startingHashKey())))
                .toList();
    }

    /** The parents of every shard that has any. */
    final Map<String, Set<String>> parents(String stream) {
        Map<String, Set<String>> parents = new HashMap<>();
        for (Shard shard : shards(stream)) {
            Set<String> own = new HashSet<>();
            own.add(shard.parentShardId());
            own.add(shard.adjacentParentShardId());
            own.remove(null);
            if (!own.isEmpty()) {
                parents.put(shard.shardId(), own);
            }
        }
        return parents;
    }

    final List<Consumer> streamConsumers(String stream) {
        String arn = client.describeStreamSummary(request -> request.streamName(stream))
                .join()
                .streamDescriptionSummary()
                .streamARN();
        return client.listStreamConsumers(request -> request.streamARN(arn))
                .join()
                .consumers();
    }

    /** All that the open shards hold: shard after shard, in order within each. */
    final List<Stored> records(String stream) {
        List<Stored> stored = new ArrayList<>();
        for (Shard shard : openShards(stream)) {
            String iterator = client.getShardIterator(request -> request.streamName(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .join()
                    .shardIterator();
            List<Record> page;
            do {
                String at = iterator;
                GetRecordsResponse answer =
                        client.getRecords(request -> request.shardIterator(at)).join();
                page = answer.records();
                page.forEach(one -> stored.add(new Stored(
                        shard.shardId(),
                        one.sequenceNumber(),
                        one.partitionKey(),
                        one.data().asByteArray())));
                iterator = answer.nextShardIterator();
            } while (iterator != null && !page.isEmpty());
        }
        return stored;
    }

    @Override
    public final void close() {
        client.close();
        stop();
    }

    private List<Shard> shards(String stream) {
        return client.listShards(request -> request.streamName(stream)).join().shards();
    }

    private void awaitActive(String stream) {
        Awaitility.await("stream " + stream + " is ACTIVE")
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsMatching(failure -> failure.getCause() instanceof ResourceNotFoundException)
                .until(() -> client.describeStreamSummary(request -> request.streamName(stream))
                                .join()
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }
}
