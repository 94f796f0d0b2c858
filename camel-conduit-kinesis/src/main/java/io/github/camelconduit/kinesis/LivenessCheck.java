package io.github.camelconduit.kinesis;

import java.util.function.Supplier;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;

import io.github.camelconduit.kinesis.observe.EndpointStatus;
import io.github.camelconduit.kinesis.observe.StatusHealthCheck;

/**
 * The liveness of a consumer or producer as a check of its own. What Camel's repositories of the checks of consumers and
 * producers have is asked for readiness only.
 */
record LivenessCheck(HealthCheckRegistry registry, StatusHealthCheck check) {

    /**
     * Registers it, where the checks of its kind are enabled; null where they are not.
     *
     * @param repository the id of Camel's repository of the checks of its kind
     */
    static LivenessCheck register(
            CamelContext context, String repository, String id, Supplier<? extends EndpointStatus> status) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry == null
                || !registry.getRepository(repository)
                        .map(HealthCheckRepository::isEnabled)
                        .orElse(false)) {
            return null;
        }
        StatusHealthCheck check = StatusHealthCheck.ofLiveness(id, status);
        registry.register(check);
        return new LivenessCheck(registry, check);
    }

    void unregister() {
        registry.unregister(check);
    }
}
