package io.github.camelconduit.kinesis.fanout;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.delivery.ShardRecord;
import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

/** Where the next subscription goes on and when it is opened, whatever ended the one before. */
class SubscriptionContinuityTest {

    private static final SubscriptionTimes TIMES = SubscriptionTimes.aws(Duration.ofSeconds(330));
    private static final ChildShardLink CHILD = new ChildShardLink("shard-2", Set.of("shard-1"));

    private final ManualTimers timers = new ManualTimers();
    private final ScriptedCalls calls = new ScriptedCalls();
    private final Told told = new Told();

    private ShardSubscription subscribe(Position from, boolean tipFirst) {
        ShardSubscription subscription =
                new ShardSubscription("shard-1", from, tipFirst, false, calls, TIMES, timers, told);
        subscription.request(2);
        subscription.start(0);
        timers.runDue();
        return subscription;
    }

    private static ShardEvent event(String continuation, String... sequenceNumbers) {
        return event(List.of(), continuation, sequenceNumbers);
    }

    private static ShardEvent event(List<ChildShardLink> children, String continuation, String... sequenceNumbers) {
        List<ShardRecord> records = new ArrayList<>();
        for (String number : sequenceNumbers) {
            records.add(new ShardRecord(number, "key", Instant.EPOCH, new byte[0]));
        }
        return new ShardEvent(records, continuation, 0, children);
    }

    @Test
    @Tag("failure-mode-1")
    void doesNotRenewAtTheTipWhereItBegan() {
        subscribe(Position.at(Instant.EPOCH), true);
        assertThat(calls.last().from()).isEqualTo("LATEST");
        calls.last().observer.opened();
        calls.last().observer.event(event("7", "5"));
        timers.pass(300_000);

        calls.last().observer.completed();
        timers.runDue();

        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:7");
    }

    @Test
    @Tag("failure-mode-8")
    void renewsAtOnceWhenTheTimeOfASubscriptionIsOver() {
        subscribe(Position.TRIM_HORIZON, false);
        calls.last().observer.event(event("1", "1"));
        timers.pass(300_000);

        calls.last().observer.completed();
        timers.runDue();

        assertThat(calls.opened).hasSize(2);
    }

    @Test
    @Tag("failure-mode-8")
    void neverCallsTwiceInASecondHoweverOftenItIsRefused() {
        subscribe(Position.TRIM_HORIZON, false);
        long first = timers.now();
        calls.last().observer.failed(new IOException("refused"));

        while (calls.opened.size() < 2) {
            timers.pass(10);
        }

        assertThat(timers.now() - first).isBetween(1_000L, 1_010L);
    }

    @Test
    @Tag("failure-mode-15")
    void goesOnFromTheContinuationAtAwsPaceWhenEachSubscriptionIsEndedAfterOneEvent() {
        ShardSubscription subscription = subscribe(Position.TRIM_HORIZON, false);
        for (int i = 1; i <= 5; i++) {
            calls.last().observer.opened();
            calls.last().observer.event(event(String.valueOf(i * 10)));
            calls.last().observer.completed();
            subscription.request(1);
            timers.pass(4_999);
            assertThat(calls.opened).hasSize(i);
            timers.pass(1);
            assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:" + i * 10);
        }

        assertThat(calls.opened).hasSize(6);
    }

    @Test
    @Tag("failure-mode-26")
    void anEmptyShardThatEndsBeforeItsSubscriptionIsAnsweredStaysEnded() {
        ShardSubscription subscription = subscribe(Position.TRIM_HORIZON, false);
        ScriptedCalls.Opened call = calls.last();

        call.observer.event(event(List.of(CHILD), null));
        subscription.lookedUp(false, true, Set.of(CHILD.shardId()));
        call.observer.opened();
        call.observer.completed();
        subscription.start(0);
        subscription.resume();
        timers.pass(600_000);

        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(told.children).containsExactly(CHILD);
        assertThat(calls.opened).hasSize(1);
    }

    @Test
    @Tag("failure-mode-18")
    void whatCameBeforeAnErrorIsHandedOverAndNotReadAgain() {
        subscribe(Position.TRIM_HORIZON, false);
        calls.last().observer.opened();
        calls.last().observer.event(event("3", "1", "2", "3"));

        calls.last().observer.failed(new IOException("reset"));
        timers.pass(10_000);

        assertThat(told.batches).singleElement().satisfies(batch -> assertThat(batch.records())
                .hasSize(3));
        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:3");
    }

    @Test
    @Tag("failure-mode-3")
    void theContinuationOfAnEmptyEventIsHandedOnToBeSaved() {
        subscribe(Position.TRIM_HORIZON, false);
        calls.last().observer.opened();

        calls.last().observer.event(event("42"));

        assertThat(told.batches).singleElement().satisfies(batch -> assertThat(batch.next())
                .isEqualTo(Position.after("42")));
    }
}
