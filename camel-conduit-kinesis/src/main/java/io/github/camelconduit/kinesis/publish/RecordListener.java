package io.github.camelconduit.kinesis.publish;

/** Hears of one record's outcome: exactly one call, once, on a thread that may block. */
public interface RecordListener {

    /** The record is in the stream. */
    void written(String shardId, String sequenceNumber);

    /** The record was given up. */
    void failed(Exception reason);
}
