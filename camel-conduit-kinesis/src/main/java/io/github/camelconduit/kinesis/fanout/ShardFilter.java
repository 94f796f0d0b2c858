package io.github.camelconduit.kinesis.fanout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which shards of a stream are read: all, or some with everything that comes of them by splits and merges. A child is
 * read where one of its parents is. What comes of a shard is listed for longer than the shard itself, whose retention is
 * over first: so as long as all the wanted ones are listed, the listing says what comes of them. When one is not, a shard
 * of which it does not say that is read where it was read before: where positions are kept of it. Immutable.
 */
final class ShardFilter {

    private final Set<String> wanted;

    /** @param wanted the shards to read; empty for all */
    ShardFilter(Set<String> wanted) {
        this.wanted = Set.copyOf(wanted);
    }

    /**
     * Those of the listed shards that are to be read, in the order of the list.
     *
     * @param known the shards that positions are kept of
     */
    List<ShardInfo> select(List<ShardInfo> listed, Set<String> known) {
        if (wanted.isEmpty()) {
            return listed;
        }
        Set<String> selected = new HashSet<>(wanted);
        selected.addAll(ofUnknownLineage(listed, known));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (ShardInfo shard : listed) {
                if (!selected.contains(shard.shardId())
                        && shard.parents().stream().anyMatch(selected::contains)) {
                    selected.add(shard.shardId());
                    grown = true;
                }
            }
        }
        List<ShardInfo> result = new ArrayList<>();
        for (ShardInfo shard : listed) {
            if (selected.contains(shard.shardId())) {
                result.add(shard);
            }
        }
        return result;
    }

    private Set<String> ofUnknownLineage(List<ShardInfo> listed, Set<String> known) {
        Set<String> there = ids(listed);
        if (there.containsAll(wanted)) {
            return Set.of();
        }
        Set<String> unknown = new HashSet<>(known);
        for (ShardInfo shard : listed) {
            if (there.containsAll(shard.parents())) {
                unknown.remove(shard.shardId());
            }
        }
        return unknown;
    }

    /** Those of the listed shards that positions are kept of and that are not to be read any more. */
    Set<String> leftOut(List<ShardInfo> listed, Set<String> known) {
        Set<String> leftOut = ids(listed);
        leftOut.retainAll(known);
        leftOut.removeAll(ids(select(listed, known)));
        return leftOut;
    }

    private static Set<String> ids(List<ShardInfo> shards) {
        return shards.stream().map(ShardInfo::shardId).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Those of the shards that are read which an operator has chosen, by their ids.
     *
     * @param shardIds the chosen ones; empty for all
     * @throws IllegalArgumentException when one is not among them
     */
    static Map<String, ShardInfo> choose(Set<String> shardIds, List<ShardInfo> read) {
        Map<String, ShardInfo> chosen = new TreeMap<>();
        for (ShardInfo shard : read) {
            if (shardIds.isEmpty() || shardIds.contains(shard.shardId())) {
                chosen.put(shard.shardId(), shard);
            }
        }
        for (String shardId : shardIds) {
            if (!chosen.containsKey(shardId)) {
                throw new IllegalArgumentException("shardId=" + shardId
                        + ": no such shard of the stream is read; allowed: "
                        + String.join(
                                ",",
                                read.stream().map(ShardInfo::shardId).sorted().toList()));
            }
        }
        return chosen;
    }

    /**
     * Checks that there is something to read.
     *
     * @throws IllegalArgumentException when none of the wanted shards is there and none was read before
     */
    void requireAny(List<ShardInfo> listed, Set<String> known) {
        if (select(listed, known).isEmpty()) {
            throw new IllegalArgumentException("shardIds=" + String.join(",", wanted)
                    + ": the stream has no such shard; it has "
                    + String.join(
                            ",",
                            listed.stream().map(ShardInfo::shardId).sorted().toList()));
        }
    }
}
