package io.github.camelconduit.kinesis.publish;

import java.time.Duration;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

class RetryBackoffTest {

    private final RetryBackoff backoff = new RetryBackoff(Duration.ofMillis(50), Duration.ofSeconds(3));

    @Property
    void thePauseIsBetweenNothingAndADoublingCeiling(
            @ForAll @IntRange(min = 1, max = 100_000) int failures,
            @ForAll @DoubleRange(min = 0, max = 1) double draw) {
        double ceiling = Math.min(50e6 * Math.pow(2, failures - 1), 3e9);
        assertThat((double) backoff.nanos(failures, draw)).isBetween(0.0, ceiling);
        assertThat((double) backoff.nanos(failures, 1)).isEqualTo(ceiling);
        assertThat(backoff.nanos(failures, 0)).isZero();
    }
}
