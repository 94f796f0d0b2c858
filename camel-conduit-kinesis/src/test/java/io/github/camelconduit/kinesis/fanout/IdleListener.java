package io.github.camelconduit.kinesis.fanout;

import java.time.Instant;

import io.github.camelconduit.kinesis.delivery.RecordBatch;
import io.github.camelconduit.kinesis.delivery.ShardListener;

/** Takes nothing and has nothing; tests override what they play. */
class IdleListener implements ShardListener {

    @Override
    public void starting(Instant snapshotEnd) {}

    @Override
    public void discovered(String shardId) {}

    @Override
    public void opened(String shardId) {}

    @Override
    public void subscribed(String shardId) {}

    @Override
    public void received(RecordBatch batch) {}

    @Override
    public void withdrawn(String shardId, Runnable quiet) {
        quiet.run();
    }

    @Override
    public void revoked(String shardId) {}
}
