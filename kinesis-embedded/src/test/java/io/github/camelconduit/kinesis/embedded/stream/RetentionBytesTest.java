package io.github.camelconduit.kinesis.embedded.stream;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;

class RetentionBytesTest {

    private static final int LIMIT = 2 * 1024 * 1024;
    private static final int RECORD = 10_000;

    private final KinesisAccount account = new KinesisAccount("us-east-1", Rules.fast(), LIMIT);

    @Test
    void theOldestRecordsGoWhenAllTogetherTakeMoreThanTheLimit() {
        Shard shard = shard("one");
        put(shard, 1_000);
        List<StreamRecord> kept = shard.records();
        assertThat(memory(kept)).isBetween((long) (LIMIT - 2 * RecordSegment.BYTES), (long) LIMIT);
        assertThat(kept)
                .extracting(StreamRecord::counter)
                .containsExactlyElementsOf(LongStream.rangeClosed(1_000 - kept.size() + 1, 1_000)
                        .boxed()
                        .toList());
    }

    @Test
    void aBusyShardMakesRoomForItselfAtTheCostOfWhatIsOlderInOthersButNotOfWhatIsNew() {
        Shard slow = shard("slow");
        Shard busy = shard("busy");
        put(slow, 50);
        put(busy, 1_000);
        put(slow, 1);
        put(busy, 1_000);
        assertThat(slow.records()).hasSizeLessThan(10);
        assertThat(slow.records().get(slow.records().size() - 1).counter()).isEqualTo(51);
        assertThat(memory(slow.records()) + memory(busy.records())).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void aReaderWhosePlaceWasTrimmedGoesOnWithTheOldestRecord() {
        Shard shard = shard("one");
        put(shard, 1_000);
        StreamRecord oldest = shard.records().get(0);
        ShardBatch batch = shard.read(3, 1, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(batch.records()).containsExactly(oldest);
        assertThat(shard.indexOf(new StartingPosition(StartingPosition.Type.TRIM_HORIZON, null, null)))
                .isEqualTo(batch.next() - 1);
        assertThat(shard.read(batch.next(), 10_000, Long.MAX_VALUE, Long.MAX_VALUE)
                        .records())
                .containsExactlyElementsOf(
                        shard.records().subList(1, shard.records().size()));
    }

    @Test
    void aDeletedStreamGivesItsMemoryBack() {
        Shard doomed = shard("doomed");
        put(doomed, 100);
        account.delete(account.stream("doomed"), Duration.ZERO);
        assertThat(doomed.records()).isEmpty();
        Shard other = shard("other");
        put(other, 130);
        assertThat(other.records()).hasSize(130);
    }

    private Shard shard(String stream) {
        return account.create(stream, StreamMode.PROVISIONED, 1, Duration.ZERO)
                .shards()
                .get(0);
    }

    private static void put(Shard shard, int count) {
        for (int i = 0; i < count; i++) {
            shard.append("key", new byte[RECORD]);
        }
    }

    private static long memory(List<StreamRecord> records) {
        return records.stream().mapToLong(StreamRecord::memoryBytes).sum();
    }
}
