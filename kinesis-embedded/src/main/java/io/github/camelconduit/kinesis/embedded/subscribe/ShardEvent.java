package io.github.camelconduit.kinesis.embedded.subscribe;

import java.util.List;

import io.vertx.core.buffer.Buffer;

import io.github.camelconduit.kinesis.embedded.stream.Shard;
import io.github.camelconduit.kinesis.embedded.stream.ShardBatch;
import io.github.camelconduit.kinesis.embedded.stream.StreamRecord;

/** The frames of SubscribeToShardEvent, encoded from stored records. */
final class ShardEvent {

    /** A record's JSON without key and data: names, sequence number, timestamp. */
    private static final int RECORD_ESTIMATE = 192;

    private ShardEvent() {}

    /** Records; the continuation number is the last one's, as AWS gives it: to go on AFTER it. */
    static Buffer records(ShardBatch batch) {
        List<StreamRecord> records = batch.records();
        EventStreamFrame frame = EventStreamFrame.event(estimate(records));
        JsonBytes out = frame.payload();
        out.ascii("{\"Records\":[");
        for (int i = 0; i < records.size(); i++) {
            if (i > 0) {
                out.ascii(",");
            }
            record(out, records.get(i));
        }
        out.ascii("],\"ContinuationSequenceNumber\":\"")
                .ascii(records.get(records.size() - 1).sequenceNumber())
                .ascii("\",\"MillisBehindLatest\":")
                .number(batch.millisBehind())
                .ascii("}");
        return frame.finish();
    }

    /** No records; the continuation number has moved on. */
    static Buffer idle(String continuation) {
        EventStreamFrame frame = EventStreamFrame.event(160);
        frame.payload()
                .ascii("{\"Records\":[],\"ContinuationSequenceNumber\":\"")
                .ascii(continuation)
                .ascii("\",\"MillisBehindLatest\":0}");
        return frame.finish();
    }

    /** The shard is closed and all was sent: child shards and no continuation number. */
    static Buffer end(List<Shard> children) {
        EventStreamFrame frame = EventStreamFrame.event(512);
        JsonBytes out = frame.payload();
        out.ascii("{\"Records\":[],\"MillisBehindLatest\":0,\"ChildShards\":[");
        for (int i = 0; i < children.size(); i++) {
            if (i > 0) {
                out.ascii(",");
            }
            child(out, children.get(i));
        }
        out.ascii("]}");
        return frame.finish();
    }

    private static void record(JsonBytes out, StreamRecord stored) {
        out.ascii("{\"SequenceNumber\":\"")
                .ascii(stored.sequenceNumber())
                .ascii("\",\"ApproximateArrivalTimestamp\":")
                .seconds(stored.arrivalMillis())
                .ascii(",\"Data\":")
                .base64(stored.data())
                .ascii(",\"PartitionKey\":")
                .string(stored.partitionKey())
                .ascii("}");
    }

    private static void child(JsonBytes out, Shard child) {
        out.ascii("{\"ShardId\":\"")
                .ascii(child.id())
                .ascii("\",\"ParentShards\":[\"")
                .ascii(child.parentId())
                .ascii("\"");
        if (child.adjacentParentId() != null) {
            out.ascii(",\"").ascii(child.adjacentParentId()).ascii("\"");
        }
        out.ascii("],\"HashKeyRange\":{\"StartingHashKey\":\"")
                .ascii(child.hashRange().start().toString())
                .ascii("\",\"EndingHashKey\":\"")
                .ascii(child.hashRange().end().toString())
                .ascii("\"}}");
    }

    private static int estimate(List<StreamRecord> records) {
        long sum = 256;
        for (StreamRecord stored : records) {
            sum += RECORD_ESTIMATE
                    + stored.data().length * 4L / 3
                    + 4
                    + 6L * stored.partitionKey().length();
        }
        return Math.toIntExact(sum);
    }
}
