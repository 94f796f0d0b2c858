package io.github.camelconduit.kinesis.position;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What every store of positions does. */
public abstract class PositionStoreContract {

    protected static final ReaderKey KEY =
            new ReaderKey("shop", "shop-reader", "arn:aws:kinesis:eu-west-1:123456789012:stream/orders");

    protected static final StreamPositions FIRST = new StreamPositions(
            Instant.parse("2026-01-31T12:00:00.123456789Z"), Instant.parse("2025-12-24T18:00:00Z"), Map.of());

    /** Every kind of position and numbers of every length, each beyond the one before. */
    private static final List<Position> RISING = List.of(
            Position.TRIM_HORIZON,
            Position.at(Instant.MIN),
            Position.at(Instant.EPOCH.minusNanos(1)),
            Position.at(Instant.EPOCH),
            Position.at(Instant.EPOCH.plusNanos(1)),
            Position.at(Instant.parse("2026-01-31T12:00:00Z")),
            Position.at(Instant.MAX),
            Position.after("0"),
            Position.after("007"),
            Position.after("9"),
            Position.after("10"),
            Position.after("49590338271490256608559692538361571095921575989136588898"),
            Position.after("49590338271490256608559692538361571095921575989136588899"),
            Position.after("1" + "0".repeat(127)),
            Position.after("9".repeat(129)),
            Position.ENDED);

    private PositionStore store;

    /** A store in which nothing is kept. */
    protected abstract PositionStore open() throws Exception;

    /** What a later process finds: another store over the same data, or the same where there is none. */
    protected abstract PositionStore reopen(PositionStore store) throws Exception;

