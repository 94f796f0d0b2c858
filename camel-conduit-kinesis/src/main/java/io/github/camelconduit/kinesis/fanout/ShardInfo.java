package io.github.camelconduit.kinesis.fanout;

import java.util.Set;

/**
 * A shard as the stream lists it.
 *
 * @param shardId its id
 * @param parents the shards it came from: none, one after a split, two after a merge
 * @param closed whether it takes no more records
 * @param lastNumber the last sequence number of a closed shard; null when it is open, or what is listed cannot be it
 */
public record ShardInfo(String shardId, Set<String> parents, boolean closed, String lastNumber) {

    public ShardInfo {
        parents = Set.copyOf(parents);
    }
}
