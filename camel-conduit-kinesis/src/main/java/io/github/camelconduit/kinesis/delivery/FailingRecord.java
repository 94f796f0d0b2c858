package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;

/**
 * A record that failed, and is delivered again until it does not. Nothing behind it in its shard is delivered meanwhile.
 *
 * @param sequenceNumber its sequence number
 * @param failures how often it has failed
 * @param error the class of what it failed with last; not what that said, which may be secret
 * @param since when it failed first
 */
public record FailingRecord(String sequenceNumber, int failures, String error, Instant since) {}
