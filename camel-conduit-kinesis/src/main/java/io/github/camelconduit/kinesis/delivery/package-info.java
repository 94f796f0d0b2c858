/**
 * From records to exchanges and back: order, concurrency, the bytes held, what is in flight and what is done.
 *
 * <p>The way of a record:
 *
 * <pre>
 *   ShardSource --received--> ExchangeDelivery --> ShardDelivery (ShardInbox of one shard)
 *                                                     | one record at a time, on a delivery thread
 *                                                     v
 *                                                  the route
 *                                                     | unit of work done, any thread
 *                                                     v
 *                                                  RecordCompletion --> ShardOutcomes
 *                                                                          | done
 *                                                                          v
 *   ShardSource <---done----- DoneReports <------------------------- InFlightWindow (contiguous position)
 * </pre>
 *
 * <p>Each shard has a {@link io.github.camelconduit.kinesis.delivery.ShardDelivery}, which runs on a pool of threads
 * shared by all shards but never on two at a time, takes record by record out of its
 * {@link io.github.camelconduit.kinesis.delivery.ShardInbox}, and hands the next one over when the route has returned the
 * one before, or, with {@code breakOnFirstError}, is done with it: returned is not done where a route hands exchanges over.
 *
 * <p>A {@link io.github.camelconduit.kinesis.delivery.RecordCompletion} finds out when the route returns an exchange and
 * what became of it, and tells the shard's {@link io.github.camelconduit.kinesis.delivery.ShardOutcomes}. What is done moves
 * the position of the {@link io.github.camelconduit.kinesis.delivery.InFlightWindow}, which
 * {@link io.github.camelconduit.kinesis.delivery.DoneReports} tells the source. What failed and is not done is handed over
 * again after a pause ({@link io.github.camelconduit.kinesis.delivery.Redelivery}), and known meanwhile
 * ({@link io.github.camelconduit.kinesis.delivery.RepeatedFailure}); what was left undone when its route was suspended has
 * the shard read again. A window that stays full is looked after by
 * {@link io.github.camelconduit.kinesis.delivery.FullWindow}.
 *
 * <p>Demand goes the other way: a shard's {@link io.github.camelconduit.kinesis.delivery.ShardDemand} keeps a batch or
 * two requested or waiting, as far as the {@link io.github.camelconduit.kinesis.delivery.ByteBudget} over all shards
 * allows; a route that is slow so slows down what is asked of the source. Nothing here blocks a thread that calls in.
 *
 * <p>{@link io.github.camelconduit.kinesis.delivery.ShardSource} is the seam to where records come from.
 */
package io.github.camelconduit.kinesis.delivery;
