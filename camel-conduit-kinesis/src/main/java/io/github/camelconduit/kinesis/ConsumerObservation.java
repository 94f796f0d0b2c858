package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.apache.camel.CamelContext;

import io.github.camelconduit.kinesis.fanout.FanOutSettings;
import io.github.camelconduit.kinesis.fanout.FanOutShardSource;
import io.github.camelconduit.kinesis.fanout.ReadingTrouble;
import io.github.camelconduit.kinesis.observe.ConsumerStatus;
import io.github.camelconduit.kinesis.observe.ConsumerTroubles;
import io.github.camelconduit.kinesis.observe.Health;
import io.github.camelconduit.kinesis.observe.HealthThresholds;
import io.github.camelconduit.kinesis.observe.ShardPosition;
import io.github.camelconduit.kinesis.observe.StatusHealthCheck;
import io.github.camelconduit.kinesis.observe.Trouble;

/** How it stands with a consumer, for health checks, the dev console and JMX. It waits for nobody. Thread-safe. */
final class ConsumerObservation {

    private final ConduitKinesisConsumer consumer;
    private final ConsumerPositions positions;
    private final HealthThresholds thresholds;

    private LivenessCheck liveness;

    ConsumerObservation(ConduitKinesisConsumer consumer, ConsumerPositions positions, HealthThresholds thresholds) {
        this.consumer = consumer;
        this.positions = positions;
        this.thresholds = thresholds;
    }

    ConsumerStatus status() {
        FanOutSettings settings = consumer.settings();
        FanOutShardSource reading = consumer.source();
        List<ShardPosition> shards = positions.shardsBeingRead();
        Instant now = Instant.now();
        Duration sinceChecked = reading == null ? Duration.ZERO : reading.sinceChecked();
        ReadingTrouble last = reading == null ? null : reading.lastFailure();
        List<Trouble> troubles = ConsumerTroubles.of(consumer.readingTroubles(), shards, sinceChecked, thresholds, now);
        return new ConsumerStatus(
                consumer.getRouteId(),
                consumer.getStatus().name(),
                settings.streamName(),
                ConsumerSettings.streamConsumer(settings),
                consumer.getBufferedBytes(),
                consumer.getRecordsDelivered(),
                last == null ? null : Trouble.of(last),
                new Health(troubles, thresholds.errorTolerance(), now),
                shards);
    }

    /** Camel finds the check of a route's consumer by itself, and keeps the first one it finds. */
    void offerHealthChecks() {
        CamelContext context = consumer.getEndpoint().getCamelContext();
        boolean enabled = consumer.getEndpoint().getComponent().isHealthCheckConsumerEnabled();
        if (consumer.getHealthCheck() == null) {
            StatusHealthCheck check = StatusHealthCheck.ofReadiness("consumer:" + consumer.getRouteId(), this::status);
            check.setCamelContext(context);
            check.setEnabled(enabled);
            consumer.setHealthCheck(check);
        }
        if (liveness == null && enabled && consumer.getRoute() != null) {
            liveness = LivenessCheck.register(
                    context, "consumers", "consumer-liveness:" + consumer.getRouteId(), this::status);
        }
    }

    /** The route is removed. */
    void withdrawHealthChecks() {
        if (liveness != null) {
            liveness.unregister();
            liveness = null;
        }
    }
}
