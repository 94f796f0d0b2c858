package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Optional;
import java.util.Set;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/** Refuses a call as AWS does when it comes too often: the error depends on the operation. */
record ThrottleCall(Trigger trigger) implements Fault {

    private static final Set<String> DATA_CALLS = Set.of("PutRecord", "PutRecords", "GetRecords", "GetShardIterator");

    @Override
    public Optional<KinesisServiceException> refuse(CallTarget call) {
        if (!trigger.hits(call)) {
            return Optional.empty();
        }
        return Optional.of(
                DATA_CALLS.contains(call.operation())
                        ? new KinesisServiceException(
                                "ProvisionedThroughputExceededException", 400, "Rate exceeded (fault on demand).")
                        : KinesisServiceException.limitExceeded("Rate exceeded (fault on demand)."));
    }
}
