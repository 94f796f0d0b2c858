package io.github.camelconduit.kinesis.embedded.http;

import java.util.function.Consumer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;

/** Reads request bodies into memory, as far as the largest request that keeps the rules can be. */
final class BodyReader {

    /** For the members around the records. */
    private static final long OVERHEAD = 1 << 20;

    private final long limit;

    BodyReader(Rules rules) {
        // Blobs grow by a third as base64; a request of one record may be as large as the record limit.
        long content = Math.max(rules.maxRequestBytes(), rules.maxRecordBytes());
        limit = content + content / 3 + OVERHEAD;
    }

    /** Calls one of the two, once; neither when the client goes away before. */
    void read(HttpServerRequest request, Consumer<byte[]> onBody, Consumer<KinesisServiceException> onTooLarge) {
        Buffer body = Buffer.buffer();
        long[] received = {0};
        request.handler(chunk -> {
            boolean before = received[0] <= limit;
            received[0] += chunk.length();
            if (received[0] <= limit) {
                body.appendBuffer(chunk);
            } else if (before) {
                onTooLarge.accept(new KinesisServiceException(
                        "RequestEntityTooLargeException", 413, "The request is larger than %d bytes".formatted(limit)));
            }
        });
        request.endHandler(v -> {
            if (received[0] <= limit) {
                onBody.accept(body.getBytes());
            }
        });
    }
}
