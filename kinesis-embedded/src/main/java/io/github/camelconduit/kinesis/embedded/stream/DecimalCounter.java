package io.github.camelconduit.kinesis.embedded.stream;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * A decimal number that grows in equal steps, kept as digits: the next one is an addition, where converting a binary
 * number of this size would cost more than all else of storing a record. Not thread-safe.
 */
final class DecimalCounter {

    private final byte[] digits;
    private final byte[] step;

    /** @param start must have the digits that the largest number will have */
    DecimalCounter(String start, BigInteger step) {
        this.digits = start.getBytes(StandardCharsets.ISO_8859_1);
        this.step = step.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Adds the step and gives the number. */
    String next() {
        int carry = 0;
        int at = digits.length - 1;
        for (int i = step.length - 1; i >= 0 || carry > 0; i--, at--) {
            int sum = digits[at] - '0' + (i >= 0 ? step[i] - '0' : 0) + carry;
            carry = sum >= 10 ? 1 : 0;
            digits[at] = (byte) ('0' + sum - 10 * carry);
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }
}
