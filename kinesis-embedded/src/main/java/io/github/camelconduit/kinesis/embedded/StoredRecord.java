package io.github.camelconduit.kinesis.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A record as the server holds it.
 *
 * @param shardId        the shard it went to
 * @param sequenceNumber its decimal sequence number, growing within the shard
 * @param partitionKey   the key it was put with
 * @param data           its bytes, a copy
 * @param arrival        when it arrived, to the millisecond
 */
public record StoredRecord(String shardId, String sequenceNumber, String partitionKey, byte[] data, Instant arrival) {

    /** The data as UTF-8 text. */
    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }
}
