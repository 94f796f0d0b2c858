package io.github.camelconduit.kinesis.embedded.call;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;

/** One operation: does what a request asks and says what to answer. Called on event loops: never blocks. */
@FunctionalInterface
public interface Operation {

    /** @throws KinesisServiceException what to answer instead */
    Answer call(Request request, CallEntry entry);
}
