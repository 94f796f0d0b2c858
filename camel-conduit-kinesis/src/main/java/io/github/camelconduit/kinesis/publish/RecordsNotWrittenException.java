package io.github.camelconduit.kinesis.publish;

import java.util.List;

import org.apache.camel.RuntimeCamelException;

/**
 * Of a message with many records not all were written. When Camel delivers the message again, only those are sent that
 * were not. The cause is why the first of them failed, or why sending ended before the last.
 */
public class RecordsNotWrittenException extends RuntimeCamelException {

    private static final long serialVersionUID = 1L;

    private final long written;
    private final transient List<RecordResult> results;
    private final boolean ended;

    /**
     * @param written how many records are written, in this attempt and those before
     * @param results see {@link #getResults()}
     * @param ended see {@link #isEndedEarly()}
     */
    public RecordsNotWrittenException(long written, List<RecordResult> results, boolean ended, Throwable cause) {
        super(text(written, results, ended, cause), cause);
        this.written = written;
        this.results = List.copyOf(results);
        this.ended = ended;
    }

    private static String text(long written, List<RecordResult> results, boolean ended, Throwable cause) {
        List<RecordResult> failures =
                results.stream().filter(result -> !result.isWritten()).toList();
        StringBuilder text = new StringBuilder()
                .append(failures.size())
                .append(failures.size() == 1 ? " record of the message was" : " records of the message were")
                .append(" not written, ")
                .append(written)
                .append(written == 1 ? " was" : " were");
        if (!failures.isEmpty()) {
            RecordResult first = failures.get(0);
            text.append(". Record ").append(first.index()).append(" (counted from 0): ");
            text.append(first.failure().getMessage());
        }
        if (ended) {
            text.append(". The rest was not sent");
            if (failures.isEmpty() || cause != failures.get(0).failure()) {
                text.append(": ").append(cause.getMessage() == null ? cause : cause.getMessage());
            }
        }
        return text.toString();
    }

    /** How many records are written, in this attempt and those before. */
    public long getWritten() {
        return written;
    }

    /**
     * The results, in the order of the records: of all records so far where the body is a collection or an array; of a
     * body that is streamed, only of those that failed, all others that were sent are written. Empty in an exception
     * that was serialized.
     */
    public List<RecordResult> getResults() {
        return results == null ? List.of() : results;
    }

    /** The results of the records that failed, in their order. */
    public List<RecordResult> getFailures() {
        return getResults().stream().filter(result -> !result.isWritten()).toList();
    }

    /** Whether sending ended before the last record, so that there are more that were not sent. */
    public boolean isEndedEarly() {
        return ended;
    }
}
