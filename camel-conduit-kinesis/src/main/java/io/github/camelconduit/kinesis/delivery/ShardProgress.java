package io.github.camelconduit.kinesis.delivery;

/**
 * How far the delivery of a shard has come.
 *
 * @param inFlight how many records were handed to the route and are not done
 * @param lastHandedOver the sequence number of the record that was handed over last; null when none was
 * @param millisBehindLatest how far the route is behind the tip of the shard, in milliseconds: what the event said that
 *     brought the oldest record that the route is not done with, and for how long that has been here; when it is done with
 *     all, what the last event said; null before the first
 * @param oldestInFlightMillis for how long the oldest record that the route has has been seen to be the oldest, in
 *     milliseconds: up to a second less than it has been; null when it has none, as when it failed with one that is
 *     delivered again later
 * @param failing the record that failed and is delivered again; null when none did
 */
public record ShardProgress(
        int inFlight,
        String lastHandedOver,
        Long millisBehindLatest,
        Long oldestInFlightMillis,
        FailingRecord failing) {}
