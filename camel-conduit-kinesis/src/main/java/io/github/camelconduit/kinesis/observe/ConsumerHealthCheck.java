package io.github.camelconduit.kinesis.observe;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

import io.github.camelconduit.kinesis.fanout.ReadingTrouble;

/**
 * Whether a consumer reads as it should: DOWN with the reason while it does not. Never anything secret: neither what a
 * service answered nor an exception is shown.
 */
public final class ConsumerHealthCheck extends AbstractHealthCheck {

    private final String routeId;
    private final String streamName;
    private final String streamConsumer;
    private final Supplier<List<ReadingTrouble>> troubles;

    /**
     * @param streamConsumer the name or the ARN of the stream consumer
     * @param troubles why the stream is not read as it should be; called from any thread
     */
    public ConsumerHealthCheck(
            String routeId, String streamName, String streamConsumer, Supplier<List<ReadingTrouble>> troubles) {
        super("camel", "consumer:" + routeId);
        this.routeId = routeId;
        this.streamName = streamName;
        this.streamConsumer = streamConsumer;
        this.troubles = troubles;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("route.id", routeId);
        builder.detail("stream", streamName);
        builder.detail("stream.consumer", streamConsumer);
        List<ReadingTrouble> now = troubles.get();
        if (now.isEmpty()) {
            builder.up();
            return;
        }
        ReadingTrouble first =
                now.stream().min(Comparator.comparing(ReadingTrouble::since)).orElseThrow();
        long shards = now.stream()
                .map(ReadingTrouble::shardId)
                .filter(shardId -> shardId != null)
                .count();
        builder.down();
        builder.message("Stream " + streamName + ": " + first.reason()
                + (shards > 1 ? " (" + shards + " shards are not read)" : ""));
        builder.detail("since", first.since().toString());
        builder.detail("failure", first.kind() == null ? "OTHER" : first.kind().name());
        if (first.action() != null) {
            builder.detail("iam.action", first.action());
        }
        if (first.shardId() != null) {
            builder.detail("shard", first.shardId());
            builder.detail("shards", shards);
        }
    }
}
