/**
 * Reading with enhanced fan-out: the registration of the stream consumer, one subscription's state machine, and the set
 * of all.
 *
 * <p>{@link io.github.camelconduit.kinesis.fanout.FanOutShardSource} is the whole. At start it asks the
 * {@link io.github.camelconduit.kinesis.fanout.StreamDirectory} for the stream and its shards, obtains the
 * {@link io.github.camelconduit.kinesis.fanout.StreamConsumer}, which
 * {@link io.github.camelconduit.kinesis.fanout.StreamConsumerRegistrar} finds or registers by its name, finds the
 * {@link io.github.camelconduit.kinesis.fanout.StartingPoint} in the position store, and begins a
 * {@link io.github.camelconduit.kinesis.fanout.StreamReading}, which lasts as long as the stream: one that is deleted and
 * made again is read by another. A reading passes on what is told. Its
 * {@link io.github.camelconduit.kinesis.fanout.StreamSubscriptions} make a
 * {@link io.github.camelconduit.kinesis.fanout.ShardSubscription} for each shard and keep it in a
 * {@link io.github.camelconduit.kinesis.fanout.ShardSet}, which holds children back until their parents are done;
 * {@link io.github.camelconduit.kinesis.fanout.ShardDiscovery} lists shards when there is a reason to. A subscription
 * opens its calls through {@link io.github.camelconduit.kinesis.fanout.SubscriptionCall}, the seam to the AWS SDK. What
 * failures mean is said by {@link io.github.camelconduit.kinesis.fanout.SubscriptionFailure}, and what follows on one by
 * {@link io.github.camelconduit.kinesis.fanout.FailureJudge}: another attempt after a pause, another position, or the end
 * ({@link io.github.camelconduit.kinesis.fanout.FailureResponse}).
 *
 * <p>When a shard has ended is decided by {@link io.github.camelconduit.kinesis.fanout.EndOfShard}: an event that says so
 * leads to BACKING_OFF first, and only when the stream lists the shard as closed it becomes ENDED; where no event says so,
 * a shard that is listed as closed has ended at its last sequence number, or when new subscriptions bring nothing any
 * more. When calls are allowed and what is overdue is kept by
 * {@link io.github.camelconduit.kinesis.fanout.SubscriptionPace}; one call with its events is a
 * {@link io.github.camelconduit.kinesis.fanout.SubscriptionAttempt}, and which one counts is known by
 * {@link io.github.camelconduit.kinesis.fanout.CurrentAttempt}. That somebody else takes a subscription over is said by the
 * service, or told by {@link io.github.camelconduit.kinesis.fanout.TakeoverSigns} where it only ends. Shards that have
 * ended and are not listed any more are
 * {@linkplain io.github.camelconduit.kinesis.fanout.UnlistedShards forgotten}.
 *
 * <p>An operator's reset ({@link io.github.camelconduit.kinesis.fanout.ShardRestart}) ends the reading of a shard, takes it
 * from the delivery, so that nothing of it is reported as done any more, saves the new position and begins with another
 * {@link io.github.camelconduit.kinesis.fanout.ShardSubscription}; a stopped reader's positions are set in the store
 * ({@link io.github.camelconduit.kinesis.fanout.StoredPositions}).
 *
 * <p>The states of a subscription ({@link io.github.camelconduit.kinesis.fanout.SubscriptionStates} changes them):
 *
 * <pre>
 *   WAITING_FOR_PARENTS --> RENEWING --> SUBSCRIBING --> STREAMING --> ENDED
 *                            ^ ^  |         |  ^          |  |  |
 *                            | |  |         v  |          |  |  |
 *                            | |  |      BACKING_OFF &lt;----+  |  |
 *                            | |  v         |                |  |
 *                            | RELEASED &lt;---+&lt;---------------+  |
 *                            +----------------------------------+
 *
 *   WAITING_FOR_PARENTS -> RENEWING: the route is done with all parents
 *   RENEWING, BACKING_OFF -> SUBSCRIBING: the time of the next call has come
 *   RENEWING, BACKING_OFF -> RELEASED: it has come, and nothing is asked for
 *   SUBSCRIBING -> STREAMING: the answer, or the first event where a server gives none
 *   SUBSCRIBING, STREAMING -> BACKING_OFF: error, no answer, silence, position refused, taken over, end in doubt
 *   BACKING_OFF -> BACKING_OFF: the end that was in doubt is looked up: false, or to be said once more
 *   STREAMING -> RENEWING: ended by the service, open for too long, or a closed shard is to be asked anew
 *   STREAMING -> RELEASED: nothing was asked for for long
 *   RELEASED -> RENEWING: something is asked for again
 *   STREAMING -> ENDED: an event behind which there is nothing
 *   SUBSCRIBING, STREAMING, RENEWING, BACKING_OFF, RELEASED -> ENDED: listed as closed, and read to its last number
 *   BACKING_OFF -> ENDED: looked up: closed as the event said, or not there any more
 *   SUBSCRIBING, STREAMING, RENEWING, BACKING_OFF, RELEASED -> PAUSED: suspended
 *   PAUSED -> RENEWING: resumed
 *   SUBSCRIBING, STREAMING -> STOPPED: position refused, and that is to be an error
 *   WAITING_FOR_PARENTS, SUBSCRIBING, STREAMING, RENEWING, BACKING_OFF, RELEASED, PAUSED -> STOPPED: stopped
 * </pre>
 *
 * <p>Threads: callbacks of a subscription come on the network's threads and only take the lock of their subscription,
 * shortly. Everything that may wait (calls to AWS, saving) runs on the control threads. Every callback carries the
 * attempt it belongs to and is ignored when that is not the current one; since a position is only moved together with
 * handing a batch over, under that lock, what a superseded attempt still brings is neither lost nor doubled.
 *
 * <p>Errors, as of a heap that is full for a moment, may come anywhere and are survived: what is to happen later is known
 * from a state that is looked at again, every second or with every listing, and not by a timer alone.
 */
package io.github.camelconduit.kinesis.fanout;
