package io.github.camelconduit.kinesis.embedded.stream;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;

/** What a record must keep to. Immutable. */
public final class RecordLimits {

    private final Rules rules;

    public RecordLimits(Rules rules) {
        this.rules = rules;
    }

    /**
     * Checks a record.
     *
     * @param maxBytes data and key at most
     * @param member where it is in the request, for the message: empty, or such as {@code records.3.member.}
     * @return its size in bytes, as it counts towards limits
     * @throws KinesisServiceException ValidationException
     */
    public long check(int maxBytes, String member, String partitionKey, byte[] data) {
        int length = partitionKey.codePointCount(0, partitionKey.length());
        if (length < 1) {
            throw KinesisServiceException.validation(
                    member + "partitionKey", "", "Member must have length greater than or equal to 1");
        }
        if (length > rules.maxPartitionKeyLength()) {
            throw KinesisServiceException.validation(
                    member + "partitionKey",
                    null,
                    "Member must have length less than or equal to " + rules.maxPartitionKeyLength());
        }
        long size = StreamRecord.sizeOf(partitionKey, data);
        if (size > maxBytes) {
            throw KinesisServiceException.validation(
                    member + "data",
                    null,
                    "Member must have length less than or equal to %d, partition key included; was %d"
                            .formatted(maxBytes, size));
        }
        return size;
    }
}
