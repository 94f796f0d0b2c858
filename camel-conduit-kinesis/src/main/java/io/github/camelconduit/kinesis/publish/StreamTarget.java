package io.github.camelconduit.kinesis.publish;

import io.github.camelconduit.kinesis.StreamIdentity;

/**
 * The stream a record goes to.
 *
 * @param name the stream's name
 * @param arn its ARN where it was given by that, else null
 */
public record StreamTarget(String name, String arn) {

    private static final String ARN_PREFIX = "arn:";

    /** The stream of an endpoint. */
    static StreamTarget of(StreamIdentity stream) {
        return new StreamTarget(stream.name(), stream.arn());
    }

    /**
     * Reads a stream's name or ARN.
     *
     * @param source the option or header it comes from, for errors
     * @throws IllegalArgumentException if it is neither, naming the source
     */
    static StreamTarget of(String source, String nameOrArn) {
        return nameOrArn.startsWith(ARN_PREFIX)
                ? of(StreamIdentity.parseArn(source, nameOrArn))
                : new StreamTarget(StreamIdentity.requireName(source, nameOrArn), null);
    }

    @Override
    public String toString() {
        return arn == null ? name : arn;
    }
}
