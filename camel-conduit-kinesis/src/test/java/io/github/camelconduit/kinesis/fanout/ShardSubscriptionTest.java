package io.github.camelconduit.kinesis.fanout;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

import io.github.camelconduit.kinesis.delivery.ShardRecord;
import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

class ShardSubscriptionTest {

    private static final SubscriptionTimes TIMES = SubscriptionTimes.aws(Duration.ofSeconds(330));

    private final ManualTimers timers = new ManualTimers();
    private final ScriptedCalls calls = new ScriptedCalls();
    private final Told told = new Told();
    private ShardSubscription subscription;

    @BeforeEach
    void subscription() {
        subscription = at(Position.TRIM_HORIZON, false);
    }

    private ShardSubscription at(Position position, boolean tipFirst) {
        ShardSubscription made =
                new ShardSubscription("shard-1", position, tipFirst, false, calls, TIMES, timers, told);
        made.request(2);
        return made;
    }

    private ScriptedCalls.Opened streaming() {
        subscription.start(0);
        timers.runDue();
        calls.last().observer.opened();
        return calls.last();
    }

    private static ShardEvent event(String continuation, String... sequenceNumbers) {
        List<ShardRecord> records = new ArrayList<>();
        for (String number : sequenceNumbers) {
            records.add(new ShardRecord(number, "key", Instant.EPOCH, new byte[0]));
        }
        return new ShardEvent(records, continuation, 0, List.of());
    }

    @Test
    void staysShutUntilItsParentsAreDone() {
        timers.pass(60_000);

        assertThat(calls.opened).isEmpty();
        assertThat(subscription.state()).isEqualTo(SubscriptionState.WAITING_FOR_PARENTS);
    }

