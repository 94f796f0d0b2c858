package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import static org.assertj.core.api.Assertions.assertThat;

class RecordAccumulatorTest {

    private final SendBuffer buffer = new SendBuffer(1_000_000, Duration.ZERO, null);
    private final ShardGates gates = new ShardGates(RetryBackoff.DEFAULT, buffer::newShare, 500);
    private final RecordAccumulator records = new RecordAccumulator(true, gates);

    @Test
    @Tag("failure-mode-35")
    void whatAThrottledShardHoldsBackIsGivenUpWhenItsTimeIsOverWhateverIsThrottledAfterIt() {
        PutFailure throttled = PutFailure.ofEntry(PutRecordsResultEntry.builder()
                .errorCode("ProvisionedThroughputExceededException")
                .errorMessage("Rate exceeded for shard shardId-000000000000 in stream orders")
                .build());
        OutgoingRecord old = record("old", 10);
        OutgoingRecord young = record("young", 20);
        records.add(old);
        records.add(young);
        List<OutgoingRecord> request = records.takeRequest(30, 0, new ArrayList<>());
        assertThat(request).containsExactly(old, young);
        records.throttled(old, throttled);
        records.throttled(young, throttled);
        records.answered(request, 30, 0);

        List<OutgoingRecord> expired = new ArrayList<>();
        request = records.takeRequest(40, 15, expired);
        assertThat(expired).containsExactly(old);
        assertThat(request).containsExactly(young);
    }

    @Test
    void aThrottledShardIsTriedWithWhatWasHandedOverFirst() {
        PutFailure throttled = PutFailure.ofEntry(PutRecordsResultEntry.builder()
                .errorCode("ProvisionedThroughputExceededException")
                .errorMessage("Rate exceeded for shard shardId-000000000000 in stream orders")
                .build());
        OutgoingRecord old = record("old", 10);
        OutgoingRecord young = record("young", 20);
        records.add(old);
        records.add(young);
        List<OutgoingRecord> request = records.takeRequest(30, 0, new ArrayList<>());
        records.throttled(young, throttled);
        records.throttled(old, throttled);
        records.answered(request, 30, 0);
        assertThat(records.takeRequest(40, 0, new ArrayList<>())).containsExactly(old);
    }

    private OutgoingRecord record(String key, long acceptedNanos) {
        return new OutgoingRecord(
                new RecordToSend(Publishing.STREAM, key, null, new byte[1]),
                acceptedNanos,
                new Room(1, buffer, null),
                null,
                new Publishing.Outcome(),
                false);
    }
}
