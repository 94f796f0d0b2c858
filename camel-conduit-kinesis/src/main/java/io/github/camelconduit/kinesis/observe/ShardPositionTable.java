package io.github.camelconduit.kinesis.observe;

import java.util.List;

import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/** The positions of shards as JMX has tables: a row a shard, found by its id. */
public final class ShardPositionTable {

    private static final String[] COLUMNS = {
        "shardId",
        "position",
        "saved",
        "savedAt",
        "finished",
        "state",
        "inFlight",
        "lastHandedOver",
        "oldestInFlightMillis",
        "millisBehindLatest",
        "lastError",
        "failingRecord"
    };

    private static final String[] DESCRIPTIONS = {
        "The id of the shard",
        "Up to where the route is done",
        "What of that is saved",
        "When it was saved; empty when that was before this start",
        "Whether the route is done with all of the shard",
        "The state of its subscription; empty while nothing of it is read",
        "How many records the route has and is not done with",
        "The sequence number of the record the route got last",
        "For how long the oldest record that the route is not done with has been the oldest, in milliseconds",
        "How far the route is behind the tip of the shard, in milliseconds",
        "What its last subscription failed with",
        "The record that failed and is delivered again: its sequence number, how often it has failed, and with what"
    };

    private static final OpenType<?>[] TYPES = {
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.BOOLEAN,
        SimpleType.STRING,
        SimpleType.INTEGER,
        SimpleType.STRING,
        SimpleType.LONG,
        SimpleType.LONG,
        SimpleType.STRING,
        SimpleType.STRING
    };

    private ShardPositionTable() {}

    public static TabularData of(List<ShardPosition> positions) {
        try {
            CompositeType row =
                    new CompositeType("ShardPosition", "Where a shard stands", COLUMNS, DESCRIPTIONS, TYPES);
            TabularData table = new TabularDataSupport(
                    new TabularType("ShardPositions", "Where each shard stands", row, new String[] {COLUMNS[0]}));
            for (ShardPosition shard : positions) {
                table.put(new CompositeDataSupport(row, COLUMNS, new Object[] {
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
                }));
            }
            return table;
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
