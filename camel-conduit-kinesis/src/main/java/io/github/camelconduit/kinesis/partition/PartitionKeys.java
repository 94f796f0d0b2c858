package io.github.camelconduit.kinesis.partition;

import java.util.concurrent.ThreadLocalRandom;

/**
 * What Kinesis allows as a partition key: 1 to 256 Unicode characters, hashed as UTF-8 (API reference of
 * PutRecordsRequestEntry).
 */
public final class PartitionKeys {

    /** The longest partition key, in Unicode code points. */
    public static final int MAX_CODE_POINTS = 256;

    private static final char REPLACEMENT = '\uFFFD';

    private PartitionKeys() {}

    /**
     * The key as it can be sent: cut at its end to {@value #MAX_CODE_POINTS} code points, never inside a surrogate pair;
     * a surrogate without its other half, which UTF-8 cannot express, becomes U+FFFD. Looks at no more of the text than
     * it keeps.
     *
     * @param key any text, also empty
     */
    public static String fit(String key) {
        int codePoints = 0;
        int at = 0;
        boolean whole = true;
        while (at < key.length() && codePoints < MAX_CODE_POINTS) {
            char c = key.charAt(at);
            if (Character.isSurrogate(c)) {
                if (startsPair(key, at)) {
                    at++;
                } else {
                    whole = false;
                }
            }
            at++;
            codePoints++;
        }
        String cut = at == key.length() ? key : key.substring(0, at);
        return whole ? cut : replaceLoneSurrogates(cut);
    }

    /** A key that spreads: 64 random bits. */
    public static String random() {
        return Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
    }

    /** The length of the key in bytes of UTF-8, without encoding it. The key has no lone surrogate. */
    public static int utf8Length(String key) {
        int bytes = 0;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                // Each half of a pair counts two of its four bytes.
                bytes += 2;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }

    private static String replaceLoneSurrogates(String key) {
        StringBuilder replaced = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (startsPair(key, i)) {
                replaced.append(c).append(key.charAt(++i));
            } else {
                replaced.append(Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return replaced.toString();
    }

    private static boolean startsPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }
}
