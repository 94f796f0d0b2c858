package io.github.camelconduit.kinesis.embedded.stream;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A change of a stream's shards, worked out before anything closes: splits and merges, one after the other. A shard that
 * a later step splits or merges again is made and closed by the same change. Not thread-safe.
 */
final class Reshard {

    private final long nowMillis = System.currentTimeMillis();
    private final Shard.Setting setting;
    private final TreeMap<BigInteger, Shard> open = new TreeMap<>();
    private final List<Shard> added = new ArrayList<>();
    private final Map<Shard, List<Shard>> children = new LinkedHashMap<>();
    private int nextIndex;

    /** @param nextIndex the index of the first shard that is made */
    Reshard(List<Shard> openShards, int nextIndex, Shard.Setting setting) {
        openShards.forEach(shard -> open.put(shard.hashRange().start(), shard));
        this.nextIndex = nextIndex;
        this.setting = setting;
    }

    /** Splits an open shard; the hash key lies inside its range. */
    List<Shard> split(Shard parent, BigInteger newStartingHashKey) {
        HashRange range = parent.hashRange();
        HashRange lower = new HashRange(range.start(), newStartingHashKey.subtract(BigInteger.ONE));
        HashRange upper = new HashRange(newStartingHashKey, range.end());
        List<Shard> halves = List.of(make(parent, null, lower), make(parent, null, upper));
        children.put(parent, halves);
        return halves;
    }

    /** Merges two open shards whose ranges touch. */
    Shard merge(Shard first, Shard second) {
        open.remove(first.hashRange().start());
        open.remove(second.hashRange().start());
        Shard child = make(first, second, first.hashRange().join(second.hashRange()));
        children.put(first, List.of(child));
        children.put(second, List.of(child));
        return child;
    }

    /**
     * Brings the open shards to {@code target}, all of about the same size. Doubling splits each, halving merges pairs;
     * anything else splits where a new shard shall begin inside an old one, then merges what belongs together.
     */
    void scaleTo(int target) {
        int count = open.size();
        if (target == 2 * count) {
            List.copyOf(open.values()).forEach(s -> split(s, s.hashRange().middle()));
        } else if (2 * target == count) {
            List<Shard> old = List.copyOf(open.values());
            for (int i = 0; i < count; i += 2) {
                merge(old.get(i), old.get(i + 1));
            }
        } else if (target != count) {
            for (HashRange range : HashRange.divide(target)) {
                Shard around = open.floorEntry(range.start()).getValue();
                if (!around.hashRange().start().equals(range.start())) {
                    split(around, range.start());
                }
            }
            for (HashRange range : HashRange.divide(target)) {
                Shard whole = open.get(range.start());
                while (!whole.hashRange().end().equals(range.end())) {
                    whole = merge(whole, open.get(whole.hashRange().end().add(BigInteger.ONE)));
                }
            }
        }
    }

    private Shard make(Shard parent, Shard adjacentParent, HashRange range) {
        Shard child = new Shard(nextIndex++, parent, adjacentParent, range, nowMillis, setting);
        open.put(range.start(), child);
        added.add(child);
        return child;
    }

    /** The shards it makes, in order. */
    List<Shard> added() {
        return added;
    }

    int nextIndex() {
        return nextIndex;
    }

    /** The shards open at its end, by hash key. */
    List<Shard> open() {
        return List.copyOf(open.values());
    }

    /** Closes what was split or merged. */
    void closeParents() {
        children.forEach((parent, successors) -> parent.close(successors, nowMillis));
    }

    /** Has those who listen to the closed shards look: their children can be found. */
    void wakeParents() {
        children.keySet().forEach(Shard::wakeListeners);
    }
}
