package io.github.camelconduit.kinesis.observe;

import java.time.Duration;
import java.time.Instant;

import org.apache.camel.health.HealthCheck;

import io.github.camelconduit.kinesis.client.Remedy;
import io.github.camelconduit.kinesis.fanout.ReadingTrouble;

/**
 * What is not as it should be with a consumer or a producer. Never anything secret: what a service answered is not in it,
 * since answers to badly signed calls repeat parts of them.
 *
 * @param failure what kind of failure, a name in capitals; {@link #OTHER} when it is none of the service's
 * @param reason what it means and what helps
 * @param iamAction the IAM action that is missing; null when it is not that
 * @param of the id of the shard or the stream that is concerned; null when it is all of the consumer or producer
 * @param since when it began
 * @param remedy what helps
 */
public record Trouble(String failure, String reason, String iamAction, String of, Instant since, Remedy remedy) {

    static final String OTHER = "OTHER";

    static final String STUCK = "STUCK";

    static final String BEHIND = "BEHIND";

    static final String RECORD_FAILING = "RECORD_FAILING";

    static final String BUFFER_FULL = "BUFFER_FULL";

    public static Trouble of(ReadingTrouble reading) {
        return new Trouble(
                reading.kind() == null ? OTHER : reading.kind().name(),
                reading.reason(),
                reading.action(),
                reading.shardId(),
                reading.since(),
                reading.remedy());
    }

    /**
     * Whether it makes a check say DOWN: a liveness check where a new start helps, a readiness check always, only not
     * before the time is over that failures have that may pass by themselves.
     */
    public boolean counts(HealthCheck.Kind kind, Duration tolerance, Instant now) {
        if (kind == HealthCheck.Kind.LIVENESS) {
            return remedy == Remedy.RESTART;
        }
        return remedy != Remedy.TIME || !since.plus(tolerance).isAfter(now);
    }
}
