package io.github.camelconduit.kinesis.embedded.fault;

/**
 * What a call is aimed at, as far as its request says.
 *
 * @param operation AWS's name
 * @param stream    the stream's name, or null
 * @param shardId   the shard, or null
 */
public record CallTarget(String operation, String stream, String shardId) {

    /** The operation that opens subscriptions. */
    public static final String SUBSCRIBE = "SubscribeToShard";

    /** Whether it is, or opens, a subscription. */
    public boolean isSubscription() {
        return operation.equals(SUBSCRIBE);
    }
}
