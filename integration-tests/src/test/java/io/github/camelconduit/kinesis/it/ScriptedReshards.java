package io.github.camelconduit.kinesis.it;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import static io.github.camelconduit.kinesis.it.ScriptedServer.FIRST;
import static io.github.camelconduit.kinesis.it.ScriptedServer.MAX_HASH_KEY;
import static io.github.camelconduit.kinesis.it.ScriptedServer.SECOND;
import static io.github.camelconduit.kinesis.it.ScriptedServer.STREAM;
import static io.github.camelconduit.kinesis.it.ScriptedServer.UNKNOWN;

/** Shards are split and merged, and at the end streams deleted. */
final class ScriptedReshards {

    private final ScriptedServer server;
    private final KinesisAsyncClient client;

    ScriptedReshards(ScriptedServer server) {
        this.server = server;
        this.client = server.client();
    }

    void run() {
        String parentIterator = server.iterator(FIRST, ShardIteratorType.TRIM_HORIZON, null, null)
                .join();
        server.note(
                "SplitShard, unknown shard",
                () -> client.splitShard(
                        r -> r.streamName(STREAM).shardToSplit(UNKNOWN).newStartingHashKey("10")));
        server.note(
                "SplitShard outside of the range",
                () -> client.splitShard(
                        r -> r.streamName(STREAM).shardToSplit(FIRST).newStartingHashKey(MAX_HASH_KEY)));
        server.note(
                "SplitShard at the start of the range",
                () -> client.splitShard(
                        r -> r.streamName(STREAM).shardToSplit(FIRST).newStartingHashKey("0")));
        server.note(
                "SplitShard at the end of the range",
                () -> client.splitShard(
                        r -> r.streamName(STREAM).shardToSplit(SECOND).newStartingHashKey(MAX_HASH_KEY)));
        server.awaitActive(STREAM);
        server.note(
                "SplitShard",
                () -> client.splitShard(
                        r -> r.streamName(STREAM).shardToSplit(FIRST).newStartingHashKey("1000")));
        server.awaitActive(STREAM);
        server.note("ListShards after splits", () -> client.listShards(r -> r.streamName(STREAM)));
        server.note(
                "SplitShard of a closed shard",
                () -> client.splitShard(
                        r -> r.streamName(STREAM).shardToSplit(FIRST).newStartingHashKey("1000")));
        server.note("GetRecords of a closed shard", () -> client.getRecords(r -> r.shardIterator(parentIterator)));
        server.note(
                "GetShardIterator of a closed shard",
                () -> server.iterator(FIRST, ShardIteratorType.TRIM_HORIZON, null, null));
        server.note(
                "SubscribeToShard to a closed shard",
                () -> server.subscribe("n10", FIRST, ScriptedServer.at(ShardIteratorType.TRIM_HORIZON, null), 2));
        server.note(
                "SubscribeToShard to a child",
                () -> server.subscribe(
                        "n11", "shardId-000000000004", ScriptedServer.at(ShardIteratorType.TRIM_HORIZON, null), 0));
        server.note(
                "MergeShards, not adjacent",
                () -> client.mergeShards(r -> r.streamName(STREAM)
                        .shardToMerge("shardId-000000000004")
                        .adjacentShardToMerge("shardId-000000000003")));
        server.awaitActive(STREAM);
        server.note(
                "MergeShards, unknown shard",
                () -> client.mergeShards(r -> r.streamName(STREAM)
                        .shardToMerge("shardId-000000000004")
                        .adjacentShardToMerge(UNKNOWN)));
        server.note(
                "MergeShards of a shard with itself",
                () -> client.mergeShards(r -> r.streamName(STREAM)
                        .shardToMerge("shardId-000000000005")
                        .adjacentShardToMerge("shardId-000000000005")));
    }

    void delete() {
        String other = "merged";
        client.createStream(r -> r.streamName(other).shardCount(2)).join();
        server.awaitActive(other);
        server.note(
                "MergeShards",
                () -> client.mergeShards(
                        r -> r.streamName(other).shardToMerge(FIRST).adjacentShardToMerge(SECOND)));
        server.awaitActive(other);
        server.note("ListShards after a merge", () -> client.listShards(r -> r.streamName(other)));
        server.note("DeleteStream with consumers", () -> client.deleteStream(r -> r.streamName(STREAM)));
        server.note("DeleteStream", () -> client.deleteStream(r -> r.streamName(other)));
        server.note("DeleteStream, unknown", () -> client.deleteStream(r -> r.streamName("unknown")));
    }
}
