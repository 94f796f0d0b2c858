package io.github.camelconduit.kinesis.observe;

import java.util.List;

import javax.management.openmbean.TabularData;

import io.github.camelconduit.kinesis.observe.OpenTable.Column;

import static io.github.camelconduit.kinesis.observe.OpenTable.text;

/** The positions of shards as JMX has tables: a row a shard, found by its id. */
public final class ShardPositionTable {

    private static final OpenTable TABLE = new OpenTable(
            "ShardPosition",
            "Where a shard stands",
            Column.text("shardId", "The id of the shard"),
            Column.text("position", "Up to where the route is done"),
            Column.text("saved", "What of that is saved"),
            Column.text("savedAt", "When it was saved; empty when that was before this start"),
            Column.flag("finished", "Whether the route is done with all of the shard"),
            Column.text("state", "The state of its subscription; empty while nothing of it is read"),
            Column.ofInteger("inFlight", "How many records the route has and is not done with"),
            Column.text("lastHandedOver", "The sequence number of the record the route got last"),
            Column.ofLong(
                    "oldestInFlightMillis",
                    "For how long the oldest record that the route has has been seen to be the oldest,"
                            + " in milliseconds"),
            Column.ofLong("millisBehindLatest", "How far the route is behind the tip of the shard, in milliseconds"),
            Column.text("lastError", "What its last subscription failed with"),
            Column.text(
                    "failingRecord",
                    "The record that failed and is delivered again: its sequence number, how often it has failed,"
                            + " and with what"));

    private ShardPositionTable() {}

    public static TabularData of(List<ShardPosition> positions) {
        return TABLE.of(positions.stream().map(ShardPositionTable::row).toList());
    }

    private static Object[] row(ShardPosition shard) {
        return new Object[] {
            shard.shardId(),
            text(shard.position()),
            text(shard.saved()),
            text(shard.savedAt()),
            shard.finished(),
            text(shard.state()),
            shard.inFlight(),
            text(shard.lastHandedOver()),
            shard.oldestInFlightMillis(),
            shard.millisBehindLatest(),
            text(shard.lastError()),
            text(StatusFormat.said(shard.failing()))
        };
    }
}
