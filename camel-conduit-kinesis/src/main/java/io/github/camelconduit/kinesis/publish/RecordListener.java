package io.github.camelconduit.kinesis.publish;

/** Hears of one record's outcome: exactly one call, once. */
public interface RecordListener {

    /** The record is in the stream. */
    void written(String shardId, String sequenceNumber);

    /** The record was given up. */
    void failed(Exception reason);

    /**
     * Whether it only takes note, and never blocks: then it is told on whichever thread knows the outcome first, else on
     * one that may block.
     */
    default boolean onlyTakesNote() {
        return false;
    }
}
