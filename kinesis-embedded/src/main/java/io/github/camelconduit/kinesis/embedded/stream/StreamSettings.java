package io.github.camelconduit.kinesis.embedded.stream;

import java.time.Duration;

import io.github.camelconduit.kinesis.embedded.Rules;

/** What calls can set of a stream, and how often. Thread-safe. */
public final class StreamSettings {

    private final Retention retention;
    private final Tags tags;
    private final DailyLimit shardCountUpdates;
    private final DailyLimit modeUpdates;
    private volatile StreamMode mode;
    /** Whether its mode becomes on-demand when the update that goes on is over. */
    private volatile boolean becomesOnDemand;

    private volatile int maxRecordBytes;

    StreamSettings(StreamMode mode, Rules rules) {
        this.mode = mode;
        this.maxRecordBytes = rules.maxRecordBytes();
        this.retention = new Retention(rules.retentionPeriod());
        this.tags = new Tags(rules.tagsPerResource());
        this.shardCountUpdates = new DailyLimit(rules.shardCountUpdatesPerDay());
        this.modeUpdates = new DailyLimit(rules.streamModeUpdatesPerDay());
    }

    Retention retention() {
        return retention;
    }

    public StreamMode mode() {
        return mode;
    }

    public void mode(StreamMode value) {
        mode = value;
        becomesOnDemand = false;
    }

    void becomesOnDemand() {
        becomesOnDemand = true;
    }

    /** It is not switched to on-demand mode after all. */
    public void keepsMode() {
        becomesOnDemand = false;
    }

    /** Whether it is in on-demand mode, or will be. */
    boolean countsAsOnDemand() {
        return becomesOnDemand || mode == StreamMode.ON_DEMAND;
    }

    /** How long it keeps records. */
    public Duration retentionPeriod() {
        return retention.period();
    }

    public void retentionPeriod(Duration value) {
        retention.period(value);
    }

    /** Data and partition key of a record at most, in bytes. */
    public int maxRecordBytes() {
        return maxRecordBytes;
    }

    public void maxRecordBytes(int value) {
        maxRecordBytes = value;
    }

    public Tags tags() {
        return tags;
    }

    /** Whether UpdateShardCount may be called once more today; counts it if so. */
    public boolean admitShardCountUpdate() {
        return shardCountUpdates.tryTake();
    }

    /** Whether UpdateStreamMode may be called once more today; counts it if so. */
    public boolean admitModeUpdate() {
        return modeUpdates.tryTake();
    }
}
