package io.github.camelconduit.kinesis.fanout;

import java.util.Set;

/**
 * A shard that follows on others, as the last event of a shard names it.
 *
 * @param shardId the child
 * @param parents its parents: one after a split, two after a merge
 */
public record ChildShardLink(String shardId, Set<String> parents) {

    public ChildShardLink {
        parents = Set.copyOf(parents);
    }
}
