package io.github.camelconduit.kinesis.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.apache.camel.health.HealthCheck;

/**
 * Whether a consumer or a producer is ready and live, and why not.
 *
 * @param troubles what is not as it should be; empty when all is well
 * @param errorTolerance how long what may pass by itself may last
 * @param at when that was so
 */
public record Health(List<Trouble> troubles, Duration errorTolerance, Instant at) {

    public Health {
        troubles = List.copyOf(troubles);
    }

    /** What makes a check of this kind say DOWN; empty when it says UP. */
    public List<Trouble> down(HealthCheck.Kind kind) {
        return troubles.stream()
                .filter(trouble -> trouble.counts(kind, errorTolerance, at))
                .toList();
    }

    /** Whether it does its work. */
    public boolean isReady() {
        return down(HealthCheck.Kind.READINESS).isEmpty();
    }

    /** Whether a new start would be of no use. */
    public boolean isLive() {
        return down(HealthCheck.Kind.LIVENESS).isEmpty();
    }
}
