package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Optional;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/** Answers a call with an error and does nothing of what it asks. */
record RefuseCall(Trigger trigger, KinesisServiceException error) implements Fault {

    @Override
    public Optional<KinesisServiceException> refuse(CallTarget call) {
        return trigger.hits(call) ? Optional.of(error) : Optional.empty();
    }
}
