package io.github.camelconduit.kinesis;

import java.util.List;
import java.util.Set;

import io.github.camelconduit.kinesis.fanout.PositionReset;
import io.github.camelconduit.kinesis.observe.ShardPosition;

/**
 * Where a consumer stands on its stream, and setting it to somewhere else. It works while the route runs, is suspended or
 * is stopped. Each method waits for what it needs (the service, the store, the route), for a while each, and then fails.
 * Thread-safe.
 */
public interface ConduitKinesisPositions {

    /**
     * Where each shard stands, in the order of their ids. Of a route that is stopped: what is saved.
     *
     * @throws IllegalStateException when the store does not answer, or the endpoint is not started
     */
    List<ShardPosition> shards();

    /**
     * Sets one shard to another position, saves that, and goes on there. Other shards do not notice, its children among
     * them: they go on where they are.
     *
     * @throws IllegalArgumentException when no such shard is read, or a moment has not come
     * @throws IllegalStateException when that cannot be done now; the message says why and what became of the reading
     */
    void reset(String shardId, PositionReset to);

    /**
     * Sets all shards that the stream has to another position. Children wait for their parents again.
     *
     * @return the shards
     * @throws IllegalArgumentException for a moment that has not come
     * @throws IllegalStateException when that cannot be done now; the message says why and what became of the reading
     */
    Set<String> resetAll(PositionReset to);
}
