package io.github.camelconduit.kinesis.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.LogCapture;
import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

/** What is known and said of a record that fails again and again. */
class RepeatedFailureTest {

    private final InFlightWindow window = new InFlightWindow();
    private final InFlightWindow.Entry first = window.add(new InFlightWindow.Entry(Position.after("1"), 0));
    private final InFlightWindow.Entry second = window.add(new InFlightWindow.Entry(Position.after("2"), 0));
    private final RepeatedFailure failing = new RepeatedFailure("shard-1");

    @Test
    void isSinceWhenHowOftenAndTheClassOfTheLastError() {
        Instant before = Instant.now();
        failing.failed(second, "2", new IllegalStateException("token-that-nobody-may-see"));
        FailingRecord once = failing.known();
        assertThat(once.since()).isBetween(before, Instant.now());

        failing.failed(second, "2", new IOException("token-that-nobody-may-see"));

        assertThat(failing.known()).isEqualTo(new FailingRecord("2", 2, "java.io.IOException", once.since()));
    }

    @Test
    void isOverWhenThatRecordIsDoneAndNotWithAnother() {
        failing.failed(second, "2", new IOException());

        failing.done(first);
        assertThat(failing.known()).isNotNull();
        failing.done(second);

        assertThat(failing.known()).isNull();
    }

    @Test
    void beginsAnewWithTheNextRecordThatFails() {
        failing.failed(first, "1", new IOException());
        failing.failed(first, "1", new IOException());
        failing.done(first);

        failing.failed(second, "2", new IOException());

        assertThat(failing.known().failures()).isEqualTo(1);
    }

    @Test
    void isNotWhatASuspensionCutOff() {
        failing.failed(first, "1", null);

        assertThat(failing.known()).isNull();
    }

    @Test
    void isSaidAtTheFourthFailureAndWhenTheirNumberHasDoubledAndWhenItIsOver() {
        try (LogCapture log = new LogCapture(Level.INFO)) {
            for (int i = 0; i < 15; i++) {
                failing.failed(first, "1", new IOException("token-that-nobody-may-see"));
            }
            failing.done(first);

            List<String> lines = linesOfTheShard(log);
            assertThat(lines).hasSize(3);
            assertThat(lines).element(0).asString().startsWith("WARN Shard shard-1: record 1 has failed 4 times");
            assertThat(lines).element(1).asString().contains("failed 8 times", "java.io.IOException");
            assertThat(lines).element(2).asString().startsWith("INFO ").contains("15 times");
            assertThat(log.lines()).noneMatch(line -> line.contains("token-that-nobody-may-see"));
        }
    }

    /** Threads of other tests may log, too. */
    private static List<String> linesOfTheShard(LogCapture log) {
        return log.lines().stream()
                .filter(line -> line.contains("hard shard-1"))
                .toList();
    }

    @Test
    void isNotSaidOfARecordThatFailedAFewTimes() {
        try (LogCapture log = new LogCapture(Level.INFO)) {
            for (int i = 0; i < 3; i++) {
                failing.failed(first, "1", new IOException());
            }
            failing.done(first);

            assertThat(linesOfTheShard(log)).isEmpty();
        }
    }

    @Test
    void isSaidOnceWithItsCauseWhenNoExchangeCouldBeMade() {
        try (LogCapture log = new LogCapture(Level.INFO)) {
            for (int i = 0; i < 3; i++) {
                failing.notMade(first, "1", new NoClassDefFoundError("missing"));
            }

            assertThat(linesOfTheShard(log))
                    .singleElement()
                    .asString()
                    .startsWith("ERROR Shard shard-1: record 1 could not be handed to the route")
                    .contains("NoClassDefFoundError: missing");
        }
        assertThat(failing.known().failures()).isEqualTo(3);
    }
}
