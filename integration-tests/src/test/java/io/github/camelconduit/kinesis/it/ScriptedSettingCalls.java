package io.github.camelconduit.kinesis.it;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ScalingType;

/** The shard count, the retention period and the tags of a stream of their own are changed, rightly and wrongly. */
final class ScriptedSettingCalls {

    private static final String SETTINGS = "settings";
    private static final String UNKNOWN_STREAM = "unknown";

    private final ScriptedServer server;
    private final KinesisAsyncClient client;

    ScriptedSettingCalls(ScriptedServer server) {
        this.server = server;
        this.client = server.client();
    }

    void run() {
        client.createStream(r -> r.streamName(SETTINGS).shardCount(2)).join();
        server.awaitActive(SETTINGS);
        retention();
        tags();
        shardCount();
        server.note("A call of an unknown operation", () -> server.call("DoNothing"));
    }

    private void retention() {
        server.note("IncreaseStreamRetentionPeriod", () -> increase(SETTINGS, 48));
        server.awaitActive(SETTINGS);
        server.note("IncreaseStreamRetentionPeriod to the same", () -> increase(SETTINGS, 48));
        server.awaitActive(SETTINGS);
        server.note("IncreaseStreamRetentionPeriod to less", () -> increase(SETTINGS, 24));
        server.note("IncreaseStreamRetentionPeriod to more than a year", () -> increase(SETTINGS, 8_761));
        server.note("IncreaseStreamRetentionPeriod, unknown stream", () -> increase(UNKNOWN_STREAM, 48));
        server.note("DecreaseStreamRetentionPeriod", () -> decrease(SETTINGS, 24));
        server.awaitActive(SETTINGS);
        server.note("DecreaseStreamRetentionPeriod to the same", () -> decrease(SETTINGS, 24));
        server.note("DecreaseStreamRetentionPeriod to more", () -> decrease(SETTINGS, 72));
        server.note("DecreaseStreamRetentionPeriod to less than a day", () -> decrease(SETTINGS, 23));
        server.note("DecreaseStreamRetentionPeriod, unknown stream", () -> decrease(UNKNOWN_STREAM, 24));
    }

    private CompletableFuture<?> increase(String stream, int hours) {
        return client.increaseStreamRetentionPeriod(r -> r.streamName(stream).retentionPeriodHours(hours));
    }

    private CompletableFuture<?> decrease(String stream, int hours) {
        return client.decreaseStreamRetentionPeriod(r -> r.streamName(stream).retentionPeriodHours(hours));
    }

    private void tags() {
        server.note("ListTagsForStream of none", () -> client.listTagsForStream(r -> r.streamName(SETTINGS)));
        server.note("AddTagsToStream", () -> add(SETTINGS, Map.of("a", "1", "b", "2", "c", "")));
        server.note("AddTagsToStream over one that is there", () -> add(SETTINGS, Map.of("b", "3")));
        server.note("ListTagsForStream", () -> client.listTagsForStream(r -> r.streamName(SETTINGS)));
        server.note(
                "ListTagsForStream, a tag a page",
                () -> client.listTagsForStream(r -> r.streamName(SETTINGS).limit(1)));
        server.note(
                "ListTagsForStream after the first",
                () -> client.listTagsForStream(r -> r.streamName(SETTINGS).exclusiveStartTagKey("a")));
        server.note(
                "ListTagsForStream with limit 0",
                () -> client.listTagsForStream(r -> r.streamName(SETTINGS).limit(0)));
        server.note("ListTagsForStream, unknown stream", () -> client.listTagsForStream(r -> r.streamName("unknown")));
        server.note("RemoveTagsFromStream", () -> remove(SETTINGS, "b", "not there"));
        server.note("RemoveTagsFromStream of none", () -> remove(SETTINGS));
        server.note("RemoveTagsFromStream, unknown stream", () -> remove(UNKNOWN_STREAM, "a"));
        server.note("ListTagsForStream after a removal", () -> client.listTagsForStream(r -> r.streamName(SETTINGS)));
        server.note("AddTagsToStream of none", () -> add(SETTINGS, Map.of()));
        server.note("AddTagsToStream, unknown stream", () -> add(UNKNOWN_STREAM, Map.of("a", "1")));
        server.note("AddTagsToStream with a key of 129", () -> add(SETTINGS, Map.of("k".repeat(129), "1")));
        server.note("AddTagsToStream with a value of 257", () -> add(SETTINGS, Map.of("d", "v".repeat(257))));
        server.note(
                "AddTagsToStream, more than 50",
                () -> add(
                        SETTINGS,
                        IntStream.range(0, 51).boxed().collect(Collectors.toMap(i -> "key-" + i, i -> "value"))));
    }

    private CompletableFuture<?> add(String stream, Map<String, String> tags) {
        return client.addTagsToStream(r -> r.streamName(stream).tags(tags));
    }

    private CompletableFuture<?> remove(String stream, String... keys) {
        return client.removeTagsFromStream(r -> r.streamName(stream).tagKeys(keys));
    }

    private void shardCount() {
        server.note("UpdateShardCount", () -> scale(SETTINGS, 4, ScalingType.UNIFORM_SCALING));
        server.awaitActive(SETTINGS);
        server.note("UpdateShardCount to none", () -> scale(SETTINGS, 0, ScalingType.UNIFORM_SCALING));
        server.note("UpdateShardCount, unknown stream", () -> scale(UNKNOWN_STREAM, 2, ScalingType.UNIFORM_SCALING));
        server.note("UpdateShardCount with no scaling type", () -> scale(SETTINGS, 4, null));
        server.awaitActive(SETTINGS);
        // What follows one of them does and the other refuses: nothing is compared after it.
        server.note("UpdateShardCount to less than half", () -> scale(SETTINGS, 1, ScalingType.UNIFORM_SCALING));
        server.awaitActive(SETTINGS);
        server.note("UpdateShardCount to more than double", () -> scale(SETTINGS, 9, ScalingType.UNIFORM_SCALING));
    }

    private CompletableFuture<?> scale(String stream, int target, ScalingType how) {
        return client.updateShardCount(
                r -> r.streamName(stream).targetShardCount(target).scalingType(how));
    }
}
