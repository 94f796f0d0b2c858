package io.github.camelconduit.kinesis.publish;

import java.util.List;

import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** What became of each record of a request, whatever the answer was. Immutable. */
final class PutAnswer {

    private final List<PutRecordsResultEntry> entries;
    private final PutFailure failureOfAll;

    private PutAnswer(List<PutRecordsResultEntry> entries, PutFailure failureOfAll) {
        this.entries = entries;
        this.failureOfAll = failureOfAll;
    }

    /** @param thrown why there is no response, or null */
    static PutAnswer of(int asked, PutRecordsResponse response, Throwable thrown) {
        if (thrown != null) {
            return new PutAnswer(null, PutFailure.ofRequest(thrown));
        }
        if (response == null || response.records() == null) {
            return new PutAnswer(null, PutFailure.unclear());
        }
        int answered = response.records().size();
        return answered == asked
                ? new PutAnswer(response.records(), null)
                : new PutAnswer(null, PutFailure.ofMissingEntry(asked, answered));
    }

    /**
     * One that is there, and cannot be looked at.
     *
     * @param reason what that failed with
     */
    static PutAnswer unreadable(Throwable reason) {
        return new PutAnswer(null, PutFailure.unreadable(reason));
    }

    /** Why the record was not acknowledged; null if it is written. */
    PutFailure failure(int index) {
        if (failureOfAll != null) {
            return failureOfAll;
        }
        PutRecordsResultEntry entry = entries.get(index);
        if (entry == null) {
            return PutFailure.unclear();
        }
        return entry.errorCode() == null && entry.sequenceNumber() != null ? null : PutFailure.ofEntry(entry);
    }

    /** Only of a record that is written. */
    String shardId(int index) {
        return entries.get(index).shardId();
    }

    /** Only of a record that is written. */
    String sequenceNumber(int index) {
        return entries.get(index).sequenceNumber();
    }

    boolean allWritten() {
        if (failureOfAll != null) {
            return false;
        }
        for (int i = 0; i < entries.size(); i++) {
            if (failure(i) != null) {
                return false;
            }
        }
        return true;
    }

    boolean streamAbsent() {
        return failureOfAll != null && failureOfAll.streamAbsent();
    }
}
