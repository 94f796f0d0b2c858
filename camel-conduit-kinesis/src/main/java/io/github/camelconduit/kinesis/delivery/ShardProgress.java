package io.github.camelconduit.kinesis.delivery;

/**
 * How far the delivery of a shard has come.
 *
 * @param inFlight how many records were handed to the route and are not done
 * @param lastHandedOver the sequence number of the record that was handed over last; null when none was
 * @param millisBehindLatest how far the reading is behind the tip of the shard, in milliseconds, as its last event said;
 *     null before the first
 */
public record ShardProgress(int inFlight, String lastHandedOver, Long millisBehindLatest) {}
