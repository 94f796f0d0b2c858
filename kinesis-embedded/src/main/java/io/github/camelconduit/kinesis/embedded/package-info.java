/**
 * A Kinesis Data Streams server in one JVM: real wire protocol, AWS's rules, faults on demand.
 *
 * <p>Start one with {@link io.github.camelconduit.kinesis.embedded.EmbeddedKinesis#builder()}, in JUnit with {@link
 * io.github.camelconduit.kinesis.embedded.EmbeddedKinesisExtension}, or on its own with {@code java -jar}. An unmodified
 * AWS SDK talks to it: HTTP/1.1, HTTP/2 with prior knowledge or by ALPN, CBOR and JSON, event streams.
 *
 * <h2>Structure</h2>
 *
 * <p>A request's way is a straight line:
 *
 * <pre>
 * http       takes the request in, notes it in the log, asks the faults, answers
 *   codec    reads its members from JSON or CBOR, writes the answer's
 *   call     does it: a class for each group of operations
 *   subscribe   SubscribeToShard: who may, and what the open ones send
 *     stream    the model below both: streams, shards, records; knows nothing of HTTP
 * log        what was called, and how each subscription ended
 * fault      what deviates from the service on demand
 * admin      faults set over HTTP
 * cli        the program of its own
 * </pre>
 *
 * <p>This package is what users see; of the others, {@code fault} and {@code log} hold types that users meet, the rest
 * is internal.
 *
 * <h2>Where something new goes</h2>
 *
 * <ul>
 *   <li>A limit or a time: a component of {@link io.github.camelconduit.kinesis.embedded.Rules}, AWS's value as its
 *       default in {@code RulesBuilder}, kept where the thing it limits is decided; and a row in the table of {@code
 *       src/main/docs/kinesis-embedded.adoc}, which a test compares.
 *   <li>An operation: a method in the class of its group in {@code call}, named in its map.
 *   <li>A fault: a file in {@code fault}; see there.
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * <p>Requests are handled on Vert.x event loops, one for each connection, and never wait. The model is thread-safe with
 * short locks, so in-process calls may come from any thread. A record that is put wakes the shard's subscriptions at once;
 * nothing polls. What is over by the clock (records, deletions) is not seen any more from then on, and cleared away a
 * little later on a worker thread.
 */
package io.github.camelconduit.kinesis.embedded;
