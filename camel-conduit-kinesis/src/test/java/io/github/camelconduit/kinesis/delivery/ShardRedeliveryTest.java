package io.github.camelconduit.kinesis.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.LogCapture;
import io.github.camelconduit.kinesis.position.Position;

import static io.github.camelconduit.kinesis.delivery.ScriptedRoute.LIMIT;
import static io.github.camelconduit.kinesis.delivery.ScriptedRoute.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of a record of a shard that failed and is to be delivered again. */
class ShardRedeliveryTest {

    private final ScriptedRoute route = new ScriptedRoute();
    private final ShardDelivery shard = new ShardDelivery("shard-1", route, ShardDelivery.MAX_IN_FLIGHT);

    @AfterEach
    void stop() {
        route.threads.shutdownNow();
    }

    @Test
    @Tag("failure-mode-22")
    void aRecordThatIsToBeDeliveredAgainIsDeliveredBeforeAnyOtherWithGrowingPauses() {
        shard.open();
        route.failing.set(7);

        shard.received(batch(1, 3, Position.after("3"), 0));

        await().atMost(LIMIT).until(() -> Position.after("3").equals(route.lastDone()));
        assertThat(route.delivered).containsExactly("1", "1", "1", "1", "1", "1", "1", "1", "2", "3");
        assertThat(route.pauses).containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
    }

    @Test
    @Tag("failure-mode-22")
    void aRecordIsDeliveredAgainBeforeAnyOtherThoughThePauseBeforeThatCannotBegin() {
        shard.open();
        route.failing.set(1);
        route.noTimer.set(1);

        shard.received(batch(1, 3, Position.after("3"), 0));

        await().atMost(LIMIT).until(() -> Position.after("3").equals(route.lastDone()));
        assertThat(route.delivered).containsExactly("1", "1", "2", "3");
    }

    @Test
    @Tag("failure-mode-22")
    void theSameWhenMoreComesThoughNothingCanBeRunLaterAtAll() {
        shard.open();
        route.failing.set(1);
        route.noTimer.set(2);
        try (LogCapture log = new LogCapture(Level.ERROR)) {
            shard.received(batch(1, 3, Position.after("3"), 0));
            await().atMost(LIMIT)
                    .until(() -> log.lines().stream().anyMatch(line -> line.contains("goes on when more comes")));
        }
        assertThat(route.delivered).containsExactly("1");

        shard.received(batch(4, 5, Position.after("5"), 0));

        await().atMost(LIMIT).until(() -> Position.after("5").equals(route.lastDone()));
        assertThat(route.delivered).containsExactly("1", "1", "2", "3", "4", "5");
    }

    @Test
    @Tag("failure-mode-22")
    void aShardGoesOnThoughItsRunFailsWhenARecordIsDeliveredAgain() {
        shard.open();
        route.failing.set(1);
        route.noStore.set(1);

        shard.received(batch(1, 3, Position.after("3"), 0));

        await().atMost(LIMIT).until(() -> Position.after("3").equals(route.lastDone()));
        assertThat(route.delivered).containsExactly("1", "1", "2", "3");
        assertThat(route.noStore.get()).as("told").isNegative();
    }

    /** As where the route answers later, on its own threads. */
    @Test
    void aShardGoesOnThoughNoThreadTakesItWhenTheRouteReturnsARecord() {
        shard.open();
        route.handling = ScriptedRoute.Handling.LATER;
        AtomicInteger entered = new AtomicInteger();
        route.inTheRoute = () -> route.noThreads.set(entered.incrementAndGet() == 1 ? 1 : 0);

        shard.received(batch(1, 3, Position.after("3"), 0));

        await().atMost(LIMIT).until(() -> Position.after("3").equals(route.lastDone()));
        assertThat(route.pauses).containsExactly(1_000L);
    }

    @Test
    void aWithdrawnShardIsQuietAtOnceThoughARecordWaitsToBeDeliveredAgain() {
        shard.open();
        route.later = Collections.synchronizedList(new ArrayList<>());
        route.failing.set(1);
        shard.received(batch(1, 3, Position.after("3"), 0));
        await().atMost(LIMIT).until(() -> route.later.size() == 1);
        AtomicInteger quiet = new AtomicInteger();

        shard.withdraw(quiet::incrementAndGet);

        assertThat(quiet).hasValue(1);
        route.later.get(0).run();
        assertThat(route.delivered).containsExactly("1");
    }

    /** Nothing is handed over meanwhile, and each look costs a control thread and a delivery thread. */
    @Test
    void whatWaitsWhileTheRouteIsSuspendedIsLookedAtOnceASecondAtMostThoughAnEarlierRecordGetsDone() {
        shard.open();
        route.handling = ScriptedRoute.Handling.KEPT;
        route.later = Collections.synchronizedList(new ArrayList<>());
        shard.received(batch(1, 1, Position.after("1"), 0));
        await().atMost(LIMIT).until(() -> route.open.size() == 1);
        route.failing.set(1);
        shard.received(batch(2, 2, Position.after("2"), 0));
        await().atMost(LIMIT).until(() -> route.later.size() == 1);
        route.paused = true;

        route.open.get(0).run();
        route.later.get(0).run();
        route.later.get(1).run();

        assertThat(route.pauses).containsExactly(1_000L, 1_000L, 1_000L);
    }

    /** Whoever has the shard read again may be about to. */
    @Test
    @Tag("failure-mode-23")
    void nothingIsDeliveredBehindARecordThatWasLeftUndoneEvenBeforeItsShardIsReadAgain() {
        shard.open();
        route.handling = ScriptedRoute.Handling.KEPT;
        shard.received(batch(1, 1, Position.after("1"), 0));
        await().atMost(LIMIT).until(() -> route.outcomes.size() == 1);

        route.outcomes.get(0).leftUndone();
        shard.received(batch(2, 3, Position.after("3"), 0));

        await().during(Duration.ofMillis(100)).atMost(LIMIT).until(() -> route.delivered.size() == 1);
        assertThat(shard.tellUndone()).isTrue();
        assertThat(shard.tellUndone()).as("once").isFalse();
    }

    @Test
    @Tag("failure-mode-23")
    void aRecordThatFailedBehindOneThatWasLeftUndoneIsNotDeliveredAgain() {
        shard.open();
        route.handling = ScriptedRoute.Handling.KEPT;
        route.later = Collections.synchronizedList(new ArrayList<>());
        shard.received(batch(1, 1, Position.after("1"), 0));
        await().atMost(LIMIT).until(() -> route.outcomes.size() == 1);
        route.failing.set(1);
        shard.received(batch(2, 2, Position.after("2"), 0));
        await().atMost(LIMIT).until(() -> route.later.size() == 1);

        route.outcomes.get(0).leftUndone();
        route.later.get(0).run();

        assertThat(route.delivered).containsExactly("1", "2");
        AtomicInteger quiet = new AtomicInteger();
        shard.withdraw(quiet::incrementAndGet);
        assertThat(quiet).hasValue(1);
    }
}
