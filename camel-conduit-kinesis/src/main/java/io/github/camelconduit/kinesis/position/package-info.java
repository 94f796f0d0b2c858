/**
 * Where each shard stands: the value, the store and the saving.
 *
 * <p>A {@link io.github.camelconduit.kinesis.position.Position} says from where a shard is to be read. What the route
 * is done with arrives at the {@link io.github.camelconduit.kinesis.position.PositionKeeper}, which keeps the newest of
 * each shard and saves them together, every commit interval, at the end of a shard and at stop, into a
 * {@link io.github.camelconduit.kinesis.position.PositionStore}. Positions only move forward: the value knows which of
 * two is further, and both keeper and store hold on to that one.
 */
package io.github.camelconduit.kinesis.position;
