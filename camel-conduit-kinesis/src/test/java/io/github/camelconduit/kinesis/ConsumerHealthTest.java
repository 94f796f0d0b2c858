package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.Map;

import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.junit.jupiter.api.BeforeEach;

import static org.awaitility.Awaitility.await;

/** What tests of a consumer's health checks share: to turn them on, and to ask them. */
abstract class ConsumerHealthTest extends EmbeddedStreamTest {

    /** As camel-main does where {@code camel.health.consumers-enabled=true}. */
    @BeforeEach
    final void enableChecksOfConsumers() {
        HealthCheckRegistry registry = HealthCheckRegistry.get(camel);
        HealthCheckRepository consumers = new ConsumersHealthCheckRepository();
        consumers.setEnabled(true);
        registry.register(consumers);
    }

    final HealthCheck.Result health() {
        return consumer().getHealthCheck().call(Map.of());
    }

    final HealthCheck.Result awaitDown() {
        return await().atMost(LIMIT).until(this::health, result -> result.getState() == HealthCheck.State.DOWN);
    }

    final HealthCheck.Result liveness() {
        return HealthCheckRegistry.get(camel)
                .getCheck("consumer-liveness:reader")
                .orElseThrow()
                .callLiveness();
    }

    final void awaitUp() {
        await().atMost(Duration.ofSeconds(60)).until(() -> health().getState() == HealthCheck.State.UP);
    }
}
