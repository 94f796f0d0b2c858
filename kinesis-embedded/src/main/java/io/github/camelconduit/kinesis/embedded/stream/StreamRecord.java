package io.github.camelconduit.kinesis.embedded.stream;

import java.nio.charset.StandardCharsets;

/**
 * A record in a shard. The data is shared, never copied and never changed.
 *
 * @param counter        its place in the shard's sequence numbers
 * @param arrivalMillis  approximate arrival, epoch milliseconds, never falling within a shard
 */
public record StreamRecord(long counter, String sequenceNumber, String partitionKey, byte[] data, long arrivalMillis) {

    /** What counts towards limits: data and the key's UTF-8 bytes. */
    public static long sizeOf(String partitionKey, byte[] data) {
        return (long) data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
    }
}
