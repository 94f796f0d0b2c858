package io.github.camelconduit.kinesis.fanout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

import io.github.camelconduit.kinesis.position.PositionKeeper;

/**
 * How it stands with the shards of a reading, when it is asked.
 */
record ReadingReport(ShardSet shardSet, PositionKeeper positions) {

    /** Why a part of the stream is not read as it should be. */
    List<ReadingTrouble> troubles() {
        List<ReadingTrouble> all = new ArrayList<>();
        for (ShardSubscription subscription : shardSet.subscriptions()) {
            ReadingTrouble trouble = subscription.failures().trouble();
            if (trouble != null) {
                all.add(trouble);
            }
        }
        PositionKeeper.Failing failing = positions.failing();
        if (failing != null) {
            all.add(ReadingTrouble.ofStore(failing));
        }
        return all;
    }

    /** What the last subscription failed with that did, with the time of it; null when none ever did. */
    ReadingTrouble lastFailure() {
        return shardSet.subscriptions().stream()
                .map(subscription -> subscription.failures().latest())
                .filter(Objects::nonNull)
                .max(Comparator.comparing(ReadingTrouble::since))
                .orElse(null);
    }

    /** Where each shard stands that the reading knows of, in the order of their ids. */
    List<ShardReading> shards() {
        List<ShardReading> all = new ArrayList<>();
        for (String shardId : new TreeSet<>(shardSet.shardIds())) {
            ShardSubscription subscription = shardSet.subscription(shardId);
            all.add(new ShardReading(
                    shardId,
                    positions.standing(shardId),
                    subscription == null ? null : subscription.state(),
                    subscription == null ? null : subscription.failures().lastError()));
        }
        return all;
    }
}
