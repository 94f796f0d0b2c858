package io.github.camelconduit.kinesis.embedded.stream;

import java.math.BigInteger;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The sequence numbers of one shard: 186 bits, 56 decimal digits that begin with 49 as AWS's do.
 *
 * <p>From the top: version 2 (2 bits), the second the shard was created (36), the low digit of its index (4), a counter
 * (64), unused (44), the index (32), version 2 (4). Clients such as the KCL read the version and the index from these
 * places. Only the counter differs within a shard, so the rest of the server works with counters.
 */
final class SequenceNumbers {

    private static final int BITS = 186;
    private static final int COUNTER_SHIFT = 80;
    private static final BigInteger LOW_VERSION_MASK = BigInteger.valueOf(0xf);
    private static final BigInteger COUNTER_MASK =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE).shiftLeft(COUNTER_SHIFT);
    /** AWS's limit on the digits of a sequence number. */
    private static final int MAX_DIGITS = 129;

    private final BigInteger base;

    SequenceNumbers(long createdSecond, int shardIndex) {
        base = BigInteger.TWO
                .shiftLeft(184)
                .or(BigInteger.valueOf(createdSecond).shiftLeft(148))
                .or(BigInteger.valueOf(shardIndex & 0xf).shiftLeft(144))
                .or(BigInteger.valueOf(shardIndex).shiftLeft(4))
                .or(BigInteger.TWO);
    }

    /** The sequence number for a counter. */
    String of(long counter) {
        return base.add(BigInteger.valueOf(counter).shiftLeft(COUNTER_SHIFT)).toString();
    }

    /** Counts from 1 on: its n-th number is {@code of(n)}. */
    DecimalCounter sequence() {
        return sequence(0, 1);
    }

    /** Counts on from a counter: its n-th number is {@code of(counter + n * step)}. */
    DecimalCounter sequence(long counter, int step) {
        return new DecimalCounter(of(counter), BigInteger.valueOf(step).shiftLeft(COUNTER_SHIFT));
    }

    /** The index of the shard that a number is of, whatever the shard; empty when the text is none like these. */
    static OptionalInt shardIndexIn(String text) {
        if (!isNumber(text)) {
            return OptionalInt.empty();
        }
        BigInteger number = new BigInteger(text);
        int index = number.shiftRight(4).intValue();
        boolean ours =
                number.bitLength() == BITS && number.and(LOW_VERSION_MASK).equals(BigInteger.TWO);
        return ours && index >= 0 ? OptionalInt.of(index) : OptionalInt.empty();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The counter in a sequence number; empty when the text is none, or one of another shard. */
    OptionalLong counterOf(String text) {
        if (!isNumber(text)) {
            return OptionalLong.empty();
        }
        BigInteger number = new BigInteger(text);
        if (!number.andNot(COUNTER_MASK).equals(base)) {
            return OptionalLong.empty();
        }
        long counter = number.shiftRight(COUNTER_SHIFT).longValue();
        return counter < 0 ? OptionalLong.empty() : OptionalLong.of(counter);
    }
}
