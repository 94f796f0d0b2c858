package io.github.camelconduit.kinesis.it;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import static io.github.camelconduit.kinesis.it.ScriptedServer.FIRST;
import static io.github.camelconduit.kinesis.it.ScriptedServer.STREAM;

/** Streams are created, described and listed, and their shards. */
final class ScriptedStreamCalls {

    private final ScriptedServer server;
    private final KinesisAsyncClient client;

    ScriptedStreamCalls(ScriptedServer server) {
        this.server = server;
        this.client = server.client();
    }

    void run() {
        server.note(
                "CreateStream",
                () -> client.createStream(r -> r.streamName(STREAM).shardCount(2)));
        server.awaitActive(STREAM);
        server.note(
                "CreateStream of a name in use",
                () -> client.createStream(r -> r.streamName(STREAM).shardCount(2)));
        server.note(
                "CreateStream with no shard",
                () -> client.createStream(r -> r.streamName("none").shardCount(0)));
        server.note("DescribeStream", () -> client.describeStream(r -> r.streamName(STREAM)));
        server.note(
                "DescribeStream, a shard a page",
                () -> client.describeStream(r -> r.streamName(STREAM).limit(1)));
        server.note(
                "DescribeStream after the first",
                () -> client.describeStream(r -> r.streamName(STREAM).exclusiveStartShardId(FIRST)));
        server.note("DescribeStream by ARN", () -> client.describeStream(r -> r.streamARN(server.streamArn())));
        server.note("DescribeStream, unknown", () -> client.describeStream(r -> r.streamName("unknown")));
        server.note("DescribeStreamSummary", () -> client.describeStreamSummary(r -> r.streamName(STREAM)));
        server.note("DescribeStreamSummary, unknown", () -> client.describeStreamSummary(r -> r.streamName("unknown")));
        server.note("DescribeStreamSummary of no stream", () -> client.describeStreamSummary(r -> {}));
        server.note("ListStreams", () -> client.listStreams());
        server.note("ListStreams with limit 0", () -> client.listStreams(r -> r.limit(0)));
        server.note("ListShards", () -> client.listShards(r -> r.streamName(STREAM)));
        server.note(
                "ListShards, a shard a page",
                () -> client.listShards(r -> r.streamName(STREAM).maxResults(1)));
        String token = client.listShards(r -> r.streamName(STREAM).maxResults(1))
                .join()
                .nextToken();
        server.note("ListShards, the next page", () -> client.listShards(r -> r.nextToken(token)));
        server.note(
                "ListShards, token and name",
                () -> client.listShards(r -> r.nextToken(token).streamName(STREAM)));
        server.note("ListShards, bad token", () -> client.listShards(r -> r.nextToken("bad")));
        server.note("ListShards, unknown", () -> client.listShards(r -> r.streamName("unknown")));
        server.note(
                "ListShards with limit 0",
                () -> client.listShards(r -> r.streamName(STREAM).maxResults(0)));
        server.note(
                "ListShards after the first",
                () -> client.listShards(r -> r.streamName(STREAM).exclusiveStartShardId(FIRST)));
    }
}
