package io.github.camelconduit.kinesis.embedded.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.AnswerWriter;
import io.github.camelconduit.kinesis.embedded.codec.Format;

/** Answers one request in its format. */
record Responder(HttpServerResponse response, Format format) {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    void answer(Answer answer) {
        putCommonHeaders();
        end(200, answer);
    }

    /** A body that is neither JSON nor CBOR. */
    void garbled() {
        putCommonHeaders();
        end(200, Buffer.buffer("{\"Records\":[{"));
    }

    void error(KinesisServiceException error) {
        putCommonHeaders();
        response.putHeader("x-amzn-ErrorType", error.type());
        end(error.status(), to -> to.text("__type", error.type()).text("message", error.getMessage()));
    }

    /** The headers of every answer. */
    void putCommonHeaders() {
        response.putHeader("x-amzn-RequestId", UUID.randomUUID().toString());
        response.putHeader(HttpHeaders.DATE, HTTP_DATE.format(Instant.now()));
    }

    private void end(int status, Answer answer) {
        end(status, Buffer.buffer(AnswerWriter.encode(format, answer)));
    }

    private void end(int status, Buffer body) {
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(status);
        response.putHeader(HttpHeaders.CONTENT_TYPE, format.contentType());
        response.end(body);
    }
}
