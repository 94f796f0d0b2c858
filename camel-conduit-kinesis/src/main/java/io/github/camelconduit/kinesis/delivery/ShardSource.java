package io.github.camelconduit.kinesis.delivery;

import io.github.camelconduit.kinesis.position.Position;

/**
 * Where records come from, as the delivery sees it. All methods return without waiting for the network, except
 * {@link #start}, which may fail a start that cannot work, and {@link #stop}, which saves what is done.
 */
public interface ShardSource {

    /**
     * Starts reading. Called once. The listener is told of shards and records from the source's threads.
     *
     * @throws Exception when reading cannot work as configured, such as a stream that does not exist
     */
    void start(ShardListener listener) throws Exception;

    /** Asks for so many more batches of a shard. Nothing arrives that was not asked for. Any thread. */
    void request(String shardId, long batches);

    /**
     * The route is done with everything of the shard before this position; with {@link Position#ENDED} it is done with
     * the shard, and its children may be read. Any thread.
     */
    void done(String shardId, Position position);

    /**
     * Reads a shard again from where the route is done with it. What the route has of it is waited for, for a while. Any
     * thread.
     */
    void readAgain(String shardId);

    /** Stops reading for a while: nothing is lost and nothing read twice when {@link #resume} follows. */
    void pause();

    /** Goes on after {@link #pause}. */
    void resume();

    /** Stops reading and saves what is done. Nothing reaches the listener after. */
    void stop();
}
