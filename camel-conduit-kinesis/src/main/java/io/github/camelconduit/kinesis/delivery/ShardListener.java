package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;

/**
 * What a {@link ShardSource} tells. Called from any thread, the network's among them: no method may block or throw. The
 * calls for one shard come one after the other.
 */
public interface ShardListener {

    /**
     * Reading begins.
     *
     * @param snapshotEnd what arrived before this moment is the snapshot
     */
    void starting(Instant snapshotEnd);

    /** A shard is there and will be read, now or when its parents are done. */
    void discovered(String shardId);

    /** A shard can be read: records come once they are requested. */
    void opened(String shardId);

    /** The service has taken a request for records of a shard: what the shard has already follows at once. */
    void subscribed(String shardId);

    /** What came, as requested. */
    void received(RecordBatch batch);

    /**
     * Nothing more of a shard may be handed to the route. What the route has is finished and reported as done, until
     * {@link #revoked}.
     *
     * @param quiet run once, when the route is done with what it had, what it handed on included, or the shard is revoked:
     *     at once, or on another thread
     */
    void withdrawn(String shardId, Runnable quiet);

    /**
     * A shard is not read any more, or from somewhere else: what is left of it is dropped, and when this returns nothing
     * more of it is reported as done. It may be {@link #discovered} and {@link #opened} again.
     */
    void revoked(String shardId);
}
