package io.github.camelconduit.kinesis.observe;

import java.time.Duration;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;

/**
 * From when on health checks say DOWN, checked.
 *
 * @param errorTolerance how long a failure may last that may pass by itself
 * @param stuckTimeout how long work may stand still; zero for any time
 * @param maxBehindLatest how far a shard may be behind its tip; zero for any distance
 */
public record HealthThresholds(Duration errorTolerance, Duration stuckTimeout, Duration maxBehindLatest) {

    private static final Duration MOST = Duration.ofDays(366);

    public HealthThresholds {
        require("healthCheckErrorTolerance", errorTolerance);
        require("healthCheckStuckTimeout", stuckTimeout);
        require("healthCheckMaxMillisBehindLatest", maxBehindLatest);
    }

    /** @throws IllegalArgumentException if an option is out of its range, naming it */
    public static HealthThresholds of(ConduitKinesisConfiguration configuration) {
        return new HealthThresholds(
                Duration.ofMillis(configuration.getHealthCheckErrorTolerance()),
                Duration.ofMillis(configuration.getHealthCheckStuckTimeout()),
                Duration.ofMillis(configuration.getHealthCheckMaxMillisBehindLatest()));
    }

    /** Whether work that has stood still for so long counts as stuck. */
    boolean isStuck(Duration still) {
        return !stuckTimeout.isZero() && still.compareTo(stuckTimeout) > 0;
    }

    /** Whether a shard that is so far behind its tip is too far. */
    boolean isTooFarBehind(Duration behind) {
        return !maxBehindLatest.isZero() && behind.compareTo(maxBehindLatest) > 0;
    }

    private static void require(String option, Duration value) {
        if (value.isNegative() || value.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(option + "=" + value.toMillis() + ": out of range; allowed: 0 to "
                    + MOST.toMillis() + " milliseconds");
        }
    }
}
