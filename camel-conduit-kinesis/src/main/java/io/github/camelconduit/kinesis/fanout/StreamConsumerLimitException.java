package io.github.camelconduit.kinesis.fanout;

/** The stream has as many stream consumers as it may have, or as many that are being registered. */
public final class StreamConsumerLimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StreamConsumerLimitException(String consumerName, String streamArn, Throwable cause) {
        super(
                "stream consumer " + consumerName + " of " + streamArn
                        + " is not there, and no other can be registered: the"
                        + " stream has as many as AWS allows (20 by default), or 5 that are being registered. Deregister"
                        + " one that is not needed, or set consumerName or consumerArn to one that is there",
                cause);
    }
}
