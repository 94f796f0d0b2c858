package io.github.camelconduit.kinesis.embedded.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EndlessRecordsTest {

    private static final HashRange ALL = HashRange.divide(1).get(0);

    @Test
    void everyRecordHasItsNumberInItsDataAndTheSameTextWhoeverReadsIt() {
        Shard shard = shard(100, 0, Duration.ZERO);
        List<StreamRecord> first = read(shard, 0, 3_000);
        List<StreamRecord> again = read(shard, 0, 3_000);
        for (int i = 0; i < first.size(); i++) {
            assertThat(text(first.get(i))).hasSize(100).startsWith("%018d".formatted(i));
            assertThat(first.get(i).json()).isEqualTo(again.get(i).json());
        }
        assertThat(first).extracting(StreamRecord::sequenceNumber).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void readingGoesOnAtAndAfterAnySequenceNumber() {
        Shard shard = shard(18, 0, Duration.ZERO);
        for (StreamRecord seen : read(shard, 0, 50)) {
            long at = shard.indexOf(position(StartingPosition.Type.AT_SEQUENCE_NUMBER, seen));
            long after = shard.indexOf(position(StartingPosition.Type.AFTER_SEQUENCE_NUMBER, seen));
            assertThat(read(shard, at, 1).get(0).sequenceNumber()).isEqualTo(seen.sequenceNumber());
            assertThat(after).isEqualTo(at + 1);
            assertThat(text(read(shard, after, 1).get(0))).isEqualTo("%018d".formatted(after));
        }
    }

    @Test
    void latestIsBehindWhatWasReadAndTrimHorizonTheBeginning() {
        Shard shard = shard(18, 0, Duration.ZERO);
        read(shard, 0, 1_000);
        assertThat(shard.indexOf(new StartingPosition(StartingPosition.Type.LATEST, null, null)))
                .isBetween(1_000L, 1_001L);
        assertThat(shard.indexOf(new StartingPosition(StartingPosition.Type.TRIM_HORIZON, null, null)))
                .isZero();
    }

    @Test
    void withARateThereAreAsManyAsTheTimeAllows() {
        long before = System.currentTimeMillis();
        Shard shard = shard(18, 250, Duration.ofSeconds(10));
        ShardBatch batch = shard.read(0, 1_000_000, Long.MAX_VALUE, Long.MAX_VALUE);
        // One every four milliseconds since ten seconds before it was made, the first at once.
        long most = 1 + (System.currentTimeMillis() - before + 10_000) / 4;
        assertThat(batch.records()).hasSizeBetween(2_501, (int) most);
        StreamRecord last = batch.records().get(batch.records().size() - 1);
        assertThat(last.arrivalMillis() - batch.records().get(0).arrivalMillis())
                .isEqualTo((batch.records().size() - 1) * 4L);
        assertThat(batch.millisBehind()).isZero();
        assertThat(batch.visibleIn()).isBetween(1L, 4L);
    }

    @Test
    void anIdleReadersNumberResumesWithoutLossOrDuplicateAtAndAfter() {
        Shard shard = shard(18, 1, Duration.ofSeconds(100));
        long end;
        String idle;
        do {
            end = shard.end();
            // None where the next record arrives between the two.
            idle = shard.idleContinuation(end);
        } while (idle == null);
        for (StartingPosition.Type type :
                List.of(StartingPosition.Type.AT_SEQUENCE_NUMBER, StartingPosition.Type.AFTER_SEQUENCE_NUMBER)) {
            assertThat(shard.indexOf(new StartingPosition(type, idle, null))).isEqualTo(end);
        }
    }

    @Test
    void recordsAreNotTaken() {
        assertThatThrownBy(() -> shard(18, 0, Duration.ZERO).append("key", new byte[1]))
                .isInstanceOf(KinesisServiceException.class)
                .hasMessageContaining("endless");
    }

    private static Shard shard(int recordBytes, int perSecond, Duration age) {
        return new Shard(
                0,
                null,
                null,
                ALL,
                System.currentTimeMillis() - age.toMillis(),
                new Shard.Setting(
                        Rules.fast(),
                        new Retention(Duration.ofHours(24)),
                        new RetentionBytes(Long.MAX_VALUE),
                        new EndlessStream(recordBytes, perSecond),
                        0));
    }

    private static List<StreamRecord> read(Shard shard, long from, int count) {
        List<StreamRecord> all = new ArrayList<>();
        while (all.size() < count) {
            all.addAll(shard.read(from + all.size(), Math.min(70, count - all.size()), Long.MAX_VALUE, Long.MAX_VALUE)
                    .records());
        }
        return all;
    }

    private static StartingPosition position(StartingPosition.Type type, StreamRecord at) {
        return new StartingPosition(type, at.sequenceNumber(), null);
    }

    private static String text(StreamRecord stored) {
        return new String(stored.data(), StandardCharsets.US_ASCII);
    }
}
