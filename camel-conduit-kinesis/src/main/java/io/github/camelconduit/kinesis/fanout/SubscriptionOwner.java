package io.github.camelconduit.kinesis.fanout;

import java.util.List;

import io.github.camelconduit.kinesis.delivery.RecordBatch;
import io.github.camelconduit.kinesis.position.Position;

/** Who a {@link ShardSubscription} belongs to. Called under the subscription's lock: nothing here may block. */
interface SubscriptionOwner {

    String consumerArn();

    /** The service has accepted a subscription of the shard. */
    void subscribed(String shardId);

    /** A batch came. */
    void received(RecordBatch batch);

    /** The shard has ended; its last batch follows or has come. */
    void ended(String shardId, List<ChildShardLink> children);

    /**
     * The shard's stream says it has ended: whether it is closed has to be looked up.
     * {@link ShardSubscription#lookedUp} follows.
     */
    void endInDoubt(String shardId);

    /** The first subscription was refused, because the shard is or just was subscribed to by somebody else. */
    void inUseAtStart(String shardId);

    /** The service does not know the stream consumer, the stream or the shard; {@link ShardSubscription#lookedUp} follows. */
    void notFound(String shardId, Throwable cause);

    /** The service refuses the position, and reading goes on from this one, which lies before: it is what counts now. */
    void startsOver(String shardId, Position from);

    /** The shard is not read any more, because of this. */
    void failed(String shardId, Exception cause);
}
