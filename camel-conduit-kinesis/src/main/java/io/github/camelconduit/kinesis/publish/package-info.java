/**
 * Records on their way into streams: what one exchange hands over travels together with what others handed over, in as
 * few PutRecords requests as possible, and each record's own outcome comes back.
 *
 * <pre>
 * exchange → RecordPublisher → SendBuffer (bytes, backpressure)
 *                            → StreamPublisher, one a stream → RecordAccumulator → PutRecordsCall → Kinesis
 * exchange ← CompletionQueue (threads of Camel) ← StreamPublisher ← answer
 * </pre>
 *
 * A record is, in this order: waiting for the record of its key before it; ready; in flight; and then settled, or
 * waiting for its next attempt. The order of a key holds because at most one record of a key is past waiting. All of a
 * stream's records are guarded by one lock, which is never held while anything is called.
 *
 * <p>A record whose answer was lost may have been written. It is sent again, so it may be in the stream twice; when it
 * is given up the error says that the outcome is unknown.
 */
package io.github.camelconduit.kinesis.publish;
