package io.github.camelconduit.kinesis.examples.quickstart;

import java.math.BigInteger;
import java.net.URI;
import java.util.Map;
import java.util.Properties;

import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/** Any other server, or AWS, with a stream that is there. The credentials are those of the SDK's default chain. */
final class RemoteServer implements KinesisServer {

    private final QuickstartOptions options;

    RemoteServer(QuickstartOptions options) {
        this.options = options;
    }

    @Override
    public String description() {
        return options.url() != null ? options.url() : "AWS in " + options.region();
    }

    @Override
    public Properties connection() {
        Properties properties = new Properties();
        properties.setProperty(
                "connection",
                "region=" + options.region() + "&useDefaultCredentialsProvider=true"
                        + (options.url() == null ? "" : "&url=" + options.url()));
        return properties;
    }

    @Override
    public boolean everyOpenShardRenewed(long times, Map<String, Long> before) {
        return true;
    }

    @Override
    public String splitFirstShard() throws Exception {
        KinesisAsyncClientBuilder builder = KinesisAsyncClient.builder().region(Region.of(options.region()));
        if (options.url() != null) {
            builder.endpointOverride(URI.create(options.url()));
        }
        try (KinesisAsyncClient client = builder.build()) {
            Shard shard = client.listShards(request -> request.streamName(options.stream())
                            .shardFilter(filter -> filter.type(ShardFilterType.AT_LATEST)))
                    .get()
                    .shards()
                    .get(0);
            BigInteger start = new BigInteger(shard.hashKeyRange().startingHashKey());
            BigInteger end = new BigInteger(shard.hashKeyRange().endingHashKey());
            String middle = start.add(end).shiftRight(1).toString();
            client.splitShard(request -> request.streamName(options.stream())
                            .shardToSplit(shard.shardId())
                            .newStartingHashKey(middle))
                    .get();
            return shard.shardId() + " at hash key " + middle;
        }
    }

    @Override
    public Map<String, Long> renewals() {
        return Map.of();
    }

    @Override
    public String progress() {
        return "";
    }

    @Override
    public void close() {
        // Nothing of it is ours.
    }
}
