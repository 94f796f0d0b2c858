package io.github.camelconduit.kinesis.embedded.call;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;

/** The stream that a request means, by StreamARN or StreamName. */
record StreamLookup(KinesisAccount account) {

    /** The stream in whatever state it is. */
    KinesisStream any(Request request) {
        String arn = request.text("StreamARN");
        String name = request.text("StreamName");
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

    /** The stream, which must be ACTIVE. */
    KinesisStream active(Request request) {
        KinesisStream stream = any(request);
        requireActive(stream);
        return stream;
    }

    static void requireActive(KinesisStream stream) {
        if (!stream.status().equals("ACTIVE")) {
            throw KinesisServiceException.resourceInUse("Stream %s under account %s not ACTIVE, instead in state %s"
                    .formatted(stream.name(), KinesisAccount.ID, stream.status()));
        }
    }
}
