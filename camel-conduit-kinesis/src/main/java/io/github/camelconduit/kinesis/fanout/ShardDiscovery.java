package io.github.camelconduit.kinesis.fanout;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lists the shards of the stream when there is a reason to: a shard has ended, an end is in doubt, or some time has
 * passed. Whatever reasons come before a listing are answered by that one. Thread-safe.
 */
final class ShardDiscovery {

    private final StreamDirectory directory;
    private final ControlTasks tasks;
    private final Listener listener;

    // Guarded by this.
    /** What ends of shards have named since the last listing. */
    private final Map<String, ChildShardLink> named = new HashMap<>();

    private final Set<String> doubted = new HashSet<>();
    private boolean listing;
    private boolean again;
    private boolean closed;

    /** Who wants to know. Called on a control thread. */
    interface Listener {

        /** All shards there are. */
        void listed(List<ShardInfo> shards);

        /**
         * What the listing says of a shard that was to be looked up.
         *
         * @param open whether it takes records
         * @param there whether the stream has it at all
         * @param children those of the shards listed that it is a parent of
         */
        void lookedUp(String shardId, boolean open, boolean there, Set<String> children);
    }

    ShardDiscovery(StreamDirectory directory, ControlTasks tasks, Listener listener) {
        this.directory = directory;
        this.tasks = tasks;
        this.listener = listener;
    }

    /** A shard has ended and names its children. A listing may lag behind that, so what it lacks is added, once. */
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
        synchronized (this) {
            // One at a time. What is under way may be answered before this reason: it needs a listing of its own.
            again = listing;
            if (listing) {
                return;
            }
            listing = true;
        }
        try {
            tasks.untilDone("list its shards", this::list);
        } catch (Throwable e) {
            synchronized (this) {
                // Or all further reasons would wait for this listing.
                listing = false;
            }
            throw e;
        }
    }

    /** Nobody wants to know any more. What is under way comes to nothing. */
    synchronized void close() {
        closed = true;
    }

    private void list() throws InterruptedException {
        Set<String> doubts;
        Map<String, ChildShardLink> added;
        synchronized (this) {
            if (closed) {
                return;
            }
            again = false;
            doubts = Set.copyOf(doubted);
            // Not later: a doubt that comes from now on, of the same shard too, needs the next listing.
            doubted.clear();
            added = Map.copyOf(named);
        }
        try {
            answer(directory.list().shards(), added.values(), doubts);
        } catch (Throwable e) {
            synchronized (this) {
                if (closed) {
                    return;
                }
                doubted.addAll(doubts);
            }
            throw e;
        }
        synchronized (this) {
            // Whoever wants to know has them now. What names of an end that was false would else be there for ever.
            added.forEach(named::remove);
            listing = false;
            if (!again) {
                return;
            }
        }
        plan();
    }

    private void answer(List<ShardInfo> listed, Collection<ChildShardLink> added, Set<String> doubts) {
        Map<String, ShardInfo> found = new HashMap<>();
        added.forEach(
                child -> found.put(child.shardId(), new ShardInfo(child.shardId(), child.parents(), false, null)));
        Set<String> open = new HashSet<>();
        for (ShardInfo shard : listed) {
            found.put(shard.shardId(), shard);
            if (!shard.closed()) {
                open.add(shard.shardId());
            }
        }
        listener.listed(List.copyOf(found.values()));
        for (String shardId : doubts) {
            Set<String> children = listed.stream()
                    .filter(shard -> shard.parents().contains(shardId))
                    .map(ShardInfo::shardId)
                    .collect(Collectors.toSet());
            listener.lookedUp(shardId, open.contains(shardId), found.containsKey(shardId), children);
        }
    }
}
