package io.github.camelconduit.kinesis.publish;

import org.apache.camel.RuntimeCamelException;

/** The send buffer stayed full: records come faster than Kinesis takes them. Nothing of this record was sent. */
public class SendBufferFullException extends RuntimeCamelException {

    private static final long serialVersionUID = 1L;

    public SendBufferFullException(long bufferBytes, long waitedMillis) {
        super("There was no room in the send buffer of " + bufferBytes + " bytes (sendBufferBytes) for " + waitedMillis
                + " ms (maxBlockTime); nothing of the record was sent");
    }
}