    @Test
    void subscribesFromItsPositionAndPassesTheDemandOn() {
        ScriptedCalls.Opened call = streaming();

        assertThat(call.from()).isEqualTo("TRIM_HORIZON");
        assertThat(call.request.consumerARN()).isEqualTo("arn:consumer");
        assertThat(call.requested).isEqualTo(2);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.STREAMING);
    }

    @Test
    void takesTheFirstEventForTheAnswerWhereAServerGivesNone() {
        subscription.start(0);
        timers.runDue();

        assertThat(told.subscribed).isZero();
        calls.last().observer.event(event("5"));

        assertThat(subscription.state()).isEqualTo(SubscriptionState.STREAMING);
        calls.last().observer.opened();
        assertThat(told.subscribed).as("each subscription once").isEqualTo(1);
    }

    @Test
    @Tag("failure-mode-1")
    @Tag("failure-mode-2")
    void renewsBehindTheLastRecordTakenOver() {
        streaming().observer.event(event("12", "10", "12"));
        timers.pass(300_000);

        calls.last().observer.completed();
        timers.runDue();

        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:12");
        assertThat(calls.opened).hasSize(2);
        assertThat(calls.last().requested)
                .as("what was asked for and did not come")
                .isEqualTo(1);
    }

    @Test
    @Tag("failure-mode-1")
    @Tag("failure-mode-3")
    void renewsAtTheContinuationOfAnIdleShardComparedAsANumber() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(event("99", "99"));
        call.observer.event(event("100"));
        subscription.request(1);
        timers.pass(300_000);

        call.observer.completed();
        timers.runDue();

        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:100");
    }

    @Test
    void renewsThoughTheRenewalCouldNotBePlanned() {
        streaming().observer.event(event("12", "12"));
        timers.pass(300_000);
        timers.failWith = new InternalError("for a moment");

        calls.last().observer.completed();
        timers.pass(SubscriptionStates.LATE_MILLIS);
        subscription.check();
        assertThat(calls.opened).as("its timer may be about to fire").hasSize(1);
        timers.pass(1);
        subscription.check();

        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:12");
        assertThat(subscription.state()).isEqualTo(SubscriptionState.SUBSCRIBING);
        subscription.check();
        assertThat(calls.opened).as("once").hasSize(2);
    }

    @Test
    void whatIsWaitingForALookUpIsNotOpenedWithoutIt() {
        streaming().observer.event(new ShardEvent(List.of(), null, 0, List.of()));
        assertThat(subscription.state()).isEqualTo(SubscriptionState.BACKING_OFF);

        timers.pass(SubscriptionStates.LATE_MILLIS * 2);
        subscription.check();

        assertThat(calls.opened).hasSize(1);
    }

    @Test
    void asksTheNextSubscriptionForWhatOneCannotBeAskedFor() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(event("12", "12"));
        call.requestFailsWith = new InternalError("for a moment");

        subscription.request(5);

        assertThat(call.cancelled).isTrue();
        timers.pass(60_000);
        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:12");
        assertThat(calls.last().requested).isEqualTo(6);
    }

    @Test
    void staysEndedThoughNothingCanBePlannedBehindIt() {
        streaming().observer.event(event("9", "9"));
        timers.failWith = new InternalError("for a moment");

        subscription.listedAsClosed("9");

        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
    }

    @Test
    void aContinuationBehindTheRecordsDoesNotLowerThePosition() {
        streaming().observer.event(event("7", "8", "9"));

        assertThat(subscription.position()).isEqualTo(Position.after("9"));
    }

    @Test
    @Tag("failure-mode-4")
    void asksForTheTipOnlyOnceAndThenFromTheAnchor() {
        Instant anchor = Instant.parse("2026-01-01T00:00:00Z");
        subscription = at(Position.at(anchor), true);
        subscription.start(0);
        timers.runDue();
        assertThat(calls.last().from()).isEqualTo("LATEST");

        calls.last().observer.failed(new IOException("reset"));
        timers.pass(60_000);

        assertThat(calls.opened).hasSize(2);
        assertThat(calls.last().from()).isEqualTo("AT_TIMESTAMP");
        assertThat(calls.last().request.startingPosition().timestamp()).isEqualTo(anchor);
    }

    @Test
    void aFirstCallThatComesLateAsksFromTheAnchorAndLeavesNothingOut() {
        subscription = at(Position.at(Instant.EPOCH), true);
        timers.pass(ReadingPoint.TIP_MILLIS + 1);

        subscription.start(0);
        timers.runDue();

        assertThat(calls.last().from()).isEqualTo("AT_TIMESTAMP");
    }

    @Test
    void aFirstCallAfterAPauseAsksFromTheAnchorAndLeavesNothingOut() {
        subscription = at(Position.at(Instant.EPOCH), true);
        subscription.start(5);
        subscription.pause();

        subscription.resume();
        timers.pass(10);

        assertThat(calls.last().from()).isEqualTo("AT_TIMESTAMP");
    }

    @Test
    @Tag("failure-mode-7")
    void ignoresWhatASupersededAttemptStillBrings() {
        ScriptedCalls.Opened first = streaming();
        first.observer.event(event("1", "1"));
        timers.pass(300_000);
        first.observer.completed();

        first.observer.event(event("2", "2"));
        first.observer.failed(new IOException("late"));
        first.observer.completed();
        timers.runDue();
        calls.last().observer.opened();
        calls.last().observer.event(event("2", "2"));

        assertThat(calls.opened).hasSize(2);
        assertThat(told.batches)
                .extracting(batch -> batch.records().get(0).sequenceNumber())
                .containsExactly("1", "2");
    }

    @Test
    @Tag("failure-mode-8")
    @Tag("failure-mode-15")
    void keepsAwsDistanceBetweenCallsWhenAServerEndsSubscriptionsAtOnce() {
        ScriptedCalls.Opened first = streaming();
        first.observer.completed();

        timers.pass(4_999);
        assertThat(calls.opened).hasSize(1);
        timers.pass(1);
        assertThat(calls.opened).hasSize(2);
    }

    @Test
    @Tag("failure-mode-8")
    @Tag("failure-mode-11")
    void triesAgainWithGrowingPausesAndNeverGivesUp() {
        subscription.start(0);
        timers.runDue();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            long from = timers.now();
            int before = calls.opened.size();
            calls.last().observer.failed(new IOException("refused"));
            while (calls.opened.size() == before) {
                timers.pass(100);
            }
            pauses.add(timers.now() - from);
        }

        assertThat(pauses.get(0)).isBetween(1_000L, 1_200L);
        assertThat(pauses.get(11)).isBetween(15_000L, 30_100L);
    }

    @Test
    @Tag("failure-mode-5")
    void triesAgainWhenTheCallItselfThrows() {
        calls.refuseWith = new IllegalStateException("no credentials");
        subscription.start(0);
        timers.runDue();
        assertThat(subscription.state()).isEqualTo(SubscriptionState.BACKING_OFF);

        calls.refuseWith = null;
        timers.pass(2_000);

        assertThat(calls.opened).hasSize(1);
    }

    @Test
    @Tag("failure-mode-5")
    void triesAgainWhenTheCallEndsWithAnError() {
        calls.failWith = new NoClassDefFoundError("missing");
        subscription.start(0);
        timers.runDue();
        assertThat(subscription.state()).isEqualTo(SubscriptionState.BACKING_OFF);

        calls.failWith = null;
        timers.pass(2_000);

        assertThat(calls.opened).hasSize(1);
    }

    @Test
    void asksAgainForWhatWasNotTakenOverForAnError() {
        ScriptedCalls.Opened call = streaming();
        told.refusingWith = new NoClassDefFoundError("missing");
        call.observer.event(event("12", "10", "12"));
        told.refusingWith = null;

        timers.pass(10_000);

        assertThat(calls.opened).hasSize(2);
        assertThat(call.cancelled).isTrue();
        assertThat(calls.last().from()).isEqualTo("TRIM_HORIZON");
    }

    @Test
    @Tag("failure-mode-9")
    void leavesATakenOverShardAloneForAboutTheLifeOfASubscription() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(event("1", "1"));

        call.observer.failed(ResourceInUseException.builder().message("taken").build());

        timers.pass(299_000);
        assertThat(calls.opened).hasSize(1);
        timers.pass(32_000);
        assertThat(calls.opened).hasSize(2);
    }

    @Test
    void triesAgainSoonWhenTheShardWasStillInUseAtTheCall() {
        subscription.start(0);
        timers.runDue();

        calls.last()
                .observer
                .failed(ResourceInUseException.builder().message("in use").build());
        timers.pass(5_000);

        assertThat(calls.opened).hasSize(2);
    }

    @Test
    void tellsOnceThatTheServiceKnowsNothingOfIt() {
        subscription.start(0);
        timers.runDue();

        ScriptedCalls.Opened call = calls.last();
        call.observer.failed(ResourceNotFoundException.builder().message("gone").build());
        call.observer.failed(ResourceNotFoundException.builder().message("gone").build());

        assertThat(told.notFound).isEqualTo(1);
    }

    @Test
    @Tag("failure-mode-6")
    void givesUpOnASilentSubscription() {
        ScriptedCalls.Opened call = streaming();
        timers.pass(34_000);
        subscription.check();
        assertThat(call.cancelled).isFalse();

        timers.pass(2_000);
        subscription.check();

        assertThat(call.cancelled).isTrue();
        timers.pass(2_000);
        assertThat(calls.opened).hasSize(2);
    }

    @Test
    @Tag("failure-mode-6")
    void doesNotCountAsSilenceWhatItDidNotAskFor() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(event("1"));
        call.observer.event(event("2"));
        timers.pass(29_000);
        subscription.request(1);
        timers.pass(10_000);

        subscription.check();

        assertThat(call.cancelled).isFalse();
        assertThat(call.requested).isEqualTo(3);
    }

    @Test
    @Tag("failure-mode-20")
    void givesTheSubscriptionBackWhenTheRouteTakesNothingAndGoesOnOnDemand() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(event("1", "1"));
        call.observer.event(event("2", "2"));
        timers.pass(31_000);

        subscription.check();
        assertThat(subscription.state()).isEqualTo(SubscriptionState.RELEASED);
        assertThat(call.cancelled).isTrue();
        timers.pass(60_000);
        assertThat(calls.opened).hasSize(1);

        subscription.request(1);
        timers.runDue();
        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:2");
        assertThat(calls.last().requested).isEqualTo(1);
    }

    @Test
    void renewsByItselfWhenTheServiceDoesNotEndTheSubscription() {
        ScriptedCalls.Opened call = streaming();
        for (int i = 1; i < 12; i++) {
            timers.pass(30_000);
            subscription.request(1);
            call.observer.event(event(String.valueOf(i)));
        }
        timers.pass(1_000);
        subscription.check();
        timers.runDue();

        assertThat(call.cancelled).isTrue();
        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:11");
    }

    @Test
    @Tag("failure-mode-6")
    void givesUpOnACallThatIsNotAnswered() {
        subscription.start(0);
        timers.runDue();
        timers.pass(36_000);

        subscription.check();
        timers.pass(2_000);

        assertThat(calls.opened.get(0).cancelled).isTrue();
        assertThat(calls.opened).hasSize(2);
    }

    @Test
    void endsWithTheShardAndNamesItsChildren() {
        ScriptedCalls.Opened call = streaming();

        endIt(call, "8");
        call.observer.completed();
        timers.pass(600_000);

        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(told.batches).hasSize(2);
        assertThat(told.batches.get(0).records()).hasSize(1);
        assertThat(told.batches.get(1).isLast()).isTrue();
        assertThat(told.children).containsExactly(CHILD);
        assertThat(told.ends).isEqualTo(1);
        assertThat(calls.opened).hasSize(1);
    }

    @Test
    @Tag("failure-mode-27")
    void readsOnWhenTheStreamListsAShardAsOpenThatNamedChildren() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(new ShardEvent(event(null, "8").records(), null, 0, List.of(CHILD)));

        subscription.lookedUp(true, true, Set.of());
        timers.pass(10_000);

        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:8");
        assertThat(told.ends).isZero();
    }

    @Test
    @Tag("failure-mode-27")
    void readsOnWhenAClosedShardNamesChildrenThatTheStreamDoesNotHave() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(new ShardEvent(event(null, "8").records(), null, 0, List.of(CHILD)));

        subscription.lookedUp(false, true, Set.of("shard-7", "shard-9"));
        timers.pass(10_000);

        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:8");
        calls.last().observer.event(event("9", "9"));
        assertThat(subscription.state()).isEqualTo(SubscriptionState.STREAMING);
        assertThat(told.ends).isZero();
        assertThat(told.children).isEmpty();
    }

    private static final ChildShardLink CHILD = new ChildShardLink("shard-2", Set.of("shard-1"));

    private void endIt(ScriptedCalls.Opened call, String... sequenceNumbers) {
        call.observer.event(new ShardEvent(event(null, sequenceNumbers).records(), null, 0, List.of(CHILD)));
        subscription.lookedUp(false, true, Set.of(CHILD.shardId()));
    }

    @Test
    @Tag("failure-mode-25")
    void anErrorAfterTheEndDoesNotBringAnEndedShardBack() {
        ScriptedCalls.Opened call = streaming();
        endIt(call);

        call.observer.failed(new IOException("reset"));
        subscription.check();
        subscription.request(5);
        timers.pass(600_000);

        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(calls.opened).hasSize(1);
    }

    @Test
    @Tag("failure-mode-15")
    @Tag("failure-mode-27")
    void readsOnWhenAnEndThatNamesNoChildrenTurnsOutFalse() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(event(null, "3"));
        assertThat(told.doubts).isEqualTo(1);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.BACKING_OFF);

        subscription.lookedUp(true, true, Set.of());
        timers.pass(5_000);

        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:3");
        calls.last().observer.event(event("4", "4"));
        assertThat(subscription.state()).isEqualTo(SubscriptionState.STREAMING);
    }

    @Test
    @Tag("failure-mode-27")
    void aClosedShardHasEndedOnlyWhenTheNextSubscriptionSaysSoAgainWithNothingBeforeIt() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(event("3", "1", "2", "3"));
        call.observer.event(event(""));
        isListedAsClosedAndSubscribedToAgain();
        assertThat(subscription.state()).isEqualTo(SubscriptionState.SUBSCRIBING);
        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:3");

        calls.last().observer.event(event("9", "4", "9"));
        calls.last().observer.event(event(null));
        assertThat(told.ends)
                .as("what followed on the first end shows that it was none")
                .isZero();
        isListedAsClosedAndSubscribedToAgain();
        calls.last().observer.event(event(null));

        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(told.batches.get(told.batches.size() - 1).isLast()).isTrue();
        assertThat(told.batches.stream()
                        .mapToInt(batch -> batch.records().size())
                        .sum())
                .isEqualTo(5);
    }

    /** What an event says of what is behind it may be as wrong as that the shard ends, and is not held against it for ever. */
    @Test
    @Tag("failure-mode-27")
    void anEndWithMoreBehindItIsBelievedOnlyWhenSeveralSubscriptionsInARowSayIt() {
        ShardEvent end = new ShardEvent(List.of(), null, 60_000, List.of());
        ScriptedCalls.Opened call = streaming();
        call.observer.event(event("3", "3"));
        call.observer.event(end);
        for (int i = 0; i < EndOfShard.CONFIRMATIONS; i++) {
            assertThat(told.ends).isZero();
            isListedAsClosedAndSubscribedToAgain();
            calls.last().observer.event(end);
        }

        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
    }

    private void isListedAsClosedAndSubscribedToAgain() {
        assertThat(subscription.state()).isEqualTo(SubscriptionState.BACKING_OFF);
        subscription.request(2);
        subscription.lookedUp(false, true, Set.of());
        timers.pass(10_000);
    }

    /** The subscription that the doubt was of is over: what its listing says is not about the one that came since. */
    @Test
    @Tag("failure-mode-27")
    void aDoubtFromBeforeASuspensionIsForgotten() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(event("3", "3"));
        call.observer.event(event(null));
        subscription.request(5);
        subscription.pause();
        subscription.resume();
        timers.pass(10_000);
        calls.last().observer.failed(new IOException("reset"));

        subscription.lookedUp(false, true, Set.of());
        timers.pass(100_000);
        calls.last().observer.event(event(null));

        assertThat(told.ends).as("nothing but that event says it").isZero();
    }

    @Test
    void anAnswerThatComesLateSaysNothing() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(event(null, "3"));
        subscription.lookedUp(true, true, Set.of());
        timers.pass(6_000);
        calls.last().observer.opened();

        subscription.lookedUp(false, false, Set.of());

        assertThat(subscription.state()).isEqualTo(SubscriptionState.STREAMING);
    }

    /** The service does not find the shard, and the listing that follows may have it or not. */
    private void isNotFound(boolean listed) {
        int before = calls.opened.size();
        calls.last()
                .observer
                .failed(ResourceNotFoundException.builder().message("gone").build());
        subscription.lookedUp(listed, listed, Set.of());
        timers.pass(30_000);
        assertThat(calls.opened.size() > before)
                .as("tried again")
                .isEqualTo(subscription.state() != SubscriptionState.ENDED);
    }

    @Test
    void listingsThatLackAShardForAMomentDoNotEndIt() {
        subscription.start(0);
        timers.runDue();

        isNotFound(false);
        isNotFound(false);
        isNotFound(true);
        isNotFound(false);
        isNotFound(false);
        calls.last().observer.event(event("1", "1"));
        isNotFound(false);

        assertThat(told.ends).isZero();
    }

    @Test
    void aShardThatIsNotThereAnyMoreHasEnded() {
        subscription.start(0);
        timers.runDue();

        for (int i = 1; i < EndOfShard.MISSING_LISTINGS; i++) {
            isNotFound(false);
            assertThat(told.ends).isZero();
        }
        isNotFound(false);

        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(told.batches).singleElement().satisfies(batch -> assertThat(batch.isLast())
                .isTrue());
    }

    @Test
    void aShardThatIsNotFoundButListedIsTriedAgain() {
        subscription.start(0);
        timers.runDue();
        calls.last()
                .observer
                .failed(ResourceNotFoundException.builder().message("gone").build());

        subscription.lookedUp(true, true, Set.of());
        timers.pass(5_000);

        assertThat(calls.opened).hasSize(2);
        assertThat(told.batches).isEmpty();
    }

    @Test
    void malformedEventsDoNotUseTheDemandUp() {
        streaming().observer.event(event("garbage"));
        timers.pass(60_000);
        calls.last().observer.opened();
        calls.last().observer.event(event("garbage"));
        timers.pass(600_000);

        assertThat(subscription.state()).isEqualTo(SubscriptionState.SUBSCRIBING);
        assertThat(calls.last().requested).isEqualTo(2);
    }

    @Test
    @Tag("failure-mode-19")
    void whatCouldNotBeHandedOverIsReadAgain() {
        ScriptedCalls.Opened call = streaming();
        told.refusing = true;
        call.observer.event(event("2", "1", "2"));
        told.refusing = false;
        timers.pass(60_000);

        assertThat(calls.last().from()).isEqualTo("TRIM_HORIZON");
        assertThat(calls.last().requested).isEqualTo(2);
    }

    @Test
    @Tag("failure-mode-15")
    void aServerThatEndsEverySubscriptionAtOnceIsTriedMoreAndMoreSlowly() {
        streaming().observer.completed();
        assertThat(subscription.state()).isEqualTo(SubscriptionState.BACKING_OFF);
        assertThat(subscription.failures().last()).isEqualTo(SubscriptionFailure.CONNECTION);
    }

    @Test
    void treatsAnEventThatMakesNoSenseAsAFailureAndDeliversNothingOfIt() {
        ScriptedCalls.Opened call = streaming();

        call.observer.event(event("not a number", "12"));

        assertThat(told.batches).isEmpty();
        assertThat(call.cancelled).isTrue();
        assertThat(subscription.state()).isEqualTo(SubscriptionState.BACKING_OFF);
    }

    @Test
    void goesOnWhereItWasAfterAPause() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(event("1", "1"));

        subscription.pause();
        assertThat(call.cancelled).isTrue();
        call.observer.event(event("2", "2"));
        timers.pass(600_000);
        assertThat(calls.opened).hasSize(1);

        subscription.resume();
        timers.runDue();
        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:1");
        assertThat(told.batches).hasSize(1);
    }

    @Test
    void opensNothingMoreOnceStopped() {
        ScriptedCalls.Opened call = streaming();
        call.observer.completed();

        subscription.stop();
        timers.pass(600_000);
        subscription.resume();
        timers.pass(600_000);

        assertThat(calls.opened).hasSize(1);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.STOPPED);
    }

    @Test
    void triesSlowlyWhatOnlySomebodyOutsideCanMend() {
        subscription.start(0);
        timers.runDue();

        calls.last()
                .observer
                .failed(AccessDeniedException.builder().message("not allowed").build());

        timers.pass(14_000);
        assertThat(calls.opened).hasSize(1);
        assertThat(subscription.failures().lastError()).contains("kinesis:SubscribeToShard");
        timers.pass(17_000);
        assertThat(calls.opened).hasSize(2);
        calls.last().observer.opened();
        calls.last().observer.event(event("1"));
        assertThat(subscription.failures().last()).isNull();
    }

    @Test
    void whoeverFollowsAnotherSubscriptionKeepsAwsDistanceToItsCalls() {
        streaming();
        subscription.stop();
        ShardSubscription next = at(Position.after("5"), false);

        next.follow(subscription);
        next.start(0);

        timers.pass(4_900);
        assertThat(calls.opened).hasSize(1);
        timers.pass(200);
        assertThat(calls.opened).hasSize(2);
        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:5");
    }

    private static ShardEvent dry() {
        return event("5");
    }

    @Test
    void aClosedShardThatNeverSaysThatItEndsHasEndedWhenANewSubscriptionBringsNothingSeveralTimes() {
        subscription.request(10);
        ScriptedCalls.Opened before = streaming();
        before.observer.event(event("5", "5"));
        subscription.listedAsClosed(null);

        before.observer.event(dry());
        assertThat(before.cancelled)
                .as("what it brings may be from before the shard was closed")
                .isTrue();
        assertThat(subscription.state()).isEqualTo(SubscriptionState.RENEWING);
        timers.pass(5_000);
        calls.last().observer.opened();
        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:5");
        calls.last().observer.event(dry());
        calls.last().observer.event(dry());
        assertThat(told.ends).isZero();
        calls.last().observer.event(dry());

        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(told.ends).isEqualTo(1);
        assertThat(told.batches.get(told.batches.size() - 1).isLast()).isTrue();
    }

    @Test
    void aServerThatEndsEachSubscriptionBehindOneEmptyEventCountsThemTogether() {
        subscription.request(10);
        subscription.listedAsClosed(null);
        subscription.start(0);
        for (int i = 0; i < EndOfShard.DRY_EVENTS; i++) {
            assertThat(subscription.state()).isNotEqualTo(SubscriptionState.ENDED);
            timers.pass(6_000);
            calls.last().observer.event(dry());
            calls.last().observer.completed();
        }

        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        timers.pass(600_000);
        assertThat(calls.opened).hasSize(EndOfShard.DRY_EVENTS);
    }

    @Test
    void recordsAndBeingBehindShowThatAClosedShardIsNotDry() {
        subscription.listedAsClosed(null);
        ScriptedCalls.Opened call = streaming();

        call.observer.event(dry());
        call.observer.event(dry());
        call.observer.event(event("6", "6"));
        call.observer.event(dry());
        call.observer.event(dry());
        call.observer.event(new ShardEvent(List.of(), "6", 1_000, List.of()));
        call.observer.event(dry());
        call.observer.event(dry());

        assertThat(subscription.state()).isEqualTo(SubscriptionState.STREAMING);
        assertThat(told.ends).isZero();
    }

    @Test
    void anOpenShardIsNeverDry() {
        ScriptedCalls.Opened call = streaming();
        for (int i = 0; i < 10; i++) {
            call.observer.event(dry());
        }

        assertThat(subscription.state()).isEqualTo(SubscriptionState.STREAMING);
    }

    @Test
    void aClosedShardHasEndedWithItsLastSequenceNumber() {
        ScriptedCalls.Opened call = streaming();
        subscription.listedAsClosed("10");
        call.observer.event(event("9", "8", "9"));
        assertThat(subscription.state()).isEqualTo(SubscriptionState.STREAMING);

        call.observer.event(event("10", "10"));

        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(told.batches).extracting(batch -> batch.records().size()).containsExactly(2, 1, 0);
    }

    @Test
    void aShardThatIsReadToItsLastSequenceNumberHasEndedWhenItIsListedAsClosed() {
        ScriptedCalls.Opened call = streaming();
        call.observer.event(event("11", "10"));

        subscription.listedAsClosed("10");

        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(told.ends).isEqualTo(1);
    }

    @Test
    void aShardThatWasReadToItsLastSequenceNumberIsNotSubscribedToAgain() {
        subscription = at(Position.after("10"), false);
        subscription.listedAsClosed("10");
        assertThat(told.ends).as("nobody takes its end before its turn").isZero();

        subscription.start(0);
        timers.runDue();

        assertThat(calls.opened).isEmpty();
        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(told.ends).isEqualTo(1);
    }
}
