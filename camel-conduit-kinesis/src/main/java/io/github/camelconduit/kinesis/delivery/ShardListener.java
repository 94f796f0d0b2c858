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

    /** What came, as requested. */
    void received(RecordBatch batch);

    /** A shard is read by somebody else now: drop what is left of it and report nothing more as done. */
    void revoked(String shardId);
}
