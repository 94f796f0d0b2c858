package io.github.camelconduit.kinesis.position;

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
}
