package io.github.camelconduit.kinesis.embedded.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON written straight to growing bytes; the writer knows JSON's syntax itself. */
public final class JsonBytes {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    public JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    public int length() {
        return length;
    }

    /** The bytes written: of this object itself where they fill its capacity. */
    public byte[] toByteArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    public JsonBytes raw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /** Text of ASCII characters, as it is. */
    public JsonBytes ascii(String value) {
        return raw(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    public JsonBytes number(long value) {
        return ascii(Long.toString(value));
    }

    /** Epoch milliseconds as seconds with three decimals. */
    public JsonBytes seconds(long millis) {
        ascii(Long.toString(millis / 1000));
        int rest = (int) (millis % 1000);
        ensure(4);
        bytes[length++] = '.';
        bytes[length++] = (byte) ('0' + rest / 100);
        bytes[length++] = (byte) ('0' + rest / 10 % 10);
        bytes[length++] = (byte) ('0' + rest % 10);
        return this;
    }

    /** A string in quotes, what is not plain ASCII escaped. */
    public JsonBytes string(String value) {
        ensure(2 + escapedLength(value));
        bytes[length++] = '"';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = (byte) c;
            } else if (c >= ' ' && c < 0x7f) {
                bytes[length++] = (byte) c;
            } else {
                bytes[length++] = '\\';
                bytes[length++] = 'u';
                bytes[length++] = HEX[c >>> 12];
                bytes[length++] = HEX[c >>> 8 & 0xf];
                bytes[length++] = HEX[c >>> 4 & 0xf];
                bytes[length++] = HEX[c & 0xf];
            }
        }
        bytes[length++] = '"';
        return this;
    }

    private static int escapedLength(String value) {
        int sum = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            sum += c == '"' || c == '\\' ? 2 : c >= ' ' && c < 0x7f ? 1 : 6;
        }
        return sum;
    }

    private void ensure(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length + (bytes.length >> 1)));
        }
    }
}
