package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void nothingIsTakenOutWhereMemoryIsLacking() {
        List<OutgoingRecord> full = new ArrayList<>() {
            @Override
            public boolean add(OutgoingRecord record) {
                if (size() == 1) {
                    throw new InternalError("no memory");
                }
                return super.add(record);
            }
        };
        List<OutgoingRecord> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(record("key" + i, 10 + i));
            records.add(all.get(i));
        }
        OutgoingRecord follower = record("key0", 20);
        records.add(follower);

        assertThatThrownBy(() -> records.takeRequest(30, 12, full)).isInstanceOf(InternalError.class);

        assertThat(records.readyCount()).isEqualTo(5);
        assertThat(records.takeRequest(30, 0, new ArrayList<>())).containsExactlyInAnyOrderElementsOf(all);
        assertThat(records.hasReady()).isFalse();
        records.release(all.get(0), new ArrayList<>());
        assertThat(records.takeRequest(30, 0, new ArrayList<>())).containsExactly(follower);
    }

    @Test
    @Tag("failure-mode-35")
    void aThrottledShardIsTriedAgainAfterARequestThatDidNotGoOut() {
        PutFailure throttled = PutFailure.ofEntry(PutRecordsResultEntry.builder()
                .errorCode("ProvisionedThroughputExceededException")
                .errorMessage("Rate exceeded for shard shardId-000000000000 in stream orders")
                .build());
        OutgoingRecord one = record("one", 10);
        records.add(one);
        List<OutgoingRecord> request = records.takeRequest(30, 0, new ArrayList<>());
        records.throttled(one, throttled);
        records.answered(request, 30, 0);
        long due = 30 + TimeUnit.MINUTES.toNanos(1);
        List<OutgoingRecord> probe = records.takeRequest(due, 0, new ArrayList<>());
        assertThat(probe).containsExactly(one);

        records.notSent(probe);

        assertThat(records.takeRequest(due, 0, new ArrayList<>())).containsExactly(one);
    }

    @Test
    void whatAnErrorKeptFromBeingSettledIsNotToldAsWritten() {
        Publishing.Outcome outcome = new Publishing.Outcome();
        OutgoingRecord unsettled = new OutgoingRecord(
                new RecordToSend(Publishing.STREAM, "key", null, new byte[1]),
                10,
                new Room(1, buffer, null),
                null,
                outcome,
                false);

        unsettled.run();

        assertThat(unsettled.isWritten()).isFalse();
        assertThat(outcome).isCompletedExceptionally();
    }

    @Test
    void aRecordIsTakenOutWhereverItIs() {
        List<OutgoingRecord> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(record("key" + i, 10));
            records.add(all.get(i));
        }
        records.withdraw(all.get(3));
        records.withdraw(all.get(1));
        records.withdraw(all.get(1));
        records.withdraw(all.get(0));
        all.add(record("later", 10));
        records.add(all.get(4));

        assertThat(records.readyCount()).isEqualTo(2);
        assertThat(records.takeRequest(30, 0, new ArrayList<>())).containsExactly(all.get(2), all.get(4));
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
