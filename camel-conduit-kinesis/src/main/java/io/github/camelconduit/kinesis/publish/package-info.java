/**
 * Records on their way into streams: what one exchange hands over travels together with what others handed over, in as
 * few PutRecords requests as possible, and each record's own outcome comes back.
 *
 * <pre>
 * exchange → MessageWriter → RecordMapper (bytes, stream, keys; BodySend for a body of many records)
 *                          → RecordPublisher → SendBuffer (bytes, backpressure)
 *                          → StreamPublisher, one a stream → RecordAccumulator → Requests → PutRecordsCall → Kinesis
 * exchange ← CompletionQueue (threads of Camel) ← Outcomes ← StreamPublisher ← PutAnswer
 * </pre>
 *
 * A record is, in this order: waiting for the record of its key before it; ready ({@code ReadyRecords}), or held back
 * because its shard is throttled ({@code ShardGate}); in flight; and then settled, or waiting for its next attempt. The
 * order of a key holds because at most one record of a key is past waiting. When a request goes is for {@code Pace} to
 * say. All of a stream's records are guarded by one lock, which is never held while anything is called.
 *
 * <p>A body of many records is handed over as far as the send buffer has room, then whenever it has room again. How far
 * it has come is kept on the exchange ({@code BodyProgress}), so that Camel's redelivery sends what is not written.
 *
 * <p>A record whose answer was lost may have been written. It is sent again, so it may be in the stream twice, or given
 * up, as an option says; when it is given up the error says that the outcome is unknown.
 */
package io.github.camelconduit.kinesis.publish;
