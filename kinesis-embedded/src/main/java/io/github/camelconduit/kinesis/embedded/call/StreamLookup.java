package io.github.camelconduit.kinesis.embedded.call;

import java.time.Instant;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.codec.TextShape;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;

/** The stream that a request means, by StreamARN or StreamName. */
record StreamLookup(KinesisAccount account) {

    /** The stream in whatever state it is. */
    KinesisStream any(Request request) {
        String arn = request.text("StreamARN", TextShape.STREAM_ARN);
        String name = request.text("StreamName", TextShape.STREAM_NAME);
        if (arn == null && name == null) {
            throw KinesisServiceException.invalidArgument("Either StreamARN or StreamName must be provided.");
        }
        KinesisStream stream = arn == null ? account.stream(name) : account.streamByArn(arn);
        if (name != null && !stream.name().equals(name)) {
            throw KinesisServiceException.invalidArgument(
                    "StreamName %s does not match StreamARN %s.".formatted(name, arn));
        }
        return stream;
    }

    /**
     * Holds the member StreamCreationTimestamp, which tells a stream from a deleted one of its name, against the stream.
     *
     * @throws KinesisServiceException ResourceNotFoundException when it is given and is not the stream's
     */
    static void requireCreatedThen(KinesisStream stream, Request request) {
        Instant created = request.timestamp("StreamCreationTimestamp");
        if (created != null && created.getEpochSecond() != stream.createdAt().getEpochSecond()) {
            throw KinesisServiceException.resourceNotFound(
                    "Stream %s created at %s not found.".formatted(stream.name(), created));
        }
    }

    /** The stream, which must be ACTIVE or UPDATING. */
    KinesisStream inUse(Request request) {
        KinesisStream stream = any(request);
        stream.requireInUse();
        return stream;
    }

    /** The stream, which must be ACTIVE: for what changes it. */
    KinesisStream active(Request request) {
        KinesisStream stream = any(request);
        stream.requireActive();
        return stream;
    }
}
