package io.github.camelconduit.kinesis.publish;

/**
 * A record was given up that may be in the stream all the same: a request that held it got no answer. Sending it again
 * may write it twice.
 */
public class UnknownOutcomeException extends RecordNotWrittenException {

    private static final long serialVersionUID = 1L;

    private final int records;

    public UnknownOutcomeException(String stream, int records, String reason, Throwable cause) {
        super(
                "It is unknown whether the record was written to the stream " + stream
                        + ": the answer to a request of " + records + (records == 1 ? " record" : " records")
                        + " was lost. Given up: " + reason,
                cause,
                stream);
        this.records = records;
    }

    /** How many records the request held, whose outcomes are all unknown unless a later attempt told one. */
    public int getRecords() {
        return records;
    }

    @Override
    public boolean isOutcomeUnknown() {
        return true;
    }
}
