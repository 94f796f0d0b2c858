package io.github.camelconduit.kinesis.fanout;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;

import io.github.camelconduit.kinesis.client.Remedy;
import io.github.camelconduit.kinesis.delivery.ShardRecord;
import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody else takes a subscription over, and the service ends the older one normally. */
class TakeoverTest {

    private static final SubscriptionTimes TIMES = SubscriptionTimes.aws(Duration.ofSeconds(330));

    private final ManualTimers timers = new ManualTimers();
    private final ScriptedCalls calls = new ScriptedCalls();
    private final ShardSubscription subscription =
            new ShardSubscription("shard-1", Position.TRIM_HORIZON, false, false, calls, TIMES, timers, new Told());

    @BeforeEach
    void subscribe() {
        subscription.request(100);
        subscription.start(0);
        timers.runDue();
        streamFor(20_000);
    }

    /** The last call is accepted, and brings an event. */
    private void streamFor(long millis) {
        calls.last().observer.opened();
        calls.last()
                .observer
                .event(new ShardEvent(
                        List.of(new ShardRecord("1", "key", Instant.EPOCH, new byte[0])), "1", 0, List.of()));
        timers.pass(millis);
    }

    private void refuse() {
        calls.last()
                .observer
                .failed(ResourceInUseException.builder().message("in use").build());
    }

    private void passUntilCalled() {
        int before = calls.opened.size();
        for (int i = 0; i < 100 && calls.opened.size() == before; i++) {
            timers.pass(100);
        }
        assertThat(calls.opened).hasSizeGreaterThan(before);
    }

    /** The other takes it over; it is taken back as soon as AWS lets us. */
    private void takenOver() {
        calls.last().observer.completed();
        timers.runDue();
        refuse();
    }

    @Test
    @Tag("failure-mode-9")
    void twiceInARowIsKnownAndTheShardLeftAloneForAboutTheLifeOfASubscription() {
        takenOver();
        assertThat(subscription.failures().trouble().remedy()).isEqualTo(Remedy.TIME);
        passUntilCalled();
        refuse();
        passUntilCalled();
        streamFor(6_000);

        takenOver();

        int made = calls.opened.size();
        assertThat(subscription.failures().trouble().remedy()).isEqualTo(Remedy.OPERATOR);
        timers.pass(299_000);
        assertThat(calls.opened).hasSize(made);
        timers.pass(32_000);
        assertThat(calls.opened).hasSize(made + 1);
    }

    @Test
    void aRefusalBehindACallWhoseAnswerWasLostIsNone() {
        for (int i = 0; i < 3; i++) {
            calls.last().observer.completed();
            timers.runDue();
            calls.last().observer.failed(new IOException("the answer was lost"));
            passUntilCalled();
            refuse();
            passUntilCalled();
            streamFor(20_000);
        }

        assertThat(subscription.state()).isEqualTo(SubscriptionState.STREAMING);
    }

    @Test
    void anEarlyEndBehindWhichTheNextCallIsAcceptedIsNoneAndNothingIsKeptOfOnesBefore() {
        for (int i = 0; i < 3; i++) {
            takenOver();
            passUntilCalled();
            streamFor(20_000);
            calls.last().observer.completed();
            timers.runDue();
            streamFor(20_000);
        }

        assertThat(subscription.state()).isEqualTo(SubscriptionState.STREAMING);
    }

    @Test
    void theNaturalEndIsNone() {
        for (int i = 0; i < 3; i++) {
            timers.pass(280_000);
            takenOver();
            passUntilCalled();
            streamFor(20_000);
        }

        assertThat(subscription.state()).isEqualTo(SubscriptionState.STREAMING);
    }
}
