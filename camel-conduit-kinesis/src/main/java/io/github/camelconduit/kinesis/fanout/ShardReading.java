package io.github.camelconduit.kinesis.fanout;

import io.github.camelconduit.kinesis.position.PositionKeeper;

/**
 * Where the reading of a shard stands.
 *
 * @param standing up to where the route is done, and what of that is saved; null when nothing is known of it
 * @param state the state of its subscription; null when it has none
 * @param lastError what its last subscription failed with; null when none did since the last event
 */
public record ShardReading(
        String shardId, PositionKeeper.Standing standing, SubscriptionState state, String lastError) {}
