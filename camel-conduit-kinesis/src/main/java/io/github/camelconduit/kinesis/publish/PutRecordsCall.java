package io.github.camelconduit.kinesis.publish;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * One attempt of PutRecords. The seam to the AWS SDK: tests play partial failures, lost answers and any order of answers
 * through it.
 */
@FunctionalInterface
public interface PutRecordsCall {

    /**
     * Sends the records once, without retries of its own.
     *
     * @return the answer; or the failure, {@link RequestNotSentException} if nothing left this machine. Completed on
     *     any thread, which must not be held up. Cancelling it ends the request, and it fails in the same way where
     *     nothing has left this machine.
     */
    CompletableFuture<PutRecordsResponse> put(StreamTarget stream, List<PutRecordsRequestEntry> records);
}
