package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;

/**
 * A shard of which nothing more is delivered, since its route does not finish what it has.
 *
 * @param inFlight how many records were handed to the route and are not done
 * @param since when the last of them was handed over
 */
public record StuckShard(String shardId, int inFlight, Instant since) {}
