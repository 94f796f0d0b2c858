/**
 * The model: account, streams, shards, records, sequence numbers, stream consumers. It knows nothing of HTTP. Every type
 * is immutable or thread-safe; locks are short and none is held while a listener runs.
 */
package io.github.camelconduit.kinesis.embedded.stream;
