package io.github.camelconduit.kinesis.position;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PositionKeeperTest {

    private final FailingStore store = new FailingStore();
    private final PositionKeeper keeper =
            new PositionKeeper(store, new ReaderKey("app", "consumer", "stream"), Map.of(), Clock.systemUTC());

    private static final class FailingStore implements PositionStore {
        final List<Map<String, Position>> saves = new ArrayList<>();
        final List<Map<String, Position>> resets = new ArrayList<>();
        final List<Set<String>> forgotten = new ArrayList<>();
        boolean failing;
        Runnable beforeFailing = () -> {};

        @Override
        public Optional<StreamPositions> load(ReaderKey key) {
            return Optional.empty();
        }

        @Override
        public void begin(ReaderKey key, StreamPositions first) {}

        @Override
        public void save(ReaderKey key, Map<String, Position> shards) {
            if (failing) {
                beforeFailing.run();
                throw new IllegalStateException("disk full");
            }
            saves.add(shards);
        }

        @Override
        public void reset(ReaderKey key, Map<String, Position> shards) {
            if (failing) {
                throw new IllegalStateException("disk full");
            }
            resets.add(shards);
        }

        @Override
        public void forget(ReaderKey key, Set<String> shardIds) {
            forgotten.add(shardIds);
        }
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

        assertThat(store.saves)
                .as("whatever became of the reset, the store has the position again")
                .containsExactly(Map.of("a", Position.after("9")), Map.of("a", Position.after("9")));
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
}
