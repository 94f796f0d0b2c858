package io.github.camelconduit.kinesis.embedded.subscribe;

import java.util.List;

import io.vertx.core.buffer.Buffer;

import io.github.camelconduit.kinesis.embedded.json.JsonBytes;
import io.github.camelconduit.kinesis.embedded.stream.Shard;
import io.github.camelconduit.kinesis.embedded.stream.ShardBatch;
import io.github.camelconduit.kinesis.embedded.stream.StreamRecord;

/** The frames of SubscribeToShardEvent, encoded from stored records. */
final class ShardEvent {

    private static final String RECORDS = "{\"Records\":[";
    private static final String CONTINUATION = "\"ContinuationSequenceNumber\":\"";

    /** An event's JSON without records: names, continuation number, milliseconds behind. */
    private static final int EVENT_BYTES = 192;

    private ShardEvent() {}

    /**
     * Records; the continuation number is the last one's, as AWS gives it: to go on AFTER it. The frame has to be released.
     */
    static EventStreamFrame records(ShardBatch batch) {
        List<StreamRecord> records = batch.records();
        EventStreamFrame frame = EventStreamFrame.pooledEvent(bytesOf(records));
        frame.ascii(RECORDS).json(records.get(0).json());
        for (int i = 1; i < records.size(); i++) {
            frame.ascii(",").json(records.get(i).json());
        }
        return frame.ascii("],")
                .ascii(CONTINUATION)
                .ascii(records.get(records.size() - 1).sequenceNumber())
                .ascii("\",\"MillisBehindLatest\":" + batch.millisBehind() + "}");
    }

    /** No records; the continuation number has moved on. */
    static Buffer idle(String continuation) {
        return EventStreamFrame.event(EVENT_BYTES)
                .ascii(RECORDS + "]," + CONTINUATION + continuation + "\",\"MillisBehindLatest\":0}")
                .finish();
    }

    /** The shard is closed and all was sent: child shards and no continuation number. */
    static Buffer end(List<Shard> children) {
        JsonBytes out = new JsonBytes(512);
        out.ascii(RECORDS + "],\"MillisBehindLatest\":0,\"ChildShards\":[");
        for (int i = 0; i < children.size(); i++) {
            if (i > 0) {
                out.ascii(",");
            }
            child(out, children.get(i));
        }
        byte[] payload = out.ascii("]}").toByteArray();
        return EventStreamFrame.event(payload.length).json(payload).finish();
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

    private static int bytesOf(List<StreamRecord> records) {
        long sum = EVENT_BYTES;
        for (StreamRecord stored : records) {
            sum += stored.json().length + 1;
        }
        return Math.toIntExact(sum);
    }
}
