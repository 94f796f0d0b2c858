package io.github.camelconduit.kinesis.position;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PositionKeeperTest {

    private static final ReaderKey KEY = new ReaderKey("app", "consumer", "stream");

    private final FailingStore store = new FailingStore();
    private final PositionKeeper keeper = new PositionKeeper(store, KEY, Map.of(), Clock.systemUTC());

    private static final class FailingStore implements PositionStore {
        final MemoryPositionStore behind = new MemoryPositionStore();
        final List<Map<String, Position>> saves = new ArrayList<>();
        final List<Map<String, Position>> resets = new ArrayList<>();
        final List<Set<String>> forgotten = new ArrayList<>();
        boolean failing;
        Runnable beforeFailing = () -> {};
        Runnable afterReset = () -> {};

        @Override
        public Optional<StreamPositions> load(ReaderKey key) {
            return Optional.empty();
        }

        @Override
        public void begin(ReaderKey key, StreamPositions first) {
            behind.begin(key, first);
        }

        @Override
        public void save(ReaderKey key, Map<String, Position> shards) {
            if (failing) {
                beforeFailing.run();
                throw new IllegalStateException("disk full");
            }
            saves.add(shards);
            behind.save(key, shards);
        }

        @Override
        public void reset(ReaderKey key, Map<String, Position> shards) {
            if (failing) {
                throw new IllegalStateException("disk full");
            }
            resets.add(shards);
            behind.reset(key, shards);
            afterReset.run();
        }

        @Override
        public void forget(ReaderKey key, Set<String> shardIds) {
            forgotten.add(shardIds);
        }
    }

    @BeforeEach
    void begin() {
        store.begin(KEY, PositionStoreContract.FIRST);
    }

    private Position kept(String shardId) {
        return store.behind.load(KEY).orElseThrow().shards().get(shardId);
    }

    @Test
    void savesTheFurthestOfEachShardTogetherAndOnlyOnce() {
        keeper.done("a", Position.after("2"));
        keeper.done("a", Position.after("1"));
        keeper.done("b", Position.ENDED);

        assertThat(keeper.save()).isTrue();
        assertThat(keeper.save()).isTrue();

        assertThat(store.saves).containsExactly(Map.of("a", Position.after("2"), "b", Position.ENDED));
    }

    @Test
    void keepsWhatCouldNotBeSavedUnlessSomethingFurtherHasCome() {
        keeper.done("a", Position.after("2"));
        keeper.done("b", Position.after("7"));
        store.failing = true;
        store.beforeFailing = () -> keeper.done("a", Position.after("3"));
        assertThat(keeper.save()).isFalse();

        store.failing = false;
        assertThat(keeper.save()).isTrue();

        assertThat(store.saves).containsExactly(Map.of("a", Position.after("3"), "b", Position.after("7")));
    }

    @Test
    void aResetReplacesWhatWasNotSavedYetAndGoesOnFromThere() {
        keeper.done("a", Position.after("9"));
        keeper.done("b", Position.after("1"));

        keeper.reset(Map.of("a", Position.TRIM_HORIZON));
        keeper.save();

        assertThat(store.resets).containsExactly(Map.of("a", Position.TRIM_HORIZON));
        assertThat(store.saves).containsExactly(Map.of("b", Position.after("1")));
        keeper.done("a", Position.after("2"));
        assertThat(keeper.standing("a").done()).isEqualTo(Position.after("2"));
        assertThat(keeper.standing("a").saved()).isEqualTo(Position.TRIM_HORIZON);
    }

    @Test
    void aResetThatFailsLeavesTheShardWhereItWasAndSavesThatAgain() {
        keeper.done("a", Position.after("9"));
        keeper.save();
        store.failing = true;

        assertThatThrownBy(() -> keeper.reset(Map.of("a", Position.TRIM_HORIZON)))
                .hasMessage("disk full");
        store.failing = false;
        keeper.save();

        assertThat(store.resets)
                .as("whatever became of the reset, the store has the position again")
                .containsExactly(Map.of("a", Position.after("9")));
        assertThat(keeper.standing("a").saved()).isEqualTo(Position.after("9"));
    }

    @Test
    void aResetForwardThatTheStoreTakesAfterItHasFailedIsPutRight() {
        keeper.done("a", Position.after("9"));
        keeper.done("b", Position.after("1"));
        keeper.save();
        store.failing = true;
        assertThatThrownBy(() -> keeper.reset(Map.of("a", Position.after("100"))))
                .hasMessage("disk full");
        store.failing = false;
        store.behind.reset(KEY, Map.of("a", Position.after("100")));
        keeper.done("a", Position.after("10"));
        keeper.done("b", Position.after("2"));

        assertThat(keeper.save()).isTrue();

        assertThat(kept("a")).isEqualTo(Position.after("10"));
        assertThat(kept("b")).isEqualTo(Position.after("2"));
        keeper.done("a", Position.after("11"));
        keeper.save();
        assertThat(store.resets).as("once is enough").hasSize(1);
        assertThat(kept("a")).isEqualTo(Position.after("11"));
    }

    @Test
    void aResetThatWorksIsNotUndoneByTheOneBeforeThatFailed() {
        keeper.done("a", Position.after("9"));
        keeper.save();
        store.failing = true;
        assertThatThrownBy(() -> keeper.reset(Map.of("a", Position.after("100"))))
                .hasMessage("disk full");
        store.failing = false;

        keeper.reset(Map.of("a", Position.after("50")));
        keeper.save();

        assertThat(kept("a")).isEqualTo(Position.after("50"));
        assertThat(store.resets).hasSize(1);
    }

    @Test
    void aShardThatStartsOverStandsThereInTheStoreToo() {
        keeper.done("a", Position.after("9"));
        keeper.save();

        keeper.startOver("a", Position.TRIM_HORIZON);
        assertThat(keeper.standing("a").done()).isEqualTo(Position.TRIM_HORIZON);
        keeper.done("a", Position.after("2"));
        keeper.save();

        assertThat(kept("a")).isEqualTo(Position.after("2"));
    }

    @Test
    void aShardThatStartsOverWhileItIsSavedIsSavedOnceMore() {
        keeper.startOver("a", Position.after("9"));
        store.afterReset = () -> {
            store.afterReset = () -> {};
            keeper.startOver("a", Position.TRIM_HORIZON);
        };

        keeper.save();
        keeper.save();

        assertThat(kept("a")).isEqualTo(Position.TRIM_HORIZON);
    }

    @Test
    void forgetsOnlyWhatHasEndedAndIsSavedAsSuch() {
        keeper.done("ended", Position.ENDED);
        keeper.done("open", Position.after("1"));
        keeper.save();
        keeper.done("not saved", Position.ENDED);

        Set<String> forgotten = keeper.forget(Set.of("ended", "open", "not saved", "unknown"));

        assertThat(forgotten).containsExactly("ended");
        assertThat(store.forgotten).containsExactly(Set.of("ended"));
        assertThat(keeper.shardIds()).containsExactlyInAnyOrder("open", "not saved");
    }

    @Test
    void whatIsLeftOutStaysInTheStoreUntilItIsForgotten() {
        Map<String, Position> kept = Map.of("read", Position.after("1"), "left out", Position.after("2"));
        store.behind.begin(KEY, PositionStoreContract.FIRST.with(kept));
        PositionKeeper some = new PositionKeeper(store, KEY, kept, Clock.systemUTC());

        some.leaveOut(Set.of("left out"));
        some.save();

        assertThat(some.shardIds()).containsExactly("read");
        assertThat(kept("left out")).isEqualTo(Position.after("2"));
        assertThat(some.forgettable()).containsExactly("left out");
        assertThat(some.forget(Set.of("left out", "read"))).containsExactly("left out");
        assertThat(store.forgotten).containsExactly(Set.of("left out"));
        assertThat(some.forgettable()).isEmpty();
    }
}
