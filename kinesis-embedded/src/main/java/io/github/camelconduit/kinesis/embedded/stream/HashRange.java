package io.github.camelconduit.kinesis.embedded.stream;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of 128-bit hash keys, both ends inclusive. A record belongs to the shard whose range holds the MD5 of its
 * partition key's UTF-8 bytes, read as an unsigned number.
 */
public record HashRange(BigInteger start, BigInteger end) {

    /** 2^128: the number of hash keys. */
    public static final BigInteger SIZE = BigInteger.ONE.shiftLeft(128);

    /** The whole range cut into {@code count} parts of the same size, the last one taking the rest. */
    static List<HashRange> divide(int count) {
        BigInteger step = SIZE.divide(BigInteger.valueOf(count));
        List<HashRange> ranges = new ArrayList<>(count);
        BigInteger start = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            BigInteger next = i == count - 1 ? SIZE : start.add(step);
            ranges.add(new HashRange(start, next.subtract(BigInteger.ONE)));
            start = next;
        }
        return ranges;
    }

    /** The hash key of a partition key. */
    public static BigInteger hash(String partitionKey) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    boolean overlaps(HashRange other) {
        return start.compareTo(other.end) <= 0 && other.start.compareTo(end) <= 0;
    }

    boolean adjacentTo(HashRange other) {
        return end.add(BigInteger.ONE).equals(other.start)
                || other.end.add(BigInteger.ONE).equals(start);
    }

    HashRange join(HashRange other) {
        return new HashRange(start.min(other.start), end.max(other.end));
    }

    /** Where a split in two halves begins its second half. */
    public BigInteger middle() {
        return start.add(end).add(BigInteger.ONE).shiftRight(1);
    }
}
