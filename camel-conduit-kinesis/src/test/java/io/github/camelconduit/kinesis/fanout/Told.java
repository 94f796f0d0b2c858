package io.github.camelconduit.kinesis.fanout;

import java.util.ArrayList;
import java.util.List;

import io.github.camelconduit.kinesis.delivery.RecordBatch;

/** What a subscription told its owner. */
final class Told implements SubscriptionOwner {

    final List<RecordBatch> batches = new ArrayList<>();
    final List<ChildShardLink> children = new ArrayList<>();
    final List<Exception> failures = new ArrayList<>();
    int ends;
    int doubts;
    int notFound;
    int inUseAtStart;
    boolean refusing;
    /** Runs when a batch was taken, under the subscription's lock. */
    Runnable afterBatch = () -> {};

    @Override
    public String consumerArn() {
        return "arn:consumer";
    }

    @Override
    public void received(RecordBatch batch) {
        if (refusing) {
            throw new IllegalStateException("cannot take it");
        }
        batches.add(batch);
        afterBatch.run();
    }

    @Override
    public void ended(String shardId, List<ChildShardLink> links) {
        ends++;
        children.addAll(links);
    }

    @Override
    public void endInDoubt(String shardId) {
        doubts++;
    }

    @Override
    public void notFound(String shardId, Throwable cause) {
        notFound++;
    }

    @Override
    public void inUseAtStart(String shardId) {
        inUseAtStart++;
    }

    @Override
    public void failed(String shardId, Exception cause) {
        failures.add(cause);
    }
}
