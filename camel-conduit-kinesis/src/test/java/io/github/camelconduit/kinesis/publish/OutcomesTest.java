package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers in whose working off something goes wrong: nothing waits for them any longer. */
class OutcomesTest {

    private static final long SECOND = 1_000_000_000;

    private final SendBuffer buffer = new SendBuffer(1_000_000, Duration.ZERO, null);
    private final ShardGates gates = new ShardGates(RetryBackoff.DEFAULT, this::newShare, 500);
    private final RecordAccumulator records = new RecordAccumulator(true, gates);
    private final List<Runnable> logged = new ArrayList<>();
    private final Outcomes outcomes = new Outcomes(
            Publishing.STREAM,
            new Sender(
                    null,
                    null,
                    PublishSettings.of(new ConduitKinesisConfiguration()),
                    buffer,
                    RetryBackoff.DEFAULT,
                    null,
                    null,
                    null,
                    new WriteStatistics(),
                    null),
            records,
            new StreamCondition(),
            logged::add);
    private final List<OutgoingRecord> settled = new ArrayList<>();
    /** What each record was told, in the order of handing over. */
    private final List<Publishing.Outcome> told = new ArrayList<>();

    private boolean full;

    private SendBuffer.Share newShare() {
        if (full) {
            throw new OutOfMemoryError("Java heap space");
        }
        return buffer.newShare();
    }

    @Test
    void aShardThatIsBeingTriedIsTriedAgain() {
        OutgoingRecord first = add("first", null);
        outcomes.answered(take(0), answer(throttledBy(1)), 0, settled);
        OutgoingRecord other = add("other", null);
        List<OutgoingRecord> trial = take(SECOND);
        assertThat(trial).containsExactly(first, other);
        full = true;
        outcomes.answered(trial, answer(throttledBy(1), throttledBy(2)), SECOND, settled);
        assertThat(settled).containsExactly(first, other).noneMatch(OutgoingRecord::isWritten);
        assertThat(logged).isNotEmpty();

        OutgoingRecord next = add("first", null);
        assertThat(take(20 * SECOND)).containsExactly(next);
    }

    @Test
    void theNextOfAKeyGoesOn() {
        OutgoingRecord throttled = add("throttled", null);
        OutgoingRecord written = add("k", "no number");
        OutgoingRecord next = add("k", null);
        List<OutgoingRecord> request = take(0);
        assertThat(request).containsExactly(throttled, written);
        outcomes.answered(request, answer(throttledBy(1), writtenTo(2)), 0, settled);
        assertThat(settled).containsExactlyInAnyOrder(throttled, written);
        assertThat(written.isWritten()).isTrue();

        assertThat(take(SECOND)).containsExactly(next);
    }

    @Test
    void whatWasWorkedOffBeforeStaysSoAndTheRestIsUnknown() {
        OutgoingRecord written = add("written", null);
        OutgoingRecord throttled = add("throttled", null);
        full = true;

        outcomes.answered(take(0), answer(writtenTo(1), throttledBy(2)), 0, settled);

        assertThat(settled).containsExactly(written, throttled);
        settled.forEach(OutgoingRecord::run);
        assertThat(told.get(0)).isCompletedWithValue("1");
        assertThat(told.get(1))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(UnknownOutcomeException.class)
                .withMessageContaining("a request of 2 records")
                .withMessageContaining("could not be worked off");
    }

    @Test
    @Tag("failure-mode-38")
    void anAnswerToWhatAStopHasGivenUpIsNotToldAgainAndHeldAgainstNothing() {
        OutgoingRecord written = add("written", null);
        OutgoingRecord throttled = add("throttled", null);
        List<OutgoingRecord> request = take(0);
        assertThat(request).containsExactly(written, throttled);
        outcomes.giveUp(request, "the producer was stopped before it was written", null);

        outcomes.answered(request, answer(writtenTo(1), throttledBy(2)), 0, settled);

        assertThat(settled).isEmpty();
        assertThat(gates.isEmpty()).isTrue();
        assertThat(records.hasRetries()).isFalse();
    }

    private OutgoingRecord add(String key, String explicitHashKey) {
        Publishing.Outcome outcome = new Publishing.Outcome();
        told.add(outcome);
        OutgoingRecord record = new OutgoingRecord(
                new RecordToSend(Publishing.STREAM, key, explicitHashKey, new byte[1]),
                0,
                new Room(1, buffer, null),
                null,
                outcome,
                false);
        records.add(record);
        return record;
    }

    private List<OutgoingRecord> take(long nowNanos) {
        return records.takeRequest(nowNanos, -1, new ArrayList<>());
    }

    private static PutAnswer answer(PutRecordsResultEntry... entries) {
        return PutAnswer.of(
                entries.length, PutRecordsResponse.builder().records(entries).build(), null);
    }

    private static PutRecordsResultEntry throttledBy(int shard) {
        return PutRecordsResultEntry.builder()
                .errorCode("ProvisionedThroughputExceededException")
                .errorMessage("Rate exceeded for shard shardId-00000000000" + shard + " in stream orders.")
                .build();
    }

    private static PutRecordsResultEntry writtenTo(int shard) {
        return PutRecordsResultEntry.builder()
                .shardId("shardId-00000000000" + shard)
                .sequenceNumber("1")
                .build();
    }
}
