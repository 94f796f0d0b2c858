package io.github.camelconduit.kinesis.embedded.stream;

import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecordLogTest {

    private final Object lock = new Object();
    private final RetentionBytes retention = new RetentionBytes(Long.MAX_VALUE);
    private final RecordLog log = new RecordLog(new SequenceNumbers(1_795_000_000L, 0), retention, lock);

    @Test
    void indexesStayTheSameWhenTheOldestRecordsAreTrimmedByTime() {
        append(100);
        long between = tick();
        append(100);
        StreamRecord newest = log.get(199);
        log.trimArrivedBefore(between);
        assertThat(log.first()).isEqualTo(100);
        assertThat(log.end()).isEqualTo(200);
        assertThat(log.get(199)).isSameAs(newest);
        assertThat(log.stored()).hasSize(100).first().isSameAs(log.get(100));
        log.trimArrivedBefore(between);
        assertThat(log.first()).isEqualTo(100);
    }

    @Test
    void aLogThatIsTrimmedToNothingTakesRecordsOn() {
        append(3);
        log.trimArrivedBefore(Long.MAX_VALUE);
        assertThat(log.stored()).isEmpty();
        assertThat(log.first()).isEqualTo(3);
        append(1);
        assertThat(log.stored()).extracting(StreamRecord::counter).isEqualTo(List.of(4L));
        assertThat(log.firstNumbered(1)).isEqualTo(3);
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            log.append("key", new byte[2_000]);
        }
    }

    /** A time after all that happened. */
    private static long tick() {
        long now = System.currentTimeMillis();
        Awaitility.await().until(() -> System.currentTimeMillis() > now);
        return System.currentTimeMillis();
    }
}
