package io.github.camelconduit.kinesis.publish;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/** What the publishers of all streams of a producer have done since it started. Thread-safe. */
final class WriteStatistics {

    private final LongAdder recordsWritten = new LongAdder();
    private final LongAdder recordsFailed = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder failedAttempts = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private volatile WriteError lastError;

    void requested() {
        requests.increment();
    }

    void settled(OutgoingRecord record) {
        if (record.isWritten()) {
            recordsWritten.increment();
            bytesWritten.add(record.size());
        } else {
            recordsFailed.increment();
        }
    }

    /** So many records of a request were not written, and the last of them failed with this. */
    void attemptsFailed(int records, WriteFailure failure, StreamTarget stream, Instant now) {
        failedAttempts.add(records);
        failed(failure, stream, now);
    }

    void failed(WriteFailure failure, StreamTarget stream, Instant now) {
        lastError = new WriteError(failure, stream.toString(), now);
    }

    WriteCounts counts() {
        return new WriteCounts(
                recordsWritten.sum(), recordsFailed.sum(), bytesWritten.sum(), failedAttempts.sum(), requests.sum());
    }

    /** What the last attempt failed with that did; null when none did. */
    WriteError lastError() {
        return lastError;
    }
}
