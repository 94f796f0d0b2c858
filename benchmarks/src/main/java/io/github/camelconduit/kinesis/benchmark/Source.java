package io.github.camelconduit.kinesis.benchmark;

import java.util.function.LongSupplier;

/** A client that reads shards. */
interface Source {

    /** Subscribes at TRIM_HORIZON and reads as fast as it can. */
    Reading read(String consumerArn, String shardId);

    /**
     * An open subscription.
     *
     * @param records how many records have come so far
     * @param stop    gives it up
     */
    record Reading(LongSupplier records, Runnable stop) {}
}
