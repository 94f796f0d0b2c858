package io.github.camelconduit.kinesis.embedded.stream;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecordLogTest {

    @Test
    void recordsKeepTheirIndexWhileOlderOnesAreDropped() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RecordLog log = new RecordLog();
        long appended = 0;
        long dropped = 0;
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(5) < 3 || log.isEmpty()) {
                log.append(entry(appended++));
            } else {
                assertThat(log.dropFirst().counter()).as("seed %d", seed).isEqualTo(dropped++);
            }
            assertThat(log.first()).isEqualTo(dropped);
            assertThat(log.end()).isEqualTo(appended);
            if (!log.isEmpty()) {
                long index = dropped + random.nextInt((int) (appended - dropped));
                assertThat(log.get(index).counter()).as("seed %d", seed).isEqualTo(index);
                assertThat(log.firstAtLeast(index, StreamRecord::counter)).isEqualTo(index);
            }
            assertThat(log.firstAtLeast(0, StreamRecord::counter)).isEqualTo(dropped);
        }
    }

    private static StreamRecord entry(long counter) {
        return new StreamRecord(counter, String.valueOf(counter), "key", new byte[0], counter);
    }
}
