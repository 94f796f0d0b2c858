package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;

import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

/** What a subscription does when the service does not take its position. */
class RefusedPositionTest {

    private static final SubscriptionTimes TIMES = SubscriptionTimes.aws(Duration.ofSeconds(330));

    private final ManualTimers timers = new ManualTimers();
    private final ScriptedCalls calls = new ScriptedCalls();
    private final Told told = new Told();
    private ShardSubscription subscription;

    private void subscribe(Position position, boolean failOnRefused) {
        subscription = new ShardSubscription("shard-1", position, false, failOnRefused, calls, TIMES, timers, told);
        subscription.request(2);
        subscription.start(0);
        timers.runDue();
    }

    private static InvalidArgumentException refused() {
        return InvalidArgumentException.builder()
                .message("StartingSequenceNumber 5 used in SubscribeToShard on shard shard-1 is invalid.")
                .build();
    }

    @Test
    @Tag("failure-mode-32")
    void beginsWithTheOldestRecordWhenItsPositionIsRefused() {
        subscribe(Position.after("5"), false);

        calls.last().observer.failed(refused());
        timers.pass(5_000);

        assertThat(calls.last().from()).isEqualTo("TRIM_HORIZON");
        assertThat(told.failures).isEmpty();
        assertThat(told.startedOver).as("what is to be saved").containsExactly(Position.TRIM_HORIZON);
    }

    @Test
    void goesOnWhereItWasWhenSomethingElseOfTheCallIsRefused() {
        subscribe(Position.after("5"), true);

        calls.last()
                .observer
                .failed(InvalidArgumentException.builder()
                        .message("ConsumerARN arn:consumer is invalid.")
                        .build());
        timers.pass(5_000);

        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:5");
        assertThat(subscription.failures().last()).isEqualTo(SubscriptionFailure.INVALID_CALL);
        assertThat(told.startedOver).isEmpty();
        assertThat(told.failures).isEmpty();
    }

    /** Streams and stream consumers may be called as what says where to read from, and answers repeat their names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Consumer arn:aws:kinesis:us-east-1:1:stream/timestamps/consumer/SequenceNumber-reader:5 is not valid.",
                "Value 'arn:aws:kinesis:us-east-1:1:stream/timestamps/consumer/other:5' at 'consumerARN' is not valid.",
                "Stream timestamps under account 1 has no consumer SequenceNumber-reader."
            })
    void isNotRefusedByAnAnswerThatNamesTheStreamOrTheStreamConsumer(String message) {
        told.consumerArn = "arn:aws:kinesis:us-east-1:1:stream/timestamps/consumer/SequenceNumber-reader:5";
        subscribe(Position.after("5"), false);

        calls.last()
                .observer
                .failed(InvalidArgumentException.builder().message(message).build());
        timers.pass(5_000);

        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:5");
        assertThat(told.startedOver).isEmpty();
    }

    @Test
    @Tag("failure-mode-32")
    void isRefusedByAnAnswerThatNamesItBesideSuchAStream() {
        told.consumerArn = "arn:aws:kinesis:us-east-1:1:stream/timestamps/consumer/app:1";
        subscribe(Position.after("5"), false);

        calls.last()
                .observer
                .failed(InvalidArgumentException.builder()
                        .message("SequenceNumber used on stream timestamps is invalid.")
                        .build());
        timers.pass(5_000);

        assertThat(calls.last().from()).isEqualTo("TRIM_HORIZON");
    }

    @Test
    @Tag("failure-mode-32")
    void endsWhenItsPositionIsRefusedAndThatIsToBeAnError() {
        subscribe(Position.after("5"), true);

        calls.last().observer.failed(refused());
        timers.pass(600_000);

        assertThat(calls.opened).hasSize(1);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.STOPPED);
        assertThat(told.failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("AFTER(5)")
                .hasMessageContaining("onInvalidPosition=fail"));
    }

    @Test
    void doesNotGoBackToTheOldestRecordForEverWhenEvenThatIsRefused() {
        subscribe(Position.TRIM_HORIZON, false);
        calls.last().observer.failed(refused());

        assertThat(subscription.failures().last()).isEqualTo(SubscriptionFailure.POSITION_REFUSED);
        timers.pass(900);
        assertThat(calls.opened).hasSize(1);
    }

    /** Which is what the service says when its clock is behind the one that the moment was taken from. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("failure-mode-32")
    void waitsForAMomentThatHasNotComeByTheServicesClockAndReadsNothingBeforeIt(boolean failOnRefused) {
        Instant moment = Instant.parse("2026-01-31T12:00:00Z");
        subscribe(Position.at(moment), failOnRefused);

        for (int i = 1; i < 4; i++) {
            calls.last()
                    .observer
                    .failed(InvalidArgumentException.builder()
                            .message(
                                    "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis.")
                            .build());
            assertThat(calls.opened).hasSize(i);
            timers.pass(5_000);
        }

        assertThat(calls.opened).hasSize(4).allSatisfy(call -> {
            assertThat(call.from()).isEqualTo("AT_TIMESTAMP");
            assertThat(call.request.startingPosition().timestamp()).isEqualTo(moment);
        });
        assertThat(told.startedOver).isEmpty();
        assertThat(told.failures).isEmpty();
    }
}
