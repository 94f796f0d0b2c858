/**
 * From records to exchanges and back: order, concurrency, the bytes held, what is in flight and what is done.
 *
 * <p>The way of a record:
 *
 * <pre>
 *   ShardSource --received--> ExchangeDelivery --> ShardDelivery (inbox of one shard)
 *                                                     | one record at a time, on a delivery thread
 *                                                     v
 *                                                  the route
 *                                                     | unit of work done, any thread
 *                                                     v
 *   ShardSource <---done----- ExchangeDelivery <-- InFlightWindow (contiguous position)
 * </pre>
 *
 * <p>Each shard has a {@link io.github.camelconduit.kinesis.delivery.ShardDelivery}, which runs on a pool of threads
 * shared by all shards but never on two at a time, and hands the next record over when the route has returned the one
 * before, or, with {@code breakOnFirstError}, is done with it: returned is not done where a route hands exchanges over. Demand goes the other way: a shard's {@link io.github.camelconduit.kinesis.delivery.ShardDemand} keeps a batch or
 * two requested or waiting, as far as the {@link io.github.camelconduit.kinesis.delivery.ByteBudget} over all shards
 * allows; a route that is slow so slows down what is asked of the source. Nothing here blocks a thread that calls in.
 *
 * <p>{@link io.github.camelconduit.kinesis.delivery.ShardSource} is the seam to where records come from.
 */
package io.github.camelconduit.kinesis.delivery;
