package io.github.camelconduit.kinesis.fanout;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lists the shards of the stream when there is a reason to: a shard has ended, an end is in doubt, or some time has
 * passed. Whatever reasons come before a listing is answered by that one. Thread-safe.
 */
final class ShardDiscovery {

    private final StreamDirectory directory;
    private final ControlTasks tasks;
    private final Listener listener;
    private final AtomicBoolean planned = new AtomicBoolean();

    // Guarded by this.
    private final Map<String, ChildShardLink> named = new HashMap<>();
    private final Set<String> doubted = new HashSet<>();

    /** Who wants to know. Called on a control thread. */
    interface Listener {

        /** All shards there are. */
        void listed(List<ShardInfo> shards);

        /**
         * What the listing says of a shard that was to be looked up.
         *
         * @param open whether it takes records
         * @param there whether the stream has it at all
         */
        void lookedUp(String shardId, boolean open, boolean there);
    }

    ShardDiscovery(StreamDirectory directory, ControlTasks tasks, Listener listener) {
        this.directory = directory;
        this.tasks = tasks;
        this.listener = listener;
    }

    /** A shard has ended and names its children. A listing may lag behind that, so what it lacks is added. */
    void ended(List<ChildShardLink> children) {
        synchronized (this) {
            children.forEach(child -> named.put(child.shardId(), child));
        }
        plan();
    }

    /** A shard has to be looked up: its end is in doubt, or it is said not to be there. */
    void inDoubt(String shardId) {
        synchronized (this) {
            doubted.add(shardId);
        }
        plan();
    }

    /** Lists the shards soon. */
    void plan() {
        if (planned.compareAndSet(false, true)) {
            tasks.untilDone("list its shards", this::list);
        }
    }

    private void list() throws InterruptedException {
        Set<String> doubts;
        Map<String, ShardInfo> found = new HashMap<>();
        synchronized (this) {
            doubts = Set.copyOf(doubted);
            named.values()
                    .forEach(child ->
                            found.put(child.shardId(), new ShardInfo(child.shardId(), child.parents(), false)));
        }
        // From here on a reason needs a listing of its own: this one may be answered before it.
        planned.set(false);
        List<ShardInfo> listed;
        try {
            listed = directory.list().shards();
        } catch (RuntimeException e) {
            if (planned.compareAndSet(false, true)) {
                throw e;
            }
            // Somebody has planned another one meanwhile.
            return;
        }
        Set<String> open = new HashSet<>();
        for (ShardInfo shard : listed) {
            found.put(shard.shardId(), shard);
            if (!shard.closed()) {
                open.add(shard.shardId());
            }
        }
        listener.listed(List.copyOf(found.values()));
        doubts.forEach(shardId -> listener.lookedUp(shardId, open.contains(shardId), found.containsKey(shardId)));
        synchronized (this) {
            listed.forEach(shard -> named.remove(shard.shardId()));
            doubted.removeAll(doubts);
        }
    }
}
