package io.github.camelconduit.kinesis.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelconduit.kinesis.delivery.RecordBatch;
import io.github.camelconduit.kinesis.position.Position;

/** What a subscription told its owner. */
final class Told implements SubscriptionOwner {

    final List<RecordBatch> batches = new CopyOnWriteArrayList<>();
    final List<ChildShardLink> children = new ArrayList<>();
    final List<Exception> failures = new ArrayList<>();
    final List<Position> startedOver = new ArrayList<>();
    String consumerArn = "arn:consumer";
    int subscribed;
    int ends;
    int doubts;
    int notFound;
    int inUseAtStart;
    boolean refusing;
    Error refusingWith;

    @Override
    public String consumerArn() {
        return consumerArn;
    }

    @Override
    public void subscribed(String shardId) {
        subscribed++;
    }

    @Override
    public void received(RecordBatch batch) {
        if (refusing) {
            throw new IllegalStateException("cannot take it");
        }
        if (refusingWith != null) {
            throw refusingWith;
        }
        batches.add(batch);
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
    public void startsOver(String shardId, Position from) {
        startedOver.add(from);
    }

    @Override
    public void failed(String shardId, Exception cause) {
        failures.add(cause);
    }
}
