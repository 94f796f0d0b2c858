package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The times of subscriptions and listings. AWS's rules (API reference, SubscribeToShard): one call a second for a consumer and
 * shard, and a call within 5 seconds of a successful one is refused with ResourceInUseException.
 *
 * @param betweenCalls between two calls for one shard, at least
 * @param afterSuccess between a successful call and the next one, at least
 * @param refreshInterval after which a subscription is renewed that the service has not ended
 * @param silence without any event although events were requested, or without an answer to the call, after which the
 *     subscription is given up; the service sends one every few seconds
 * @param release without any request for events, after which the subscription is given back
 * @param firstBackoff the pause after a first failure
 * @param maxBackoff what the pause grows to
 * @param listing between two listings of the shards without a cause, for those that no event has named
 * @param forgetting for how long a shard that has ended has to be missing in listings to be forgotten
 */
record SubscriptionTimes(
        Duration betweenCalls,
        Duration afterSuccess,
        Duration refreshInterval,
        Duration silence,
        Duration release,
        Duration firstBackoff,
        Duration maxBackoff,
        Duration listing,
        Duration forgetting) {

    /** How long AWS lets a subscription live. */
    static final Duration LIFETIME = Duration.ofMinutes(5);

    static SubscriptionTimes aws(Duration refreshInterval) {
        return new SubscriptionTimes(
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                refreshInterval,
                Duration.ofSeconds(35),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
    }

    /** The pause after so many failures in a row, in milliseconds: doubled each time, between half and all of it. */
    long backoffMillis(int failures) {
        long doubled = firstBackoff.toMillis() << Math.min(failures - 1, 16);
        long most = Math.min(maxBackoff.toMillis(), doubled);
        return most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
    }

    /**
     * The pause before trying again what only somebody outside can mend, such as a missing permission, in milliseconds:
     * from half a minute to five minutes.
     */
    long slowBackoffMillis(int failures) {
        long most = Math.min(10, 1L << Math.min(failures - 1, 8)) * maxBackoff.toMillis();
        return most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
    }

    /**
     * The pause after somebody else has taken the subscription over, in milliseconds: about the life of one, so that
     * two processes in a rolling update do not take it from each other every few seconds.
     */
    long takeoverMillis() {
        long life = Math.min(LIFETIME.toMillis(), refreshInterval.toMillis());
        return life + ThreadLocalRandom.current().nextLong(life / 10 + 1);
    }
}
