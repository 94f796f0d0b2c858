package io.github.camelconduit.kinesis.it;

import java.time.Instant;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import static io.github.camelconduit.kinesis.it.ScriptedServer.FIRST;
import static io.github.camelconduit.kinesis.it.ScriptedServer.SECOND;
import static io.github.camelconduit.kinesis.it.ScriptedServer.STREAM;
import static io.github.camelconduit.kinesis.it.ScriptedServer.UNKNOWN;

/** The first shard is read from everywhere. */
final class ScriptedReads {

    private final ScriptedServer server;
    private final KinesisAsyncClient client;

    ScriptedReads(ScriptedServer server) {
        this.server = server;
        this.client = server.client();
    }

    /** Gives the number of the first shard's first record. */
    String run() {
        GetRecordsResponse all =
                server.read(FIRST, ShardIteratorType.TRIM_HORIZON, null, null).join();
        Record first = all.records().get(0);
        String number = first.sequenceNumber();
        server.note(
                "GetRecords from TRIM_HORIZON", () -> server.read(FIRST, ShardIteratorType.TRIM_HORIZON, null, null));
        server.note("GetRecords from LATEST", () -> server.read(FIRST, ShardIteratorType.LATEST, null, null));
        server.note(
                "GetRecords from AT_SEQUENCE_NUMBER",
                () -> server.read(FIRST, ShardIteratorType.AT_SEQUENCE_NUMBER, number, null));
        server.note(
                "GetRecords from AFTER_SEQUENCE_NUMBER",
                () -> server.read(FIRST, ShardIteratorType.AFTER_SEQUENCE_NUMBER, number, null));
        server.note(
                "GetRecords from AT_TIMESTAMP",
                () -> server.read(FIRST, ShardIteratorType.AT_TIMESTAMP, null, first.approximateArrivalTimestamp()));
        server.note(
                "GetRecords from AT_TIMESTAMP, long ago",
                () -> server.read(FIRST, ShardIteratorType.AT_TIMESTAMP, null, Instant.EPOCH.plusSeconds(1)));
        server.note(
                "GetShardIterator AT_TIMESTAMP in the future",
                () -> server.iterator(
                        FIRST,
                        ShardIteratorType.AT_TIMESTAMP,
                        null,
                        Instant.now().plusSeconds(3_600)));
        server.note(
                "GetShardIterator AT_TIMESTAMP with none",
                () -> server.iterator(FIRST, ShardIteratorType.AT_TIMESTAMP, null, null));
        server.note(
                "GetShardIterator AT_SEQUENCE_NUMBER with none",
                () -> server.iterator(FIRST, ShardIteratorType.AT_SEQUENCE_NUMBER, null, null));
        server.note(
                "GetShardIterator, bad sequence number",
                () -> server.iterator(FIRST, ShardIteratorType.AT_SEQUENCE_NUMBER, "abc", null));
        server.note(
                "GetShardIterator, another shard's number",
                () -> server.iterator(SECOND, ShardIteratorType.AT_SEQUENCE_NUMBER, number, null));
        server.note(
                "GetShardIterator, bad type",
                () -> client.getShardIterator(
                        r -> r.streamName(STREAM).shardId(FIRST).shardIteratorType("NOWHERE")));
        server.note(
                "GetShardIterator, unknown shard",
                () -> server.iterator(UNKNOWN, ShardIteratorType.LATEST, null, null));
        server.note(
                "GetShardIterator, bad shard id", () -> server.iterator("a b", ShardIteratorType.LATEST, null, null));
        String latest = server.iterator(FIRST, ShardIteratorType.TRIM_HORIZON, null, null)
                .join();
        server.note(
                "GetRecords of one",
                () -> client.getRecords(r -> r.shardIterator(latest).limit(1)));
        server.note(
                "GetRecords with limit 0",
                () -> client.getRecords(r -> r.shardIterator(latest).limit(0)));
        server.note(
                "GetRecords with limit 10001",
                () -> client.getRecords(r -> r.shardIterator(latest).limit(10_001)));
        server.note("GetRecords, bad iterator", () -> client.getRecords(r -> r.shardIterator("bad")));
        return number;
    }
}
