package io.github.camelconduit.kinesis.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

class InFlightWindowTest {

    private final InFlightWindow window = new InFlightWindow();

    @Test
    @Tag("failure-mode-23")
    void reachesAPositionOnlyWhenEverythingBeforeItIsDone() {
        InFlightWindow.Entry one = window.add(Position.after("1"));
        InFlightWindow.Entry two = window.add(Position.after("2"));
        InFlightWindow.Entry three = window.add(Position.after("3"));

        assertThat(window.done(three)).isNull();
        assertThat(window.done(one)).isEqualTo(Position.after("1"));
        assertThat(window.done(two)).isEqualTo(Position.after("3"));
        assertThat(window.size()).isZero();
    }

    @Test
    @Tag("failure-mode-3")
    void aContinuationWaitsBehindTheRecordsOfItsEvent() {
        InFlightWindow.Entry one = window.add(Position.after("1"));

        assertThat(window.pass(Position.after("5"))).isNull();
        assertThat(window.done(one)).isEqualTo(Position.after("5"));
        assertThat(window.pass(Position.after("6"))).isEqualTo(Position.after("6"));
    }

    @Test
    void anIdleShardDoesNotPileUpContinuationsBehindOneSlowRecord() {
        InFlightWindow.Entry slow = window.add(Position.after("1"));
        for (int i = 2; i < 1_000; i++) {
            window.pass(Position.after(String.valueOf(i)));
        }

        assertThat(window.size()).isEqualTo(2);
        assertThat(window.done(slow)).isEqualTo(Position.after("999"));
    }

    @Test
    void tellingDoneTwiceChangesNothing() {
        InFlightWindow.Entry one = window.add(Position.after("1"));
        InFlightWindow.Entry two = window.add(Position.after("2"));
        window.done(one);

        assertThat(window.done(one)).isNull();
        assertThat(window.done(two)).isEqualTo(Position.after("2"));
    }

    @Test
    void inAnyOrderOfCompletionTheReachedPositionsGrowAndEndAtTheLast() {
        long seed = System.nanoTime();
        List<InFlightWindow.Entry> entries = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            entries.add(window.add(Position.after(String.valueOf(i))));
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
}
