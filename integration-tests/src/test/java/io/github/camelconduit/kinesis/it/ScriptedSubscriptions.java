package io.github.camelconduit.kinesis.it;

import java.time.Instant;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

import static io.github.camelconduit.kinesis.it.ScriptedServer.FIRST;
import static io.github.camelconduit.kinesis.it.ScriptedServer.SECOND;
import static io.github.camelconduit.kinesis.it.ScriptedServer.UNKNOWN;

/** Shards are subscribed to from everywhere. */
final class ScriptedSubscriptions {

    private final ScriptedServer server;
    private final KinesisAsyncClient client;

    ScriptedSubscriptions(ScriptedServer server) {
        this.server = server;
        this.client = server.client();
    }

    /** @param number the sequence number of the first record of the first shard */
    void run(String number) {
        server.note(
                "SubscribeToShard from TRIM_HORIZON",
                () -> server.subscribe("a", FIRST, ScriptedServer.at(ShardIteratorType.TRIM_HORIZON, null), 2));
        server.note(
                "SubscribeToShard again at once",
                () -> server.subscribe("a", FIRST, ScriptedServer.at(ShardIteratorType.TRIM_HORIZON, null), 2));
        server.note(
                "SubscribeToShard from LATEST",
                () -> server.subscribe("b", FIRST, ScriptedServer.at(ShardIteratorType.LATEST, null), 0));
        server.note(
                "SubscribeToShard from AT_SEQUENCE_NUMBER",
                () -> server.subscribe("c", FIRST, ScriptedServer.at(ShardIteratorType.AT_SEQUENCE_NUMBER, number), 2));
        server.note(
                "SubscribeToShard from AFTER_SEQUENCE_NUMBER",
                () -> server.subscribe(
                        "d", FIRST, ScriptedServer.at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, number), 1));
        server.note(
                "SubscribeToShard from AT_TIMESTAMP",
                () -> server.subscribe(
                        "e",
                        FIRST,
                        StartingPosition.builder()
                                .type(ShardIteratorType.AT_TIMESTAMP)
                                .timestamp(Instant.EPOCH.plusSeconds(1))
                                .build(),
                        2));
        server.note(
                "SubscribeToShard with no number",
                () -> server.subscribe("n5", FIRST, ScriptedServer.at(ShardIteratorType.AT_SEQUENCE_NUMBER, null), 0));
        server.note(
                "SubscribeToShard, bad sequence number",
                () -> server.subscribe("n6", FIRST, ScriptedServer.at(ShardIteratorType.AT_SEQUENCE_NUMBER, "abc"), 0));
        server.note(
                "SubscribeToShard, another shard's number",
                () -> server.subscribe(
                        "n7", SECOND, ScriptedServer.at(ShardIteratorType.AT_SEQUENCE_NUMBER, number), 0));
        server.note(
                "SubscribeToShard, unknown shard",
                () -> server.subscribe("n8", UNKNOWN, ScriptedServer.at(ShardIteratorType.LATEST, null), 0));
        server.note(
                "SubscribeToShard, timestamp in the future",
                () -> server.subscribe(
                        "n9",
                        FIRST,
                        StartingPosition.builder()
                                .type(ShardIteratorType.AT_TIMESTAMP)
                                .timestamp(Instant.now().plusSeconds(3_600))
                                .build(),
                        0));
    }
}
