package io.github.camelconduit.kinesis.position;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Whose positions they are. The stream consumer is part of the key because each one is sent every record: two routes
 * of one application that read the same stream with a stream consumer each stand at different places.
 *
 * @param application the application's name
 * @param consumer the name (or, where only that is known, the ARN) of the stream consumer that reads
 * @param stream the ARN of the stream, or its name where the ARN is not known
 */
public record ReaderKey(String application, String consumer, String stream) {

    public ReaderKey {
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(consumer, "consumer");
        Objects.requireNonNull(stream, "stream");
    }

    /**
     * The key as text of one line, with {@code /} between its parts: application, consumer, stream. Different keys have
     * different texts.
     */
    public String asText() {
        return encode(application) + "/" + encode(consumer) + "/" + encode(stream);
    }

    /** Percent-encodes (UTF-8) everything but letters, digits and {@code _ . : -}. */
    static String encode(String part) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_.:-".indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
