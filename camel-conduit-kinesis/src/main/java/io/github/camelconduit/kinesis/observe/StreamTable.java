package io.github.camelconduit.kinesis.observe;

import java.util.List;

import javax.management.openmbean.TabularData;

import io.github.camelconduit.kinesis.observe.OpenTable.Column;
import io.github.camelconduit.kinesis.publish.StreamReport;

import static io.github.camelconduit.kinesis.observe.OpenTable.text;

/** The streams that a producer writes to, as JMX has tables: a row a stream, found by its name or ARN. */
public final class StreamTable {

    private static final OpenTable TABLE = new OpenTable(
            "WrittenStream",
            "How the writing to a stream stands",
            Column.text("stream", "The name or the ARN of the stream"),
            Column.text("state", "IDLE, WRITING, THROTTLED, CREATING or FAILING"),
            Column.ofLong("bufferedRecords", "How many records are held for it"),
            Column.ofLong("inFlightRequests", "How many requests are unanswered"),
            Column.text("throttledShards", "The shards that had too much, separated by commas"),
            Column.text("failure", "Why nothing can be written; empty when something can"),
            Column.text("failingSince", "When that began"),
            Column.text("lastWritten", "When a record was written last"));

    private StreamTable() {}

    public static TabularData of(List<StreamReport> streams) {
        return TABLE.of(streams.stream().map(StreamTable::row).toList());
    }

    private static Object[] row(StreamReport written) {
        return new Object[] {
            written.stream(),
            ProducerStatus.state(written),
            (long) written.records(),
            (long) written.inFlightRequests(),
            String.join(",", written.throttledShards()),
            text(written.failing()),
            text(written.failingSince()),
            text(written.writtenAt())
        };
    }
}
