package io.github.camelconduit.kinesis.it;

import java.util.List;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

import static io.github.camelconduit.kinesis.it.ScriptedServer.FIRST;

/** Stream consumers are registered, described, listed and deregistered. */
final class ScriptedConsumerCalls {

    private final ScriptedServer server;
    private final KinesisAsyncClient client;

    ScriptedConsumerCalls(ScriptedServer server) {
        this.server = server;
        this.client = server.client();
    }

    void run() {
        server.note(
                "RegisterStreamConsumer",
                () -> client.registerStreamConsumer(
                        r -> r.streamARN(server.streamArn()).consumerName("a")));
        server.note(
                "RegisterStreamConsumer of a name in use",
                () -> client.registerStreamConsumer(
                        r -> r.streamARN(server.streamArn()).consumerName("a")));
        server.note(
                "RegisterStreamConsumer, unknown stream",
                () -> client.registerStreamConsumer(
                        r -> r.streamARN(server.streamArn() + "x").consumerName("a")));
        server.awaitConsumer("a");
        server.note(
                "DescribeStreamConsumer",
                () -> client.describeStreamConsumer(r -> r.consumerARN(server.consumerArn("a"))));
        server.note(
                "DescribeStreamConsumer by name",
                () -> client.describeStreamConsumer(
                        r -> r.streamARN(server.streamArn()).consumerName("a")));
        server.note(
                "DescribeStreamConsumer, unknown",
                () -> client.describeStreamConsumer(
                        r -> r.streamARN(server.streamArn()).consumerName("unknown")));
        server.note("DescribeStreamConsumer of none", () -> client.describeStreamConsumer(r -> {}));
        server.note("ListStreamConsumers", () -> client.listStreamConsumers(r -> r.streamARN(server.streamArn())));
        for (String name : List.of("b", "c", "d", "e", "f")) {
            client.registerStreamConsumer(r -> r.streamARN(server.streamArn()).consumerName(name))
                    .join();
            server.awaitConsumer(name);
        }
        server.note(
                "ListStreamConsumers, two a page",
                () -> client.listStreamConsumers(
                        r -> r.streamARN(server.streamArn()).maxResults(2)));
        server.note(
                "ListStreamConsumers, bad token",
                () -> client.listStreamConsumers(
                        r -> r.streamARN(server.streamArn()).nextToken("bad")));
        server.note(
                "DeregisterStreamConsumer",
                () -> client.deregisterStreamConsumer(
                        r -> r.streamARN(server.streamArn()).consumerName("f")));
        server.note(
                "DeregisterStreamConsumer, unknown",
                () -> client.deregisterStreamConsumer(
                        r -> r.streamARN(server.streamArn()).consumerName("unknown")));
        server.note(
                "SubscribeToShard, consumer deregistered",
                () -> server.subscribe(
                        "f",
                        FIRST,
                        StartingPosition.builder()
                                .type(ShardIteratorType.LATEST)
                                .build(),
                        0));
        for (int i = 5; i < 20; i++) {
            String name = "n" + i;
            client.registerStreamConsumer(r -> r.streamARN(server.streamArn()).consumerName(name))
                    .join();
            server.awaitConsumer(name);
        }
        server.note(
                "RegisterStreamConsumer, the 21st",
                () -> client.registerStreamConsumer(
                        r -> r.streamARN(server.streamArn()).consumerName("z")));
        server.note(
                "RegisterStreamConsumer, bad name",
                () -> client.registerStreamConsumer(
                        r -> r.streamARN(server.streamArn()).consumerName("a b")));
        server.note(
                "CreateStream with a bad name",
                () -> client.createStream(r -> r.streamName("a b").shardCount(1)));
        server.note(
                "CreateStream with a name of 129",
                () -> client.createStream(r -> r.streamName("x".repeat(129)).shardCount(1)));
    }
}
