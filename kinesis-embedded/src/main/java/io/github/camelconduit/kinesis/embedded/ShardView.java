package io.github.camelconduit.kinesis.embedded;

import java.math.BigInteger;

/**
 * A shard as it is now.
 *
 * @param shardId                the id, such as {@code shardId-000000000000}
 * @param parentShardId          the shard it was split or merged from, or null
 * @param adjacentParentShardId  the second shard it was merged from, or null
 * @param startingHashKey        first hash key it takes, inclusive
 * @param endingHashKey          last hash key it takes, inclusive
 * @param startingSequenceNumber the number below all its records
 * @param endingSequenceNumber   the number above all its records, or null while it is open
 */
public record ShardView(
        String shardId,
        String parentShardId,
        String adjacentParentShardId,
        BigInteger startingHashKey,
        BigInteger endingHashKey,
        String startingSequenceNumber,
        String endingSequenceNumber) {

    /** Whether it still takes records. */
    public boolean open() {
        return endingSequenceNumber == null;
    }
}