    /** The store is not used any more. */
    protected void close(PositionStore closing) throws Exception {
        if (closing instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() throws Exception {
        close(store);
    }

    private StreamPositions loadedLater() throws Exception {
        store = reopen(store);
        return store.load(KEY).orElseThrow();
    }

    @Test
    void hasNothingOfAReaderThatNeverStarted() {
        assertThat(store.load(KEY)).isEmpty();
    }

    @Test
    void keepsWhenAReaderStartedAndWhatStreamItWas() throws Exception {
        store.begin(KEY, FIRST);

        assertThat(store.load(KEY)).contains(FIRST);
        assertThat(loadedLater()).isEqualTo(FIRST);
    }

    @Test
    void keepsThatTheCreationOfTheStreamIsNotKnown() throws Exception {
        StreamPositions unknown = new StreamPositions(Instant.EPOCH, null, Map.of("a", Position.ENDED));

        store.begin(KEY, unknown);

        assertThat(loadedLater()).isEqualTo(unknown);
    }

    @Test
    void keepsEveryKindOfPositionAsItIs() throws Exception {
        Map<String, Position> shards = new HashMap<>();
        for (int i = 0; i < RISING.size(); i++) {
            shards.put(shard(i), RISING.get(i));
        }
        store.begin(KEY, FIRST);

        store.save(KEY, shards);

        assertThat(loadedLater().shards()).isEqualTo(shards);
    }

    @Test
    void replacesEverythingAtABeginning() throws Exception {
        store.begin(KEY, FIRST.advance(Map.of("a", Position.ENDED, "b", Position.ENDED)));
        store.save(KEY, Map.of("c", Position.after("9")));
        StreamPositions anew = new StreamPositions(Instant.MAX, Instant.EPOCH, Map.of("a", Position.after("1")));

        store.begin(KEY, anew);

        assertThat(store.load(KEY)).contains(anew);
        assertThat(loadedLater()).isEqualTo(anew);
        store.save(KEY, Map.of("b", Position.TRIM_HORIZON, "c", Position.after("2")));
        assertThat(loadedLater()).isEqualTo(anew.advance(Map.of("b", Position.TRIM_HORIZON, "c", Position.after("2"))));
    }

    @Test
    void movesEveryPositionForwardAndNoneBack() throws Exception {
        Map<String, Position> before = new HashMap<>();
        Map<String, Position> saved = new HashMap<>();
        Map<String, Position> further = new HashMap<>();
        for (int i = 0; i < RISING.size(); i++) {
            for (int j = 0; j < RISING.size(); j++) {
                String pair = "shard-" + i + "-" + j;
                before.put(pair, RISING.get(i));
                saved.put(pair, RISING.get(j));
                further.put(pair, RISING.get(Math.max(i, j)));
            }
        }
        store.begin(KEY, FIRST);
        store.save(KEY, before);

        store.save(KEY, saved);

        assertThat(store.load(KEY).orElseThrow().shards()).isEqualTo(further);
        assertThat(loadedLater().shards()).isEqualTo(further);
    }

    @Test
    void doesNotMoveBackWhatAnEarlierStoreSaved() throws Exception {
        store.begin(KEY, FIRST);
        store.save(KEY, Map.of("a", Position.after("10"), "b", Position.ENDED));
        store = reopen(store);

        store.save(KEY, Map.of("a", Position.after("9"), "b", Position.after("11"), "c", Position.after("1")));

        assertThat(loadedLater().shards())
                .isEqualTo(Map.of("a", Position.after("10"), "b", Position.ENDED, "c", Position.after("1")));
    }

    @Test
    void resetsPositionsBackAndForwardAndGoesOnFromThere() throws Exception {
        store.begin(KEY, FIRST);
        store.save(KEY, Map.of("a", Position.after("10"), "b", Position.ENDED, "c", Position.after("5")));

        store.reset(KEY, Map.of("a", Position.TRIM_HORIZON, "b", Position.after("7"), "d", Position.after("1")));

        Map<String, Position> reset = new HashMap<>(Map.of(
                "a",
                Position.TRIM_HORIZON,
                "b",
                Position.after("7"),
                "c",
                Position.after("5"),
                "d",
                Position.after("1")));
        assertThat(store.load(KEY).orElseThrow()).isEqualTo(FIRST.with(reset));
        assertThat(loadedLater()).isEqualTo(FIRST.with(reset));
        store.save(KEY, Map.of("a", Position.after("2"), "b", Position.after("6")));
        reset.put("a", Position.after("2"));
        assertThat(loadedLater().shards()).isEqualTo(reset);
    }

    @Test
    void resetsAThousandShards() throws Exception {
        Map<String, Position> before = new HashMap<>();
        Map<String, Position> reset = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            before.put(shard(i), Position.after("" + (i + 5)));
            reset.put(shard(i), Position.TRIM_HORIZON);
        }
        store.begin(KEY, FIRST);
        store.save(KEY, before);

        store.reset(KEY, reset);

        assertThat(loadedLater().shards()).isEqualTo(reset);
    }

    @Test
    void forgetsShardsAndNoOthers() throws Exception {
        store.begin(KEY, FIRST);
        store.save(KEY, Map.of("a", Position.ENDED, "b", Position.ENDED, "c", Position.after("5")));

        store.forget(KEY, Set.of("a", "never-there"));

        assertThat(loadedLater().shards()).isEqualTo(Map.of("b", Position.ENDED, "c", Position.after("5")));
        store.save(KEY, Map.of("c", Position.after("6")));
        assertThat(loadedLater().shards()).isEqualTo(Map.of("b", Position.ENDED, "c", Position.after("6")));
    }

    @Test
    void refusesToResetForAReaderThatNeverStarted() {
        assertThatIllegalStateException()
                .isThrownBy(() -> store.reset(KEY, Map.of("a", Position.ENDED)))
                .withMessageContaining("shop-reader");
        assertThat(store.load(KEY)).isEmpty();
    }

    @Test
    void refusesToSaveForAReaderThatNeverStarted() {
        assertThatIllegalStateException()
                .isThrownBy(() -> store.save(KEY, Map.of("a", Position.ENDED)))
                .withMessageContaining("shop-reader");
        assertThat(store.load(KEY)).isEmpty();
    }

    @Test
    void keepsTheReadersApart() throws Exception {
        List<ReaderKey> keys = List.of(
                KEY,
                new ReaderKey("SHOP", "shop-reader", KEY.stream()),
                new ReaderKey("shop", "other", KEY.stream()),
                new ReaderKey("shop", "shop-reader", KEY.stream() + "2"),
                new ReaderKey("shop/shop", "reader", KEY.stream()),
                new ReaderKey("shop", "shop/reader", KEY.stream()),
                new ReaderKey("a;b=c\nd%\u00e4", "", "../../x"),
                new ReaderKey("a;b=c\nd%\u00f6", "", "../../x"),
                new ReaderKey("a".repeat(200) + "1", "c".repeat(128), "s".repeat(128)),
                new ReaderKey("a".repeat(200) + "2", "c".repeat(128), "s".repeat(128)));
        for (int i = 0; i < keys.size(); i++) {
            store.begin(keys.get(i), FIRST);
            store.save(keys.get(i), Map.of("a", Position.after("" + i)));
        }

        store = reopen(store);

        for (int i = 0; i < keys.size(); i++) {
            assertThat(store.load(keys.get(i)).orElseThrow().shards()).isEqualTo(Map.of("a", Position.after("" + i)));
        }
    }

    @Test
    void savesAThousandShardsAtOnceAndOverAndOver() throws Exception {
        store.begin(KEY, FIRST);
        Map<String, Position> shards = new HashMap<>();
        for (int round = 1; round <= 3; round++) {
            for (int i = 0; i < 1_000; i++) {
                shards.put(shard(i), Position.after("4959033827149025660855969253836157109592" + round));
            }
            store.save(KEY, shards);
        }

        assertThat(loadedLater().shards()).isEqualTo(shards);
    }

    @Test
    void keepsTheFurthestOfWhatIsSavedAtTheSameTime() throws Exception {
        long seed = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        store.begin(KEY, FIRST);
        List<Future<Map<String, Position>>> savers = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            Random random = new Random(seed + thread);
            savers.add(threads.submit(() -> {
                Map<String, Position> furthest = new HashMap<>();
                for (int i = 0; i < 25; i++) {
                    Map<String, Position> some = new HashMap<>();
                    for (int j = 0; j < 4; j++) {
                        some.put(shard(random.nextInt(8)), Position.after("" + random.nextInt(1_000_000)));
                    }
                    store.save(KEY, some);
                    some.forEach((shard, position) -> furthest.merge(shard, position, Position::furthest));
                }
                return furthest;
            }));
        }
        Map<String, Position> expected = new HashMap<>();
        try {
            for (Future<Map<String, Position>> saver : savers) {
                saver.get().forEach((shard, position) -> expected.merge(shard, position, Position::furthest));
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(loadedLater().shards()).as("seed %s", seed).isEqualTo(expected);
    }

    private static String shard(int number) {
        return String.format("shardId-%012d", number);
    }
}
