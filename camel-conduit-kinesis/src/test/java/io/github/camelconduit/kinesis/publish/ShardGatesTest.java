package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import static org.assertj.core.api.Assertions.assertThat;

/** What answers teach about a shard that is throttled. */
class ShardGatesTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final PutFailure THROTTLED = PutFailure.ofEntry(PutRecordsResultEntry.builder()
            .errorCode("ProvisionedThroughputExceededException")
            .errorMessage("Rate exceeded for shard shardId-000000000001 in stream orders under account 111111111111.")
            .build());

    private final SendBuffer buffer = new SendBuffer(1_000_000, Duration.ZERO, null);
    private final ShardGates gates = new ShardGates(RetryBackoff.DEFAULT, buffer::newShare, 500);
    private final List<OutgoingRecord> free = new ArrayList<>();
    private int keys;

    @Test
    void answersToRequestsThatWentOutBeforeTheShardWasKnownToBeThrottledSlowItNoFurther() {
        throttle(request(), 0);
        ShardGate gate = gates.all().iterator().next();
        long due = gate.dueNanos();

        for (int i = 0; i < 15; i++) {
            throttle(request(), i);
        }

        assertThat(gate.dueNanos()).isEqualTo(due);
        assertThat(gate.held()).hasSize(16);
    }

    @Test
    void theyDoNotEndTheTrialThatIsUnderWay() {
        throttle(request(), 0);
        ShardGate gate = gates.all().iterator().next();
        List<OutgoingRecord> trial = List.of(gate.held().poll());
        assertThat(gate.admits(SECOND)).isTrue();
        gate.took();
        gate.sent(trial);
        assertThat(gate.isUnderWay()).isTrue();

        throttle(request(), SECOND);
        assertThat(gate.isUnderWay()).isTrue();
        assertThat(gate.admits(10 * SECOND)).as("a second trial").isFalse();

        long before = gate.dueNanos();
        throttle(trial, 2 * SECOND);
        assertThat(gate.isUnderWay()).isFalse();
        assertThat(gate.dueNanos()).isGreaterThan(before);
    }

    private void throttle(List<OutgoingRecord> request, long nowNanos) {
        request.forEach(record -> gates.throttled(record, THROTTLED).hold(record));
        gates.answered(request, nowNanos, 1, free);
    }

    private List<OutgoingRecord> request() {
        RecordToSend record = new RecordToSend(Publishing.STREAM, "k" + keys++, null, new byte[1]);
        return List.of(new OutgoingRecord(record, 0, new Room(1, buffer, null), null, new Publishing.Outcome(), false));
    }
}
