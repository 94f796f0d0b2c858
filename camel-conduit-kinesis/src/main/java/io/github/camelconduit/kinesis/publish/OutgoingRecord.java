package io.github.camelconduit.kinesis.publish;

import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * One record on its way. What changes is guarded by the lock of the {@link StreamPublisher} it was given to, until it is
 * settled; then it belongs to the {@link CompletionQueue}.
 */
final class OutgoingRecord {

    private final PutRecordsRequestEntry entry;
    private final int size;
    private final long acceptedNanos;
    private final RecordListener listener;

    private OutgoingRecord nextOfKey;
    private int attempts;
    private long dueNanos;
    private boolean mayBeWritten;
    private PutFailure lastFailure;

    private boolean settled;
    private String shardId;
    private String sequenceNumber;
    private Exception failure;

    /**
     * @param size data and UTF-8 key in bytes
     * @param acceptedNanos when it was handed over, by {@link System#nanoTime()}
     */
    OutgoingRecord(PutRecordsRequestEntry entry, int size, long acceptedNanos, RecordListener listener) {
        this.entry = entry;
        this.size = size;
        this.acceptedNanos = acceptedNanos;
        this.listener = listener;
    }

    PutRecordsRequestEntry entry() {
        return entry;
    }

    String key() {
        return entry.partitionKey();
    }

    int size() {
        return size;
    }

    long acceptedNanos() {
        return acceptedNanos;
    }

    /** The record of the same key that was handed over next and waits for this one; null if there is none. */
    OutgoingRecord nextOfKey() {
        return nextOfKey;
    }

    void setNextOfKey(OutgoingRecord next) {
        nextOfKey = next;
    }

    /** When the next attempt is due, by {@link System#nanoTime()}; only while waiting for it. */
    long dueNanos() {
        return dueNanos;
    }

    void setDueNanos(long dueNanos) {
        this.dueNanos = dueNanos;
    }

    int attempts() {
        return attempts;
    }

    /** Notes that an attempt failed. */
    void attemptFailed(PutFailure failure) {
        attempts++;
        lastFailure = failure;
        mayBeWritten |= failure.outcomeUnknown();
    }

    /** Whether some attempt's answer was lost, so that the record may be in the stream. */
    boolean mayBeWritten() {
        return mayBeWritten;
    }

    void setMayBeWritten() {
        mayBeWritten = true;
    }

    /** Why the last attempt failed; null before the first failure. */
    PutFailure lastFailure() {
        return lastFailure;
    }

    boolean isSettled() {
        return settled;
    }

    void settleWritten(String shard, String sequence) {
        settled = true;
        shardId = shard;
        sequenceNumber = sequence;
    }

    void settleFailed(Exception reason) {
        settled = true;
        failure = reason;
    }

    /** Tells the listener what was settled. */
    void tell() {
        if (failure == null) {
            listener.written(shardId, sequenceNumber);
        } else {
            listener.failed(failure);
        }
    }
}
