package io.github.camelconduit.kinesis.delivery;

/** What the delivery of a shard needs of the delivery of all. */
interface Delivery {

    ByteBudget budget();

    ShardSource source();

    /** Runs a task on the delivery threads; drops it when the delivery has stopped. */
    void execute(Runnable task);

    /** The same after so many milliseconds. */
    void executeLater(Runnable task, long delayMillis);

    /** Whether a record may be handed over now. When it answers yes, {@link #process} or {@link #leave} follows. */
    boolean enter();

    void leave();

    /**
     * Hands a record to the route. Whatever fails before the route has it is told as {@link Outcome#notMade}.
     *
     * @param outcome told once what became of it
     * @param next called when the route has returned it, unless that was before this method returned
     * @return whether the route has returned it already
     */
    boolean process(ShardRecord shardRecord, RecordBatch batch, Outcome outcome, Runnable next);

    /** What became of a record that was to be handed over. */
    interface Outcome extends RecordCompletion.Outcome {

        /** It could not be handed to the route, as when no exchange can be made of it. It is to be delivered again, too. */
        void notMade(Throwable cause);
    }

    /** How long a window may be full before it counts as stuck, in milliseconds; 0 for ever. */
    long stuckAfterMillis();

    /** The route has all of the shard that there is for now. */
    void caughtUp(String shardId);

    /**
     * A record that was handed over is not done, since the route is suspended, and cannot be delivered again before those
     * behind it.
     */
    void leftUndone(ShardDelivery shard);

    /** The route is done with all of the shard. */
    void ended(ShardDelivery shard);
}
