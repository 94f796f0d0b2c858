package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.LogCapture;
import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

import static org.assertj.core.api.Assertions.assertThat;

class StartingPointTest {

    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
    private static final ReaderKey KEY = new ReaderKey("app", "consumer", ARN);
    private static final Instant CREATED = Instant.parse("2026-01-31T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-31T13:00:00Z");
    private static final Position TIP = Position.at(NOW.minusSeconds(2));

    private final MemoryPositionStore store = new MemoryPositionStore();

    private static FanOutSettings settings(boolean startFromLatest, String... shardIds) {
        return new FanOutSettings(
                "orders",
                null,
                "app",
                "consumer",
                null,
                false,
                startFromLatest,
                null,
                Set.of(shardIds),
                false,
                false,
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5));
    }

    private static ShardInfo shard(String shardId, boolean closed, String... parents) {
        return new ShardInfo(shardId, Set.of(parents), closed, null);
    }

    private static StreamFinder.Found found(Instant created, Instant at, ShardInfo... shards) {
        return new StreamFinder.Found(
                new StreamDirectory.Description(ARN, created, "ACTIVE"),
                new StreamDirectory.Listing(List.of(shards), at),
                0);
    }

    private StartingPoint find(StreamFinder.Found found, Optional<StreamFinder.Found> atFirst) {
        StartingPoint from = StartingPoint.find(store, KEY, settings(true), found, atFirst);
        assertThat(store.load(KEY)).as("where a later start goes on").contains(from.positions());
        return from;
    }

    @Test
    @Tag("failure-mode-4")
    void whatAStreamHoldsAtTheFirstStartIsLeftOutWhereThatIsWanted() {
        StreamFinder.Found found = found(CREATED, NOW, shard("open", false), shard("closed", true));

        StartingPoint from = find(found, Optional.of(found));

        assertThat(from.positions().shards()).isEqualTo(Map.of("open", TIP, "closed", Position.ENDED));
        assertThat(from.atTip()).containsExactly("open");
    }

    /** As one that was waited for. */
    @Test
    @Tag("failure-mode-4")
    void nothingIsLeftOutOfAStreamThatWasNotThereAtFirst() {
        StreamFinder.Found found = found(CREATED, NOW, shard("open", false), shard("closed", true));

        StartingPoint from = find(found, Optional.empty());

        assertThat(from.positions().shards())
                .isEqualTo(Map.of("open", Position.TRIM_HORIZON, "closed", Position.TRIM_HORIZON));
        assertThat(from.atTip()).isEmpty();
        assertThat(from.snapshotEnd()).isEqualTo(NOW);
    }

    @Test
    @Tag("failure-mode-4")
    @Tag("failure-mode-32")
    void nothingIsLeftOutOfAStreamThatWasMadeAgainSinceItWasRead() {
        store.begin(KEY, new StreamPositions(CREATED, CREATED.minusSeconds(60), Map.of("open", Position.after("5"))));
        StreamFinder.Found found = found(CREATED, NOW, shard("open", false));

        StartingPoint from = find(found, Optional.of(found));

        assertThat(from.positions().shards()).isEqualTo(Map.of("open", Position.TRIM_HORIZON));
        assertThat(from.positions().streamCreated()).isEqualTo(CREATED);
        assertThat(from.atTip()).isEmpty();
    }

    /** Registering the stream consumer may take several attempts, during which the stream is split. */
    @Test
    @Tag("failure-mode-4")
    void whatArrivesWhileAFirstStartIsTriedAgainIsNotLeftOut() {
        StreamFinder.Found first = found(CREATED, NOW, shard("open", false), shard("parent", false));
        StreamFinder.Found later = found(
                CREATED,
                NOW.plusSeconds(60),
                shard("open", false),
                shard("parent", true),
                shard("child", false, "parent"));

        StartingPoint from = find(later, Optional.of(first));

        // A shard that is not named begins at its oldest record.
        assertThat(from.positions().shards()).isEqualTo(Map.of("open", TIP, "parent", TIP));
    }

    @Test
    void readingGoesOnWhereItStopped() {
        StreamPositions kept = new StreamPositions(CREATED, CREATED, Map.of("open", Position.after("5")));
        store.begin(KEY, kept);
        StreamFinder.Found found = found(CREATED, NOW, shard("open", false));

        StartingPoint from = find(found, Optional.of(found));

        assertThat(from.positions()).isEqualTo(kept);
        assertThat(from.atTip()).isEmpty();
    }

    @Test
    void theLogWarnsOfShardsThatWereReadBeforeAndAreNotAnyMore() {
        store.begin(
                KEY,
                new StreamPositions(
                        CREATED,
                        CREATED,
                        Map.of(
                                "a", Position.after("5"),
                                "b", Position.after("5"),
                                "read to its end", Position.ENDED)));
        StreamFinder.Found found =
                found(CREATED, NOW, shard("a", false), shard("b", false), shard("read to its end", true));

        try (LogCapture log = new LogCapture(Level.WARN)) {
            StartingPoint from = StartingPoint.find(store, KEY, settings(false, "a"), found, Optional.of(found));

            assertThat(from.leftOut()).containsExactlyInAnyOrder("b", "read to its end");
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("shardIds=a"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("[b]"));
        }
    }
}
