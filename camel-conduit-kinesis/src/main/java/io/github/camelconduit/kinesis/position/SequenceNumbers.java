package io.github.camelconduit.kinesis.position;

/**
 * Comparing sequence numbers. Kinesis gives them as decimal strings of up to 129 digits (API reference,
 * {@code SequenceNumber}: {@code 0|([1-9]\d{0,128})}), to be compared as numbers; their length differs over the life of
 * a stream, so comparing them as text is wrong.
 */
public final class SequenceNumbers {

    private static final int MAX_DIGITS = 129;

    private SequenceNumbers() {}

    /**
     * Compares two sequence numbers by their value.
     *
     * @throws IllegalArgumentException when one is not a sequence number
     */
    public static int compare(String left, String right) {
        require(left);
        require(right);
        return compareValid(left, right);
    }

    /** The same for two that are known to be sequence numbers. */
    static int compareValid(String left, String right) {
        if (left.length() == right.length()) {
            // As good as always. Digits of the same number of places compare as text, leading zeros or not.
            return left.compareTo(right);
        }
        int l = firstDigit(left);
        int r = firstDigit(right);
        int byLength = Integer.compare(left.length() - l, right.length() - r);
        if (byLength != 0) {
            return byLength;
        }
        for (; l < left.length(); l++, r++) {
            int byDigit = Character.compare(left.charAt(l), right.charAt(r));
            if (byDigit != 0) {
                return byDigit;
            }
        }
        return 0;
    }

    /**
     * Returns the value itself when it is a sequence number.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static String require(String value) {
        firstDigit(value);
        return value;
    }

    /** The index of the first digit that counts; leading zeros do not. */
    private static int firstDigit(String value) {
        if (value == null || value.isEmpty() || value.length() > MAX_DIGITS) {
            throw notASequenceNumber(value);
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                throw notASequenceNumber(value);
            }
        }
        int first = 0;
        while (first < value.length() - 1 && value.charAt(first) == '0') {
            first++;
        }
        return first;
    }

    private static IllegalArgumentException notASequenceNumber(String value) {
        String shown = value != null && value.length() > MAX_DIGITS ? value.substring(0, MAX_DIGITS) + "..." : value;
        return new IllegalArgumentException(
                "Not a sequence number: '" + shown + "'. Expected 1 to " + MAX_DIGITS + " decimal digits.");
    }
}
