package io.github.camelconduit.kinesis.publish;

import java.math.BigInteger;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

import io.github.camelconduit.kinesis.partition.HashKeys;

/**
 * One record on its way. What changes is guarded by the lock of the {@link StreamPublisher} it was given to, until it is
 * settled; then it belongs to the {@link CompletionQueue}.
 */
final class OutgoingRecord implements Runnable {

    private final PutRecordsRequestEntry entry;
    private final long size;
    private final long acceptedNanos;
    private final Room room;
    private final RecordGroup group;
    private final RecordListener listener;
    private final boolean ofWorker;

    private BigInteger hashKey;

    private OutgoingRecord nextOfKey;
    private OutgoingRecord nextReady;
    private int attempts;
    private long dueNanos;
    private int lostAnswerOf;
    private PutFailure lastFailure;

    private boolean settled;
    private String shardId;
    private String sequenceNumber;
    private Exception failure;

    /**
     * @param acceptedNanos when it was handed over, by {@link System#nanoTime()}
     * @param room what it has in the send buffer
     * @param group the records it stands and falls with; null where it is alone
     * @param ofWorker whether it was handed over by a thread that completes others
     */
    OutgoingRecord(
            RecordToSend record,
            long acceptedNanos,
            Room room,
            RecordGroup group,
            RecordListener listener,
            boolean ofWorker) {
        this.entry = PutRecordsRequestEntry.builder()
                .partitionKey(record.partitionKey())
                .explicitHashKey(record.explicitHashKey())
                .data(SdkBytes.fromByteArrayUnsafe(record.data()))
                .build();
        this.size = room.recordSize();
        this.acceptedNanos = acceptedNanos;
        this.room = room;
        this.group = group;
        this.listener = listener;
        this.ofWorker = ofWorker;
    }

    PutRecordsRequestEntry entry() {
        return entry;
    }

    String key() {
        return entry.partitionKey();
    }

    long size() {
        return size;
    }

    /** Whether a thread that completes others handed it over, and may be waiting for its outcome. */
    boolean isOfWorker() {
        return ofWorker;
    }

    /** Where in the range of hash keys it lies. Computed when first asked for. */
    BigInteger hashKey() {
        if (hashKey == null) {
            hashKey = HashKeys.of(entry.partitionKey(), entry.explicitHashKey());
        }
        return hashKey;
    }

    long acceptedNanos() {
        return acceptedNanos;
    }

    /** Whether a record of its key before it in its message has failed, so that it must not be sent. */
    boolean isBarred() {
        return group != null && group.hasFailed(key());
    }

    /** The record of the same key that was handed over next and waits for this one; null if there is none. */
    OutgoingRecord nextOfKey() {
        return nextOfKey;
    }

    void setNextOfKey(OutgoingRecord next) {
        nextOfKey = next;
    }

    /** The record behind this one in {@link ReadyRecords}. */
    OutgoingRecord nextReady() {
        return nextReady;
    }

    void setNextReady(OutgoingRecord next) {
        nextReady = next;
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

    /**
     * Notes that an attempt failed.
     *
     * @param requestSize how many records the request held
     */
    void attemptFailed(PutFailure failure, int requestSize) {
        attempts++;
        lastFailure = failure;
        if (failure.outcomeUnknown()) {
            lostAnswerOf = requestSize;
        }
    }

    /**
     * How many records the last request held whose answer was lost, so that the record may be in the stream; 0 if no
     * answer was.
     */
    int lostAnswerOf() {
        return lostAnswerOf;
    }

    void setAnswerLost(int requestSize) {
        lostAnswerOf = requestSize;
    }

    /** Why the last attempt failed; null before the first failure. */
    PutFailure lastFailure() {
        return lastFailure;
    }

    boolean isSettled() {
        return settled;
    }

    boolean isWritten() {
        return settled && failure == null;
    }

    void settleWritten(String shard, String sequence) {
        settled = true;
        shardId = shard;
        sequenceNumber = sequence;
    }

    void settleFailed(Exception reason) {
        if (group != null) {
            group.failed(key());
        }
        failure = reason;
        settled = true;
    }

    boolean listenerOnlyTakesNote() {
        return listener.onlyTakesNote();
    }

    /**
     * Completes it: gives its room back and tells the listener what was settled. One that an error kept from being settled
     * has failed: only what Kinesis has answered is written.
     */
    @Override
    public void run() {
        try {
            room.release();
        } finally {
            if (isWritten()) {
                listener.written(shardId, sequenceNumber);
            } else if (failure != null) {
                listener.failed(failure);
            } else {
                listener.failed(new IllegalStateException("The record was given up: an error kept it from being sent"));
            }
        }
    }
}
