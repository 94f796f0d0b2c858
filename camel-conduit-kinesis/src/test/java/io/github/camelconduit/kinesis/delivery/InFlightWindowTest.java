package io.github.camelconduit.kinesis.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

class InFlightWindowTest {

    private final InFlightWindow window = new InFlightWindow();

    @Test
    @Tag("failure-mode-23")
    void reachesAPositionOnlyWhenEverythingBeforeItIsDone() {
        InFlightWindow.Entry one = window.add(new InFlightWindow.Entry(Position.after("1"), 0));
        InFlightWindow.Entry two = window.add(new InFlightWindow.Entry(Position.after("2"), 0));
        InFlightWindow.Entry three = window.add(new InFlightWindow.Entry(Position.after("3"), 0));

        assertThat(window.done(three)).isNull();
        assertThat(window.done(one)).isEqualTo(Position.after("1"));
        assertThat(window.done(two)).isEqualTo(Position.after("3"));
        assertThat(window.size()).isZero();
    }

    @Test
    @Tag("failure-mode-3")
    void aContinuationWaitsBehindTheRecordsOfItsEvent() {
        InFlightWindow.Entry one = window.add(new InFlightWindow.Entry(Position.after("1"), 0));

        assertThat(window.pass(Position.after("5"))).isNull();
        assertThat(window.records()).as("a continuation is none").isEqualTo(1);
        assertThat(window.done(one)).isEqualTo(Position.after("5"));
        assertThat(window.records()).isZero();
        assertThat(window.pass(Position.after("6"))).isEqualTo(Position.after("6"));
    }

    @Test
    void anIdleShardDoesNotPileUpContinuationsBehindOneSlowRecord() {
        InFlightWindow.Entry slow = window.add(new InFlightWindow.Entry(Position.after("1"), 0));
        for (int i = 2; i < 1_000; i++) {
            window.pass(Position.after(String.valueOf(i)));
        }

        assertThat(window.size()).isEqualTo(2);
        assertThat(window.done(slow)).isEqualTo(Position.after("999"));
    }

    @Test
    void tellingDoneTwiceChangesNothing() {
        InFlightWindow.Entry one = window.add(new InFlightWindow.Entry(Position.after("1"), 0));
        InFlightWindow.Entry two = window.add(new InFlightWindow.Entry(Position.after("2"), 0));
        window.done(one);

        assertThat(window.done(one)).isNull();
        assertThat(window.done(two)).isEqualTo(Position.after("2"));
    }

    @Test
    void inAnyOrderOfCompletionTheReachedPositionsGrowAndEndAtTheLast() {
        long seed = System.nanoTime();
        List<InFlightWindow.Entry> entries = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            entries.add(window.add(new InFlightWindow.Entry(Position.after(String.valueOf(i)), 0)));
            if (i % 7 == 0) {
                window.pass(Position.after(String.valueOf(i)));
            }
        }
        Collections.shuffle(entries, new Random(seed));

        Position last = null;
        for (InFlightWindow.Entry entry : entries) {
            Position reached = window.done(entry);
            if (reached != null) {
                assertThat(last == null || reached.isBeyond(last))
                        .as("seed %s", seed)
                        .isTrue();
                last = reached;
            }
        }
        assertThat(last).as("seed %s", seed).isEqualTo(Position.after("500"));
    }

    @Test
    void theOldestRecordHasBeenTheOldestSinceTheOneBeforeItWasDone() {
        AtomicLong nanos = new AtomicLong();
        InFlightWindow timed = new InFlightWindow(nanos::get);
        assertThat(timed.oldestMillis()).isNull();
        InFlightWindow.Entry one = timed.add(new InFlightWindow.Entry(Position.after("1"), 0));
        InFlightWindow.Entry two = timed.add(new InFlightWindow.Entry(Position.after("2"), 0));
        timed.look();
        nanos.addAndGet(70_000_000);
        assertThat(timed.oldestMillis()).isEqualTo(70);

        timed.done(one);
        timed.look();
        nanos.addAndGet(5_000_000);
        assertThat(timed.oldestMillis()).as("what waits in a queue moves up").isEqualTo(5);
        timed.done(two);
        assertThat(timed.oldestMillis()).isNull();
    }

    @Test
    void aRecordThatFollowsIsNoProgressOfTheOldestOne() {
        AtomicLong nanos = new AtomicLong();
        InFlightWindow timed = new InFlightWindow(nanos::get);
        timed.add(new InFlightWindow.Entry(Position.after("1"), 0));
        InFlightWindow.Entry two = timed.add(new InFlightWindow.Entry(Position.after("2"), 0));
        timed.look();
        nanos.addAndGet(70_000_000);

        timed.done(two);

        assertThat(timed.oldestMillis()).isEqualTo(70);
    }

    @Test
    void theRouteIsAsFarAsTheOldestRecordInFlight() {
        assertThat(window.asOfNanos()).isNull();
        InFlightWindow.Entry one = window.add(new InFlightWindow.Entry(Position.after("1"), 11));
        InFlightWindow.Entry two = window.add(new InFlightWindow.Entry(Position.after("2"), 22));
        window.pass(Position.after("3"));

        assertThat(window.asOfNanos()).isEqualTo(11);
        window.done(one);
        assertThat(window.asOfNanos()).isEqualTo(22);
        window.done(two);
        assertThat(window.asOfNanos()).isNull();
    }

    @Test
    void anotherAttemptBeginsAnew() {
        AtomicLong nanos = new AtomicLong();
        InFlightWindow timed = new InFlightWindow(nanos::get);
        InFlightWindow.Entry one = timed.add(new InFlightWindow.Entry(Position.after("1"), 0));
        timed.look();
        nanos.addAndGet(70_000_000);

        timed.givenBack(one);
        timed.again(one);

        assertThat(timed.oldestMillis()).isZero();
        nanos.addAndGet(5_000_000);
        assertThat(timed.oldestMillis()).isEqualTo(5);
    }

    @Test
    void aRecordThatTheRouteGaveBackIsNotWhatItHasForLong() {
        AtomicLong nanos = new AtomicLong();
        InFlightWindow timed = new InFlightWindow(nanos::get);
        InFlightWindow.Entry one = timed.add(new InFlightWindow.Entry(Position.after("1"), 0));
        timed.look();
        nanos.addAndGet(70_000_000);

        timed.givenBack(one);

        assertThat(timed.oldestMillis()).isNull();
        assertThat(timed.records()).as("it is not done").isEqualTo(1);
        nanos.addAndGet(70_000_000);
        timed.add(new InFlightWindow.Entry(Position.after("2"), 0));
        timed.look();
        nanos.addAndGet(5_000_000);
        assertThat(timed.oldestMillis()).as("what it has behind that one").isEqualTo(5);
    }
}
