package io.github.camelconduit.kinesis.position;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is kept for one reader of one stream. Immutable.
 *
 * @param anchor when the application first started on the stream, by the service's clock: what arrived before is the
 *     snapshot
 * @param streamCreated when the stream was created, which tells it from one of the same name made later; null when not
 *     known
 * @param shards the position of each shard by its id
 */
public record StreamPositions(Instant anchor, Instant streamCreated, Map<String, Position> shards) {

    public StreamPositions {
        shards = Map.copyOf(shards);
    }

    /** These positions moved forward to what is further in {@code changed}. */
    public StreamPositions advance(Map<String, Position> changed) {
        Map<String, Position> merged = new HashMap<>(shards);
        changed.forEach((shard, position) -> merged.merge(shard, position, Position::furthest));
        return new StreamPositions(anchor, streamCreated, merged);
    }

    /** These positions with those of {@code changed} in place of what was there, further or not. */
    public StreamPositions with(Map<String, Position> changed) {
        Map<String, Position> merged = new HashMap<>(shards);
        merged.putAll(changed);
        return new StreamPositions(anchor, streamCreated, merged);
    }

    /** These positions without those of some shards. */
    public StreamPositions without(Set<String> shardIds) {
        Map<String, Position> left = new HashMap<>(shards);
        left.keySet().removeAll(shardIds);
        return new StreamPositions(anchor, streamCreated, left);
    }
}
