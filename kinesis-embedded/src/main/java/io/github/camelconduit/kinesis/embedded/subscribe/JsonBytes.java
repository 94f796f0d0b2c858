package io.github.camelconduit.kinesis.embedded.subscribe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON written straight to growing bytes; the writer knows JSON's syntax itself. */
final class JsonBytes {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    byte[] array() {
        return bytes;
    }

    /** Leaves room that is written later. */
    void skip(int count) {
        ensure(count);
        length += count;
    }

    JsonBytes raw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /** Text of ASCII characters, as it is. */
    JsonBytes ascii(String value) {
        return raw(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    JsonBytes number(long value) {
        return ascii(Long.toString(value));
    }

    /** Epoch milliseconds as seconds with three decimals. */
    JsonBytes seconds(long millis) {
        ascii(Long.toString(millis / 1000));
        int rest = (int) (millis % 1000);
        ensure(4);
        bytes[length++] = '.';
        bytes[length++] = (byte) ('0' + rest / 100);
        bytes[length++] = (byte) ('0' + rest / 10 % 10);
        bytes[length++] = (byte) ('0' + rest % 10);
        return this;
    }

    JsonBytes base64(byte[] value) {
        int text = Base64Text.lengthOf(value.length);
        ensure(text + 2);
        bytes[length++] = '"';
        Base64Text.encode(value, bytes, length);
        length += text;
        bytes[length++] = '"';
        return this;
    }

    /** A string in quotes, what is not plain ASCII escaped. */
    JsonBytes string(String value) {
        ensure(2 + 6 * value.length());
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

    private void ensure(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length + (bytes.length >> 1)));
        }
    }
}
