package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;

import io.github.camelconduit.kinesis.observe.Health;
import io.github.camelconduit.kinesis.observe.HealthThresholds;
import io.github.camelconduit.kinesis.observe.ProducerStatus;
import io.github.camelconduit.kinesis.observe.ProducerTroubles;
import io.github.camelconduit.kinesis.observe.StatusHealthCheck;
import io.github.camelconduit.kinesis.observe.Trouble;
import io.github.camelconduit.kinesis.publish.PublishSettings;
import io.github.camelconduit.kinesis.publish.PublisherReport;
import io.github.camelconduit.kinesis.publish.RecordPublisher;

/**
 * How it stands with the publisher of an endpoint, for health checks, the dev console and JMX, from its start to its stop.
 * It waits for nobody and calls no service. Thread-safe.
 */
final class ProducerObservation implements AutoCloseable {

    private static final String REPOSITORY = "producers";

    private final ConduitKinesisEndpoint endpoint;
    private final RecordPublisher publisher;
    private final HealthThresholds thresholds;
    private final Duration longest;
    private final String name;
    private final StatusHealthCheck check;
    private final WritableHealthCheckRepository checks;
    private final LivenessCheck liveness;

    /** Camel shows the checks of producers when its repository of them is enabled. */
    ProducerObservation(ConduitKinesisEndpoint endpoint, RecordPublisher publisher, PublishSettings settings) {
        this.endpoint = endpoint;
        this.publisher = publisher;
        thresholds = HealthThresholds.of(endpoint.getConfiguration());
        longest = settings.deliveryTimeout().plus(settings.requestTimeout());
        name = endpoint.getComponent()
                .producerNames()
                .take("producer:" + endpoint.getStream().name());
        CamelContext context = endpoint.getCamelContext();
        boolean enabled = endpoint.getComponent().isHealthCheckProducerEnabled();
        checks = HealthCheckHelper.getHealthCheckRepository(context, REPOSITORY, WritableHealthCheckRepository.class);
        check = StatusHealthCheck.ofReadiness(name, this::status);
        check.setEnabled(enabled);
        if (checks != null) {
            checks.addHealthCheck(check);
        }
        liveness = enabled
                ? LivenessCheck.register(
                        context, REPOSITORY, name.replaceFirst("^producer:", "producer-liveness:"), this::status)
                : null;
    }

    ProducerStatus status() {
        PublisherReport report = publisher.report();
        Instant now = Instant.now();
        List<Trouble> troubles = ProducerTroubles.of(report, thresholds, longest, now);
        return new ProducerStatus(
                name, endpoint.getStream().name(), report, new Health(troubles, thresholds.errorTolerance(), now));
    }

    @Override
    public void close() {
        if (liveness != null) {
            liveness.unregister();
        }
        if (checks != null) {
            checks.removeHealthCheck(check);
        }
        endpoint.getComponent().producerNames().giveBack(name);
    }
}
