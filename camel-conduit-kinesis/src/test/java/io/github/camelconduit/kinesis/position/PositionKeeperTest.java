package io.github.camelconduit.kinesis.position;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PositionKeeperTest {

    private final FailingStore store = new FailingStore();
    private final PositionKeeper keeper = new PositionKeeper(store, new ReaderKey("app", "consumer", "stream"));

    private static final class FailingStore implements PositionStore {
        final List<Map<String, Position>> saves = new ArrayList<>();
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
}
