package io.github.camelconduit.kinesis.publish;

import org.apache.camel.RuntimeCamelException;

/** A record is larger than Kinesis takes. Nothing of it was sent. */
public class RecordTooLargeException extends RuntimeCamelException {

    private static final long serialVersionUID = 1L;

    private final long size;
    private final long limit;

    public RecordTooLargeException(long dataSize, long keySize, long limit) {
        super("The record has " + (dataSize + keySize) + " bytes (" + dataSize + " of data, " + keySize
                + " of partition key), more than the " + limit
                + " that are allowed (maxRecordSize); nothing of it was sent");
        this.size = dataSize + keySize;
        this.limit = limit;
    }

    /** Data and partition key together, in bytes. */
    public long getSize() {
        return size;
    }

    /** The most a record may have, in bytes. */
    public long getLimit() {
        return limit;
    }
}
