package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionKeeper;

import static org.assertj.core.api.Assertions.assertThat;

/** Shards that are read anew, with a route that is done with what it has of them when the test says so. */
@Timeout(20)
class ShardRestartTest {

    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final ManualTimers timers = new ManualTimers();
    private final ShardSet shards = new ShardSet();
    private final OrdersReader reader = new OrdersReader(PATIENCE);
    private final Map<String, Runnable> quiet = new HashMap<>();
    private final List<String> revoked = new ArrayList<>();
    private final List<Map<String, Position>> begun = new ArrayList<>();
    private Runnable whenRevoked = () -> {};
    private boolean streamIsGone;
    private PositionKeeper positions;
    private ShardRestart restart;

    private final class Route extends IdleListener {

        @Override
        public void withdrawn(String shardId, Runnable whenQuiet) {
            Runnable before = quiet.put(shardId, whenQuiet);
            if (before != null) {
                before.run();
            }
        }

        @Override
        public void revoked(String shardId) {
            revoked.add(shardId);
            whenRevoked.run();
        }
    }

    private final class Reading implements ShardRestart.Reading {

        @Override
        public void beginAnew(Map<String, ShardInfo> ended, Map<String, Position> from) {
            begun.add(Map.copyOf(from));
            from.keySet().forEach(shardId -> shards.replace(shardId, Set.of(), subscription(shardId)));
        }

        @Override
        public boolean unlessRevoked(Runnable what) {
            if (!streamIsGone) {
                what.run();
            }
            return !streamIsGone;
        }
    }

    @BeforeEach
    void readThreeShards() {
        Map<String, Position> kept =
                Map.of("shard-1", Position.after("1"), "shard-2", Position.after("2"), "shard-3", Position.after("3"));
        positions = reader.keep(kept);
        kept.keySet().forEach(shardId -> shards.add(shardId, Set.of(), subscription(shardId)));
        restart = new ShardRestart(reader.settings(), timers, shards, positions, new Route(), new Reading());
    }

    private ShardSubscription subscription(String shardId) {
        return new ShardSubscription(
                shardId,
                Position.TRIM_HORIZON,
                false,
                false,
                new ScriptedCalls(),
                SubscriptionTimes.aws(Duration.ofMinutes(5)),
                timers,
                new Told());
    }

    private void again(String shardId) {
        restart.again(shardId, shards.subscription(shardId));
    }

    @Test
    @Tag("failure-mode-23")
    void aShardIsReadAgainAtOnceThoughTheRouteIsNotDoneWithWhatItHasOfAnother() {
        again("shard-1");
        again("shard-2");
        again("shard-3");
        positions.done("shard-2", Position.after("20"));
        quiet.get("shard-2").run();
        quiet.get("shard-3").run();
        timers.runDue();

        assertThat(begun)
                .containsExactly(Map.of("shard-2", Position.after("20")), Map.of("shard-3", Position.after("3")));
        assertThat(revoked).containsExactly("shard-2", "shard-3");

        timers.pass(PATIENCE.toMillis());

        assertThat(begun).hasSize(3).last().isEqualTo(Map.of("shard-1", Position.after("1")));
        quiet.get("shard-1").run();
        timers.pass(PATIENCE.toMillis());
        assertThat(begun).as("once").hasSize(3);
    }

    @Test
    @Tag("failure-mode-23")
    void aRecordLeftUndoneByAReadingThatAnotherHasTakenThePlaceOfHasNothingReadAgain() {
        ShardSubscription first = shards.subscription("shard-1");
        restart.again("shard-1", first);
        quiet.remove("shard-1").run();
        timers.runDue();
        assertThat(begun).hasSize(1);

        restart.again("shard-1", first);

        assertThat(quiet).as("what the new reading has").isEmpty();
        timers.pass(PATIENCE.toMillis());
        assertThat(begun).hasSize(1);
    }

    @Test
    void aShardThatWaitsToBeReadAgainIsReadFromWhereAnOperatorSetsIt() throws Exception {
        again("shard-1");
        quiet.get("shard-1").run();
        // Nor is it read again while the positions are being set.
        whenRevoked = () -> timers.pass(PATIENCE.toMillis());

        restart.reset(
                Map.of("shard-1", new ShardInfo("shard-1", Set.of(), false, null)),
                PositionReset.toStart(),
                Instant.EPOCH);
        timers.pass(PATIENCE.toMillis());

        assertThat(begun).containsExactly(Map.of("shard-1", Position.TRIM_HORIZON));
        assertThat(reader.kept()).containsEntry("shard-1", Position.TRIM_HORIZON);
    }

    /** One that is made again has shards of the same names, which the listener has by now. */
    @Test
    @Tag("failure-mode-32")
    void aShardOfAStreamThatIsGoneIsLeftAlone() {
        again("shard-1");
        Runnable done = quiet.remove("shard-1");
        streamIsGone = true;
        done.run();
        again("shard-2");
        timers.pass(PATIENCE.toMillis());

        assertThat(quiet).isEmpty();
        assertThat(revoked).isEmpty();
    }
}
