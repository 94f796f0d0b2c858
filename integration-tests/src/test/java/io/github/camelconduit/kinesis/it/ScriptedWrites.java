package io.github.camelconduit.kinesis.it;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

import static io.github.camelconduit.kinesis.it.ScriptedServer.MAX_HASH_KEY;
import static io.github.camelconduit.kinesis.it.ScriptedServer.MEBIBYTE;
import static io.github.camelconduit.kinesis.it.ScriptedServer.ODD;
import static io.github.camelconduit.kinesis.it.ScriptedServer.STREAM;
import static io.github.camelconduit.kinesis.it.ScriptedServer.UPPER_HALF;

/** Records are written, good ones and bad ones. */
final class ScriptedWrites {

    private final ScriptedServer server;
    private final KinesisAsyncClient client;

    ScriptedWrites(ScriptedServer server) {
        this.server = server;
        this.client = server.client();
    }

    void run() {
        client.createStream(r -> r.streamName(ODD).shardCount(2)).join();
        server.awaitActive(ODD);
        server.note("PutRecord", () -> put(STREAM, "a", "0", "one"));
        server.note("PutRecord to the highest hash key", () -> put(STREAM, "a", MAX_HASH_KEY, "two"));
        server.note(
                "PutRecord above the highest hash key",
                () -> put(ODD, "a", "340282366920938463463374607431768211456", "x"));
        server.note("PutRecord with hash key -1", () -> put(ODD, "a", "-1", "x"));
        server.note("PutRecord with hash key 01", () -> put(ODD, "a", "01", "x"));
        server.note("PutRecord with hash key abc", () -> put(ODD, "a", "abc", "x"));
        server.note("PutRecord by its key", () -> put(STREAM, "some key", null, "three"));
        server.note("PutRecord with no data", () -> put(ODD, "a", "0", ""));
        server.note("PutRecord with no key", () -> put(ODD, "", "0", "x"));
        server.note("PutRecord with a key of 256", () -> put(ODD, "k".repeat(256), MAX_HASH_KEY, "x"));
        server.note("PutRecord with a key of 257", () -> put(ODD, "k".repeat(257), MAX_HASH_KEY, "x"));
        server.note(
                "PutRecord with a key of 256 beyond the BMP",
                () -> put(ODD, "\uD83D\uDE00".repeat(256), MAX_HASH_KEY, "x"));
        server.note("PutRecord of 1 MiB with its key", () -> put(ODD, "a", MAX_HASH_KEY, "x".repeat(MEBIBYTE - 1)));
        server.note("PutRecord of 1 MiB without its key", () -> put(ODD, "a", MAX_HASH_KEY, "x".repeat(MEBIBYTE)));
        server.note("PutRecord of 1 MiB and a byte", () -> put(ODD, "a", MAX_HASH_KEY, "x".repeat(MEBIBYTE + 1)));
        server.note(
                "PutRecord, unknown stream",
                () -> client.putRecord(
                        r -> r.streamName("unknown").partitionKey("a").data(SdkBytes.fromUtf8String("x"))));
        server.note(
                "PutRecords",
                () -> putRecords(STREAM, List.of(entry("a", "0", "four"), entry("b", UPPER_HALF, "five"))));
        server.note("PutRecords of none", () -> putRecords(ODD, List.of()));
        server.note(
                "PutRecords of 501",
                () -> putRecords(
                        ODD,
                        IntStream.range(0, 501)
                                .mapToObj(i -> entry("a", UPPER_HALF, "x"))
                                .toList()));
        server.note(
                "PutRecords with one key empty",
                () -> putRecords(ODD, List.of(entry("a", "0", "x"), entry("", "0", "x"))));
        server.note(
                "PutRecords with one hash key bad",
                () -> putRecords(ODD, List.of(entry("a", MAX_HASH_KEY, "x"), entry("b", "abc", "x"))));
        server.note(
                "PutRecords of 6 MiB",
                () -> putRecords(
                        ODD,
                        IntStream.range(0, 6)
                                .mapToObj(i -> entry("a", MAX_HASH_KEY, "x".repeat(MEBIBYTE - 1)))
                                .toList()));
        server.note(
                "PutRecords of 11 MiB",
                () -> putRecords(
                        ODD,
                        IntStream.range(0, 11)
                                .mapToObj(i -> entry("a", MAX_HASH_KEY, "x".repeat(MEBIBYTE - 1)))
                                .toList()));
    }

    private CompletableFuture<?> put(String stream, String key, String hashKey, String data) {
        return client.putRecord(r ->
                r.streamName(stream).partitionKey(key).explicitHashKey(hashKey).data(SdkBytes.fromUtf8String(data)));
    }

    private static PutRecordsRequestEntry entry(String key, String hashKey, String data) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromUtf8String(data))
                .build();
    }

    private CompletableFuture<?> putRecords(String stream, List<PutRecordsRequestEntry> entries) {
        return client.putRecords(r -> r.streamName(stream).records(entries));
    }
}
