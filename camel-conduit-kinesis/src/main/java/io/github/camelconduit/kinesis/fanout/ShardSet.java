package io.github.camelconduit.kinesis.fanout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shards that are read, and the order that splits and merges put on them: a child is not read before the route is
 * done with all its parents. A parent that is not here (its retention is over, or reading began after it) holds nothing
 * up.
 *
 * <p>Thread-safe. Never calls a subscription while holding its lock: subscriptions call in with theirs.
 */
final class ShardSet {

    private final Map<String, Tracked> shards = new LinkedHashMap<>();

    private static final class Tracked {
        private final ShardSubscription subscription;
        /** Null while they are not known. */
        private Set<String> parents;

        private boolean started;
        private boolean finished;

        private Tracked(ShardSubscription subscription, Set<String> parents) {
            this.subscription = subscription;
            this.parents = parents;
        }
    }

    /** A shard whose turn has come. */
    record Startable(String shardId, ShardSubscription subscription) {}

    synchronized boolean contains(String shardId) {
        return shards.containsKey(shardId);
    }

    synchronized void add(String shardId, Set<String> parents, ShardSubscription subscription) {
        shards.putIfAbsent(shardId, new Tracked(subscription, new HashSet<>(parents)));
    }

    /** A shard that no listing has: what its parents are is not known until {@link #learn}, and it waits for that. */
    synchronized void addUnlisted(String shardId, ShardSubscription subscription) {
        shards.putIfAbsent(shardId, new Tracked(subscription, null));
    }

    /** The shards whose parents are not known. */
    synchronized Set<String> unlisted() {
        Set<String> unlisted = new HashSet<>();
        shards.forEach((shardId, tracked) -> {
            if (tracked.parents == null) {
                unlisted.add(shardId);
            }
        });
        return unlisted;
    }

    /** Says what the parents of a shard are, where that was not known. */
    synchronized void learn(String shardId, Set<String> parents) {
        Tracked tracked = shards.get(shardId);
        if (tracked != null && tracked.parents == null) {
            tracked.parents = new HashSet<>(parents);
        }
    }

    /** A shard that is not read any more: all of it is done, or it lies before where reading began. */
    synchronized void addFinished(String shardId) {
        Tracked tracked = new Tracked(null, Set.of());
        tracked.started = true;
        tracked.finished = true;
        shards.putIfAbsent(shardId, tracked);
    }

    /**
     * A shard is read anew: it waits for its parents again, and what waits for it goes on waiting.
     *
     * @param subscription null when nothing of it is to be read
     */
    synchronized void replace(String shardId, Set<String> parents, ShardSubscription subscription) {
        if (subscription == null) {
            shards.remove(shardId);
            addFinished(shardId);
        } else {
            shards.put(shardId, new Tracked(subscription, new HashSet<>(parents)));
        }
    }

    /**
     * The route is done with all of the shard.
     *
     * @param by the subscription that has read it; when that is not the shard's any more, it is being read anew
     */
    synchronized void finish(String shardId, ShardSubscription by) {
        Tracked tracked = shards.get(shardId);
        if (tracked != null && tracked.subscription == by) {
            tracked.finished = true;
        }
    }

    /** Shards that are done are not needed any more: a parent that is not here holds nothing up. */
    synchronized void forget(Set<String> shardIds) {
        for (String shardId : shardIds) {
            Tracked tracked = shards.get(shardId);
            if (tracked != null && tracked.finished) {
                shards.remove(shardId);
            }
        }
    }

    /** The shards whose parents are all done and that were not {@link #started} yet. */
    synchronized List<Startable> startable() {
        List<Startable> startable = new ArrayList<>();
        shards.forEach((shardId, tracked) -> {
            boolean held = tracked.parents == null || !tracked.parents.stream().allMatch(this::isDone);
            if (!tracked.started && !held) {
                startable.add(new Startable(shardId, tracked.subscription));
            }
        });
        return startable;
    }

    /** A shard is not {@link #startable} any more. */
    synchronized void started(Startable startable) {
        Tracked tracked = shards.get(startable.shardId());
        if (tracked != null && tracked.subscription == startable.subscription()) {
            tracked.started = true;
        }
    }

    /** The subscription of a shard; null for one that is not read. */
    synchronized ShardSubscription subscription(String shardId) {
        Tracked tracked = shards.get(shardId);
        return tracked == null ? null : tracked.subscription;
    }

    /** The subscriptions of all shards. */
    synchronized List<ShardSubscription> subscriptions() {
        List<ShardSubscription> all = new ArrayList<>();
        for (Tracked tracked : shards.values()) {
            if (tracked.subscription != null) {
                all.add(tracked.subscription);
            }
        }
        return all;
    }

    /** The shards that are read or were read since the start. */
    synchronized List<String> shardIds() {
        return List.copyOf(shards.keySet());
    }

    /** The state of every shard; those finished before the start have none. */
    Map<String, SubscriptionState> states() {
        Map<String, ShardSubscription> all = new LinkedHashMap<>();
        synchronized (this) {
            shards.forEach((shardId, tracked) -> {
                if (tracked.subscription != null) {
                    all.put(shardId, tracked.subscription);
                }
            });
        }
        Map<String, SubscriptionState> states = new LinkedHashMap<>();
        all.forEach((shardId, subscription) -> states.put(shardId, subscription.state()));
        return states;
    }

    private boolean isDone(String parent) {
        Tracked tracked = shards.get(parent);
        return tracked == null || tracked.finished;
    }
}
