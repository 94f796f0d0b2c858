package io.github.camelconduit.kinesis.publish;

import io.github.camelconduit.kinesis.partition.PartitionKeys;

/**
 * A record as a message asks for it.
 *
 * @param stream where it goes
 * @param partitionKey as it can be sent
 * @param explicitHashKey a decimal number that decides the shard instead of the partition key, or null
 * @param data not to be changed until the record's outcome is known
 */
public record RecordToSend(StreamTarget stream, String partitionKey, String explicitHashKey, byte[] data) {

    /** Data and UTF-8 partition key in bytes: what Kinesis counts. */
    long size() {
        return (long) data.length + keySize();
    }

    int keySize() {
        return PartitionKeys.utf8Length(partitionKey);
    }
}
