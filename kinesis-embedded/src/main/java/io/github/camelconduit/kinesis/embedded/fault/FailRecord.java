package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Optional;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/** Refuses single records: PutRecords fails in part, PutRecord as a whole. Counts records, not calls. */
record FailRecord(Trigger trigger, KinesisServiceException error) implements Fault {

    @Override
    public Optional<KinesisServiceException> failRecord(CallTarget call) {
        return trigger.hits(call) ? Optional.of(error) : Optional.empty();
    }
}
