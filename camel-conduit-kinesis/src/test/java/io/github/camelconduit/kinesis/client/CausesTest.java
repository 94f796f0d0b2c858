package io.github.camelconduit.kinesis.client;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CausesTest {

    @Test
    void areTheFailureAndWhatItWasCausedBy() {
        Throwable failure = new IllegalStateException(new RuntimeException(new IOException()));
        assertThat(Causes.any(failure, IOException.class::isInstance)).isTrue();
        assertThat(Causes.any(failure, IllegalStateException.class::isInstance)).isTrue();
        assertThat(Causes.any(failure, Error.class::isInstance)).isFalse();
        assertThat(Causes.any(null, one -> true)).isFalse();
    }

    @Test
    void mayLeadBackToWhereTheyBegan() {
        Throwable one = new IllegalStateException("one");
        Throwable other = new IllegalStateException("other", one);
        one.initCause(other);
        assertThat(Causes.any(one, Error.class::isInstance)).isFalse();
    }
}
