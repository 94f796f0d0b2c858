package io.github.camelconduit.kinesis.embedded.stream;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitTest {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aSecondsWorthIsThereAtOnceAndFillsEvenly() {
        RateLimit limit = new RateLimit(10, nanos::get);
        for (int i = 0; i < 10; i++) {
            assertThat(limit.tryTake(1)).isTrue();
        }
        assertThat(limit.tryTake(1)).isFalse();
        nanos.addAndGet(99_000_000);
        assertThat(limit.tryTake(1)).isFalse();
        nanos.addAndGet(1_000_001);
        assertThat(limit.tryTake(1)).isTrue();
        nanos.addAndGet(60_000_000_000L);
        assertThat(limit.tryTake(11)).as("needs a full bucket").isTrue();
        assertThat(limit.tryTake(1)).isFalse();
    }

    @Test
    void whatIsLargerThanASecondsWorthIsPaidOffAfterwards() {
        RateLimit limit = new RateLimit(100, nanos::get);
        assertThat(limit.tryTake(500)).isTrue();
        assertThat(limit.millisUntilFree()).isEqualTo(4001);
        nanos.addAndGet(4_001_000_000L);
        assertThat(limit.millisUntilFree()).isZero();
        assertThat(limit.tryTake(1)).isFalse();
        nanos.addAndGet(1_000_000_000L);
        assertThat(limit.tryTake(100)).isTrue();
    }

    @Test
    void zeroIsNoLimit() {
        RateLimit limit = new RateLimit(0, nanos::get);
        limit.take(Long.MAX_VALUE / 2);
        assertThat(limit.tryTake(Long.MAX_VALUE)).isTrue();
        assertThat(limit.millisUntilFree()).isZero();
    }
}
