package io.github.camelconduit.kinesis.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.position.Position;

import static io.github.camelconduit.kinesis.delivery.ScriptedRoute.LIMIT;
import static io.github.camelconduit.kinesis.delivery.ScriptedRoute.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ShardDeliveryTest {

    private final ScriptedRoute route = new ScriptedRoute();
    private final ExecutorService threads = route.threads;
    private final ShardDelivery shard = new ShardDelivery("shard-1", route, ShardDelivery.MAX_IN_FLIGHT);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            numbers.add(String.valueOf(i));
        }
        return numbers;
    }

    @Test
    void deliversInOrderOneAtATimeWhetherTheRouteAnswersAtOnceOrLater() {
        shard.open();
        int last = 0;
        for (int i = 0; i < 200; i++) {
            route.handling = route.random.nextBoolean() ? ScriptedRoute.Handling.AT_ONCE : ScriptedRoute.Handling.LATER;
            int size = route.random.nextInt(30);
            shard.received(batch(last + 1, last + size, Position.after(String.valueOf(last + size)), 5));
            last += size;
        }
        Position end = Position.after(String.valueOf(last));
        await().atMost(LIMIT).until(() -> end.equals(route.lastDone()));

        assertThat(route.delivered).containsExactlyElementsOf(numbers(1, last));
        assertThat(route.atOnce).hasValue(1);
        assertThat(route.caughtUp).hasValue(0);
    }

    @Test
    @Tag("failure-mode-21")
    void asksForMoreAsItIsDoneWithWhatCameAndHoldsNothingInTheEnd() {
        shard.open();
        assertThat(route.requested).hasValue(1);
        route.handling = ScriptedRoute.Handling.LATER;

        for (int i = 0; i < 50; i++) {
            int received = i;
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(1)).until(() -> route.requested.get() > received);
            shard.received(batch(i * 10 + 1, i * 10 + 10, Position.after(String.valueOf(i * 10 + 10)), 0));
        }

        await().atMost(LIMIT).until(() -> route.caughtUp.get() == 50);
        await().atMost(LIMIT).until(() -> route.budget.used() == ShardDemand.SMALLEST && route.requested.get() == 51);
    }

    /** Where a batch is asked for is the AWS SDK's code, and whatever that throws. */
    @Test
    @Tag("failure-mode-17")
    void goesOnWithWhatCameThoughMoreCannotBeAskedFor() {
        shard.open();
        route.noMemory.set(1);

        shard.received(batch(1, 3, Position.after("3"), 5));

        await().atMost(LIMIT).until(() -> Position.after("3").equals(route.lastDone()));
        assertThat(route.delivered).containsExactly("1", "2", "3");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(route.pauses).containsExactly(1_000L));
        assertThat(route.noMemory.get()).as("asked for").isNotPositive();
        shard.received(batch(4, 6, Position.after("6"), 5));
        await().atMost(LIMIT).until(() -> Position.after("6").equals(route.lastDone()));
    }

    @Test
    @Tag("failure-mode-23")
    void savesOnlyWhatIsDoneAndStopsAtTheWindowUntilSomethingIs() {
        shard.open();
        route.handling = ScriptedRoute.Handling.KEPT;
        int all = ShardDelivery.MAX_IN_FLIGHT + 10;

        shard.received(batch(1, all, Position.after(String.valueOf(all)), 0));
        await().atMost(LIMIT).until(() -> route.open.size() == ShardDelivery.MAX_IN_FLIGHT);
        await().during(Duration.ofMillis(100))
                .atMost(LIMIT)
                .until(() -> route.delivered.size() == ShardDelivery.MAX_IN_FLIGHT);
        assertThat(route.done).isEmpty();

        List.copyOf(route.open).forEach(Runnable::run);
        await().atMost(LIMIT).until(() -> route.open.size() == all);
        assertThat(route.lastDone()).isEqualTo(Position.after(String.valueOf(ShardDelivery.MAX_IN_FLIGHT)));
        List.copyOf(route.open).forEach(Runnable::run);
        await().atMost(LIMIT).until(() -> Position.after(String.valueOf(all)).equals(route.lastDone()));
    }

    @Test
    @Tag("failure-mode-16")
    void whoBringsABatchDoesNotWaitForTheRoute() {
        shard.open();
        route.handling = ScriptedRoute.Handling.BLOCKED;

        shard.received(batch(1, 3, Position.after("3"), 0));
        shard.received(batch(4, 6, Position.after("6"), 0));

        assertThat(route.done).isEmpty();
        route.gate.countDown();
        await().atMost(LIMIT).until(() -> Position.after("6").equals(route.lastDone()));
    }

    @Test
    void looksOnceWhetherAFullWindowIsStuckHoweverOftenItFills() {
        shard.open();
        route.handling = ScriptedRoute.Handling.KEPT;
        route.later = new ArrayList<>();
        int all = ShardDelivery.MAX_IN_FLIGHT + 50;
        shard.received(batch(1, all, Position.after(String.valueOf(all)), 0));
        for (int i = 0; i < 50; i++) {
            int delivered = ShardDelivery.MAX_IN_FLIGHT + i;
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(1)).until(() -> route.open.size() == delivered);
            route.open.get(i).run();
        }

        await().atMost(LIMIT).until(() -> route.delivered.size() == all);
        assertThat(route.later).hasSize(1);
    }

    @Test
    void aShardIsStuckWhileItsWindowIsFullAndTheOldestRecordDoesNotGetDone() {
        shard.open();
        route.handling = ScriptedRoute.Handling.KEPT;
        route.later = Collections.synchronizedList(new ArrayList<>());
        int all = ShardDelivery.MAX_IN_FLIGHT + 50;
        Instant before = Instant.now();
        shard.received(batch(1, all, Position.after(String.valueOf(all)), 0));
        await().atMost(LIMIT).until(() -> route.later.size() == 1);
        assertThat(shard.stuck()).isNull();

        route.later.get(0).run();

        StuckShard stuck = shard.stuck();
        assertThat(stuck.shardId()).isEqualTo("shard-1");
        assertThat(stuck.inFlight()).isEqualTo(ShardDelivery.MAX_IN_FLIGHT);
        assertThat(stuck.since()).isBetween(before, Instant.now());
        route.open.get(0).run();
        assertThat(shard.stuck()).isNull();
    }

    @Test
    void aFullWindowThatMovesIsNotStuckAndIsLookedAtAgain() {
        shard.open();
        route.handling = ScriptedRoute.Handling.KEPT;
        route.later = Collections.synchronizedList(new ArrayList<>());
        int all = ShardDelivery.MAX_IN_FLIGHT + 50;
        shard.received(batch(1, all, Position.after(String.valueOf(all)), 0));
        await().atMost(LIMIT).until(() -> route.later.size() == 1);
        route.open.get(0).run();
        await().atMost(LIMIT).until(() -> route.open.size() == ShardDelivery.MAX_IN_FLIGHT + 1);
        await().atMost(LIMIT).until(() -> shard.progress().inFlight() == ShardDelivery.MAX_IN_FLIGHT);

        // Its end comes with the shard standing: the first look was planned before the oldest was done.
        route.later.get(0).run();

        assertThat(shard.stuck()).isNull();
        await().atMost(LIMIT).until(() -> route.later.size() == 2);
        route.later.get(1).run();
        assertThat(shard.stuck()).isNotNull();
    }

    @Test
    void aBatchThatNoThreadTakesIsKeptAndDeliveredOnce() {
        shard.open();
        route.noThreads.set(1);

        shard.received(batch(1, 3, Position.after("3"), 0));
        shard.received(batch(4, 6, Position.after("6"), 0));

        await().atMost(LIMIT).until(() -> Position.after("6").equals(route.lastDone()));
        assertThat(route.delivered).containsExactlyElementsOf(numbers(1, 6));
    }

    @Test
    void handsNothingOverWhilePausedAndGoesOnWhereItWas() {
        shard.open();
        route.paused = true;
        shard.received(batch(1, 5, Position.after("5"), 0));
        await().during(Duration.ofMillis(100)).atMost(LIMIT).until(route.delivered::isEmpty);

        route.paused = false;
        shard.schedule();

        await().atMost(LIMIT).until(() -> Position.after("5").equals(route.lastDone()));
        assertThat(route.delivered).containsExactlyElementsOf(numbers(1, 5));
    }

    @Test
    @Tag("failure-mode-18")
    void reportsTheEndBehindAllRecordsAndAsksForNothingMore() throws Exception {
        shard.open();
        route.handling = ScriptedRoute.Handling.KEPT;
        shard.received(batch(1, 3, Position.ENDED, 0));
        await().atMost(LIMIT).until(() -> route.open.size() == 3);
        assertThat(route.done).isEmpty();

        List.copyOf(route.open).forEach(Runnable::run);

        await().atMost(LIMIT).until(() -> route.lastDone() == Position.ENDED);
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(route.endings).hasValue(1);
        assertThat(route.requested).hasValue(1);
    }

    @Test
    void anEndedShardGivesBackAllItReserved() throws Exception {
        shard.open();
        shard.received(batch(1, 3, Position.after("3"), 0));
        await().atMost(LIMIT).until(() -> route.requested.get() == 2);
        shard.received(batch(4, 5, Position.ENDED, 0));

        await().atMost(LIMIT).until(() -> route.done.contains(Position.ENDED));
        await().atMost(LIMIT).until(() -> route.budget.used() == 0);
    }

    @Test
    void aRevokedShardDeliversAndReportsNothingMoreAndGivesItsBytesBack() {
        shard.open();
        route.handling = ScriptedRoute.Handling.KEPT;
        shard.received(batch(1, 3, Position.after("3"), 0));
        await().atMost(LIMIT).until(() -> route.open.size() == 3);
        route.paused = true;
        shard.received(batch(4, 6, Position.after("6"), 0));

        shard.drop();
        List.copyOf(route.open).forEach(Runnable::run);

        await().atMost(LIMIT).until(() -> route.budget.used() == 0);
        assertThat(route.done).isEmpty();
        assertThat(route.delivered).hasSize(3);
    }

    @Test
    void aRevokedShardGivesItsBytesBackAtOnceThoughTheRouteHasARecord() {
        shard.open();
        route.handling = ScriptedRoute.Handling.BLOCKED;
        shard.received(batch(1, 3, Position.after("3"), 5));
        await().atMost(LIMIT).until(() -> route.inside.get() == 1);
        assertThat(route.budget.used()).isPositive();

        shard.drop();

        assertThat(route.budget.used()).isZero();
        route.gate.countDown();
    }

    @Test
    void aWithdrawnShardFinishesWhatTheRouteHasAndTellsWhenThatIsReturned() throws Exception {
        shard.open();
        CountDownLatch inRoute = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger quiet = new AtomicInteger();
        route.inTheRoute = () -> {
            inRoute.countDown();
            try {
                leave.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        shard.received(batch(1, 3, Position.after("3"), 0));
        assertThat(inRoute.await(20, TimeUnit.SECONDS)).isTrue();

        shard.withdraw(quiet::incrementAndGet);
        assertThat(quiet).hasValue(0);
        leave.countDown();

        await().atMost(LIMIT).until(() -> quiet.get() == 1);
        assertThat(route.delivered).containsExactly("1");
        assertThat(route.done).containsExactly(Position.after("1"));
        await().atMost(LIMIT).until(() -> route.budget.used() == 0);
    }

    @Test
    void aWithdrawnShardIsQuietOnceWhatTheRouteHandedOnIsDoneToo() {
        shard.open();
        route.handling = ScriptedRoute.Handling.KEPT;
        shard.received(batch(1, 2, Position.after("2"), 0));
        await().atMost(LIMIT).until(() -> route.open.size() == 2);
        AtomicInteger quiet = new AtomicInteger();

        shard.withdraw(quiet::incrementAndGet);
        route.open.get(1).run();
        assertThat(quiet).hasValue(0);
        route.open.get(0).run();

        await().atMost(LIMIT).until(() -> quiet.get() == 1);
        assertThat(route.lastDone()).isEqualTo(Position.after("2"));
    }

    @Test
    void aShardWithNothingInTheRouteIsQuietAtOnceEvenWhenNoThreadIsFree() {
        AtomicInteger quiet = new AtomicInteger();
        shard.open();
        route.paused = true;
        shard.received(batch(1, 3, Position.after("3"), 0));
        await().atMost(LIMIT).until(() -> shard.progress().millisBehindLatest() != null);
        threads.shutdown();

        await().atMost(LIMIT).until(() -> {
            shard.withdraw(quiet::incrementAndGet);
            return quiet.get() > 0;
        });
        assertThat(route.delivered).isEmpty();
    }
}
