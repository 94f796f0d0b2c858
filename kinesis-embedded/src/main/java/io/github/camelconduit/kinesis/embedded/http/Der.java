package io.github.camelconduit.kinesis.embedded.http;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** As much of ASN.1's distinguished encoding as a certificate needs. */
final class Der {

    private static final DateTimeFormatter GENERALIZED =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... elements) {
        return element(0x30, elements);
    }

    static byte[] set(byte[]... elements) {
        return element(0x31, elements);
    }

    static byte[] integer(BigInteger value) {
        return element(0x02, value.toByteArray());
    }

    static byte[] utf8(String value) {
        return element(0x0c, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] ascii(String value) {
        return value.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] octets(byte[] value) {
        return element(0x04, value);
    }

    static byte[] bitString(byte[] value) {
        return element(0x03, new byte[] {0}, value);
    }

    /** RFC 5280: UTCTime before 2050, GeneralizedTime from then on. */
    static byte[] time(Instant value) {
        boolean utc = value.atZone(ZoneOffset.UTC).getYear() < 2050;
        return utc ? element(0x17, ascii(UTC.format(value))) : element(0x18, ascii(GENERALIZED.format(value)));
    }

    static byte[] context(int tag, boolean constructed, byte[] content) {
        return element(0x80 | (constructed ? 0x20 : 0) | tag, content);
    }

    static byte[] oid(int first, int second, int... rest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first * 40 + second);
        for (int part : rest) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (part >>> shift != 0) {
                    out.write(part >>> shift & 0x7f | 0x80);
                }
            }
            out.write(part & 0x7f);
        }
        return element(0x06, out.toByteArray());
    }

    private static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >>> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
