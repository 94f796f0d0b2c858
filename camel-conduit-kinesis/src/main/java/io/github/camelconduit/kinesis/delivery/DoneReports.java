package io.github.camelconduit.kinesis.delivery;

import io.github.camelconduit.kinesis.position.Position;

/** Tells the source up to where the route is done with a shard, and nothing more once it is dropped. Thread-safe. */
final class DoneReports {

    private final String shardId;
    private final ShardSource source;
    /** Guarded by this. */
    private boolean dropped;

    DoneReports(String shardId, ShardSource source) {
        this.shardId = shardId;
        this.source = source;
    }

    /**
     * The route is done with all before a position.
     *
     * @return whether that is the end of the shard, and was told
     */
    boolean report(Position reached) {
        synchronized (this) {
            if (dropped) {
                return false;
            }
            // Under the lock: when drop has returned, nothing is told any more.
            source.done(shardId, reached);
        }
        return reached.isEnded();
    }

    /** Tells nothing from when this returns. */
    synchronized void drop() {
        dropped = true;
    }
}
