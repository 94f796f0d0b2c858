package io.github.camelconduit.kinesis.embedded.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * Base64 written in place. Six bytes become eight characters with four look-ups: about twice as fast as the JDK's encoder
 * where that has no vector instructions to use, and it is most of what pushing a record costs.
 */
public final class Base64Text {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The two characters for each twelve bits. */
    private static final char[] PAIRS = pairs();

    private Base64Text() {}

    /** How long the text for so many bytes is. */
    public static int lengthOf(int bytes) {
        return (bytes + 2) / 3 * 4;
    }

    /** Writes the text of all of {@code data} to {@code out} from {@code at} on, where there is room for it. */
    public static void encode(byte[] data, byte[] out, int at) {
        char[] pairs = PAIRS;
        int in = 0;
        int to = at;
        // Eight bytes are read for six.
        for (; in + Long.BYTES <= data.length; in += 6) {
            long bits = (long) LONG.get(data, in);
            LONG.set(
                    out,
                    to,
                    (long) pairs[(int) (bits >>> 52)] << 48
                            | (long) pairs[(int) (bits >>> 40) & 0xfff] << 32
                            | (long) pairs[(int) (bits >>> 28) & 0xfff] << 16
                            | pairs[(int) (bits >>> 16) & 0xfff]);
            to += Long.BYTES;
        }
        byte[] rest = new byte[data.length - in];
        System.arraycopy(data, in, rest, 0, rest.length);
        byte[] end = Base64.getEncoder().encode(rest);
        System.arraycopy(end, 0, out, to, end.length);
    }

    private static char[] pairs() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        char[] pairs = new char[1 << 12];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (char) (alphabet.charAt(i >>> 6) << 8 | alphabet.charAt(i & 0x3f));
        }
        return pairs;
    }
}
