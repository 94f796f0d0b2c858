package io.github.camelconduit.kinesis.examples.quickstart;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.ShardView;
import io.github.camelconduit.kinesis.embedded.log.Call;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;

/**
 * The embedded server with AWS's rules, but for the life of a subscription, seconds instead of five minutes, and for what
 * AWS allows a second.
 */
final class EmbeddedServer implements KinesisServer {

    private static final int SHARDS = 4;

    private final String stream;
    private final Duration lifetime;
    private final EmbeddedKinesis kinesis;

    EmbeddedServer(String stream, Duration lifetime) {
        this.stream = stream;
        this.lifetime = lifetime;
        this.kinesis = EmbeddedKinesis.builder().stream(stream, SHARDS)
                .subscriptionLifetime(lifetime)
                // A week of events goes to four shards at once: at AWS's 1,000 records a second and shard the producer
                // would be throttled, and the figures would measure that.
                .unthrottled()
                .start();
    }

    @Override
    public String description() {
        return "the embedded server, " + SHARDS + " shards, subscriptions ended every " + lifetime.toSeconds() + " s";
    }

    @Override
    public Properties connection() {
        Properties properties = new Properties();
        properties.setProperty(
                "connection",
                "url=" + kinesis.endpoint() + "&region=" + kinesis.region()
                        + "&accessKeyId=quickstart&secretAccessKey=quickstart");
        return properties;
    }

    @Override
    public boolean everyOpenShardRenewed(long times, Map<String, Long> before) {
        Map<String, Long> renewals = renewals();
        return openShards().stream()
                .allMatch(shard -> renewals.getOrDefault(shard, 0L) >= before.getOrDefault(shard, 0L) + times);
    }

    @Override
    public String splitFirstShard() {
        String parent = openShards().get(0);
        return parent + " into " + String.join(" and ", kinesis.splitShard(stream, parent));
    }

    @Override
    public Map<String, Long> renewals() {
        Map<String, Long> renewals = new TreeMap<>();
        Set<String> expired = new HashSet<>();
        for (Call call : kinesis.calls("SubscribeToShard")) {
            if (expired.remove(call.shardId())) {
                renewals.merge(call.shardId(), 1L, Long::sum);
            }
            if (call.end() == SubscriptionEnd.EXPIRED) {
                expired.add(call.shardId());
            }
        }
        return renewals;
    }

    @Override
    public String progress() {
        Map<String, Long> renewals = renewals();
        return "renewals of each open shard "
                + openShards().stream()
                        .map(shard -> renewals.getOrDefault(shard, 0L).toString())
                        .collect(Collectors.joining(" "));
    }

    private List<String> openShards() {
        return kinesis.shards(stream).stream()
                .filter(ShardView::open)
                .map(ShardView::shardId)
                .toList();
    }

    @Override
    public void close() {
        kinesis.close();
    }
}
