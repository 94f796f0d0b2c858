package io.github.camelconduit.kinesis.fanout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which shards of a stream are read: all, or some with everything that comes of them by splits and merges. A child is
 * read where one of its parents is; a shard that positions are kept of was read before. Immutable.
 */
final class ShardFilter {

    private final Set<String> wanted;

    /** @param wanted the shards to read; empty for all */
    ShardFilter(Set<String> wanted) {
        this.wanted = Set.copyOf(wanted);
    }

    /** Those of the listed shards that are to be read, in the order of the list. */
    List<ShardInfo> select(List<ShardInfo> listed, Set<String> known) {
        if (wanted.isEmpty()) {
            return listed;
        }
        Set<String> selected = new HashSet<>(wanted);
        selected.addAll(known);
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
