package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** When the next request goes. */
class PaceTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MAX_IN_FLIGHT = 4;

    private final ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();
    private final SendBuffer buffer = new SendBuffer(1_000_000_000, Duration.ZERO, null);
    private final InFlightRequests inFlight = new InFlightRequests();
    private final ShardGates gates = new ShardGates(RetryBackoff.DEFAULT, buffer::newShare, 500);
    private final RecordAccumulator records = new RecordAccumulator(true, gates);
    private Pace pace;
    private int sent;

    @Test
    void aRequestGoesAsSoonAsThereIsSomethingToSendAndOneMayBeUnderWay() {
        pace(0);
        assertThat(pace.sends(0)).isFalse();
        for (int i = 0; i < MAX_IN_FLIGHT; i++) {
            ready(1, 0);
            assertThat(pace.sends(0)).isTrue();
            send();
        }
        ready(1, 0);
        assertThat(pace.sends(0)).isFalse();
    }

    @Test
    void nothingIsWokenUpForWhileAsManyRequestsAreUnderWayAsMayBe() {
        pace(10);
        OutgoingRecord failed = record(0);
        records.add(failed);
        inFlight.remove(send(), 0);
        records.retryAt(failed, MILLI);
        for (int i = 1; i < MAX_IN_FLIGHT; i++) {
            ready(1, 0);
            send();
        }
        assertThat(pace.nextNanos(0)).as("three under way").isEqualTo(MILLI);
        List<OutgoingRecord> last = ready(1, 0);
        inFlight.add(last, 0);
        // The retry is due, and so is what lingers: an answer has to come first.
        assertThat(pace.nextNanos(20 * MILLI)).isNull();
        inFlight.remove(last, 0);
        assertThat(pace.nextNanos(20 * MILLI)).isEqualTo(MILLI);
    }

    @Test
    void nothingIsWokenUpForLingeringThatIsOverWhileOthersAreWaitedFor() {
        pace(1);
        List<List<OutgoingRecord>> requests = fill(3);
        answer(requests.get(0), 40 * MILLI, 50 * MILLI);
        ready(1, 0);
        assertThat(pace.sends(50 * MILLI)).isFalse();
        assertThat(pace.nextNanos(50 * MILLI)).isEqualTo(52 * MILLI);
        assertThat(pace.sends(52 * MILLI)).isTrue();
    }

    @Test
    void withSlowAnswersTheLastRequestWaitsAMomentForThoseWhoWereAnswered() {
        pace(0);
        List<List<OutgoingRecord>> requests = fill(3);
        answer(requests.get(0), 40 * MILLI, 40 * MILLI);
        ready(2, 0);
        assertThat(pace.sends(40 * MILLI)).isFalse();
        ready(1, 0);
        assertThat(pace.sends(40 * MILLI)).isTrue();
    }

    @Test
    void withSlowAnswersARecordThatFindsAFewRequestsUnderWayGathersForAShareOfTheAnswerTime() {
        pace(0, MAX_IN_FLIGHT + 2);
        List<List<OutgoingRecord>> requests = fill(1);
        answer(requests.get(0), 20 * MILLI, 20 * MILLI);
        ready(1, 20 * MILLI);
        send();
        ready(1, 20 * MILLI);
        assertThat(pace.sends(20 * MILLI)).as("four are under way").isFalse();
        assertThat(pace.nextNanos(20 * MILLI)).isEqualTo(21 * MILLI);
        assertThat(pace.sends(21 * MILLI)).isTrue();
        send();
        ready(1, 21 * MILLI);
        send();
        ready(1, 21 * MILLI);
        assertThat(pace.sends(30 * MILLI)).as("six are under way").isFalse();
        assertThat(pace.nextNanos(30 * MILLI)).isNull();
    }

    @Test
    void withSlowAnswersWhoWaitsForThoseWhoWereAnsweredWaitsNoLongerForTheNextOnes() {
        pace(0);
        List<List<OutgoingRecord>> requests = fill(2);
        answer(requests.get(0), 40 * MILLI, 40 * MILLI);
        ready(1, 40 * MILLI);
        send();
        ready(1, 40 * MILLI);
        answer(requests.get(1), 40 * MILLI, 41 * MILLI);
        assertThat(pace.sends(41 * MILLI)).isFalse();
        assertThat(pace.sends(42 * MILLI)).isTrue();
    }

    @Test
    void withFastAnswersTwoRequestsAreUnderWayAndWaitForWhomTheLastOneAnswered() {
        pace(0);
        List<List<OutgoingRecord>> requests = fill(3);
        answer(requests.get(0), MILLI, MILLI);
        answer(requests.get(1), MILLI, MILLI);
        ready(3, 0);
        assertThat(pace.sends(MILLI)).as("two are under way still").isFalse();
        assertThat(pace.nextNanos(MILLI)).isEqualTo(20 * MILLI);
        answer(requests.get(2), MILLI, MILLI);
        assertThat(pace.sends(MILLI)).isTrue();
        send();
        answer(requests.get(3), MILLI, MILLI);
        ready(2, 0);
        assertThat(pace.sends(MILLI)).as("one of three is missing").isFalse();
        assertThat(pace.nextNanos(MILLI)).isEqualTo(3 * MILLI);
        ready(1, 0);
        assertThat(pace.sends(MILLI)).isTrue();
    }

    @Test
    void withFastAnswersAFullRequestGoesAtOnceBesideTheTwo() {
        pace(0);
        List<List<OutgoingRecord>> requests = fill(3);
        answer(requests.get(0), MILLI, MILLI);
        ready(RecordAccumulator.MAX_RECORDS_PER_REQUEST, 0);
        assertThat(pace.sends(MILLI)).isTrue();
    }

    @Test
    void withFastAnswersThoseThatDoNotComeHoldUpNobody() {
        pace(0);
        List<List<OutgoingRecord>> requests = fill(1);
        answer(requests.get(0), MILLI, MILLI);
        answer(requests.get(1), MILLI, MILLI);
        ready(1, 0);
        assertThat(pace.sends(19 * MILLI)).isFalse();
        assertThat(pace.sends(20 * MILLI)).isTrue();
    }

    @Test
    void nothingUnderWayIsNothingToWaitFor() {
        pace(0);
        ready(3, 0);
        List<OutgoingRecord> request = send();
        answer(request, MILLI, MILLI);
        ready(1, 0);
        assertThat(pace.sends(MILLI)).isTrue();
    }

    @Test
    void aFlushWaitsForNobody() {
        pace(60_000);
        ready(1, 0);
        assertThat(pace.sends(0)).isFalse();
        pace.flush();
        assertThat(pace.sends(0)).isTrue();
    }

    @Test
    void whatIsHeldDoesNotGo() {
        pace(0);
        ready(1, 0);
        pace.hold(true);
        assertThat(pace.sends(0)).isFalse();
        assertThat(pace.nextNanos(0)).isNull();
        pace.hold(false);
        assertThat(pace.sends(0)).isTrue();
    }

    private void pace(long lingerMillis) {
        pace(lingerMillis, MAX_IN_FLIGHT);
    }

    private void pace(long lingerMillis, int maxInFlight) {
        configuration.setLinger(lingerMillis);
        configuration.setMaxInFlightRequests(maxInFlight);
        Sender sender = new Sender(
                null,
                null,
                PublishSettings.of(configuration),
                buffer,
                RetryBackoff.DEFAULT,
                null,
                null,
                null,
                null,
                null);
        pace = new Pace(sender, records, inFlight);
    }

    /** As many requests as may be, of so many records each. */
    private List<List<OutgoingRecord>> fill(int size) {
        List<List<OutgoingRecord>> requests = new ArrayList<>();
        for (int i = 0; i < MAX_IN_FLIGHT; i++) {
            ready(size, 0);
            requests.add(send());
        }
        return requests;
    }

    private List<OutgoingRecord> send() {
        List<OutgoingRecord> request = records.takeRequest(0, Long.MIN_VALUE / 2, new ArrayList<>());
        inFlight.add(request, 0);
        return request;
    }

    private void answer(List<OutgoingRecord> request, long answerNanos, long nowNanos) {
        inFlight.remove(request, nowNanos);
        pace.answered(request.size(), answerNanos, nowNanos);
    }

    private List<OutgoingRecord> ready(int count, long acceptedNanos) {
        List<OutgoingRecord> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            OutgoingRecord record = record(acceptedNanos);
            records.add(record);
            all.add(record);
        }
        return all;
    }

    private OutgoingRecord record(long acceptedNanos) {
        return new OutgoingRecord(
                new RecordToSend(Publishing.STREAM, "k" + sent++, null, new byte[1]),
                acceptedNanos,
                new Room(1, buffer, null),
                null,
                new Publishing.Outcome(),
                false);
    }
}
