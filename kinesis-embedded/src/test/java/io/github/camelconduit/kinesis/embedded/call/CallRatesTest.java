package io.github.camelconduit.kinesis.embedded.call;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.fault.CallTarget;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose calls are counted together. */
class CallRatesTest {

    private static final int STREAMS = 1_000;

    private final CallRates rates = new CallRates(Rules.aws());

    @Test
    void applicationsOnDifferentStreamsDoNotThrottleEachOtherWhereTheQuotaIsAStreams() {
        for (String operation : Rules.CALLS_COUNTED_BY_STREAM) {
            assertThat(callsAdmitted(operation)).as(operation).isEqualTo(STREAMS);
        }
    }

    @Test
    void theyDoWhereItIsTheAccounts() {
        // Five or so: the bucket fills while this runs.
        assertThat(callsAdmitted("RegisterStreamConsumer")).isLessThan(STREAMS / 2);
        assertThat(callsAdmitted("CreateStream")).isLessThan(STREAMS / 2);
    }

    @Test
    void oneStreamHasNoMoreThanItsQuota() {
        long admitted = IntStream.range(0, STREAMS)
                .filter(i -> admitted("ListStreamConsumers", "one"))
                .count();
        assertThat(admitted).isBetween(5L, STREAMS / 2L);
    }

    @Test
    void aResetForgetsTheCalls() {
        int calls = 0;
        while (admitted("DescribeLimits", null)) {
            calls++;
        }
        assertThat(calls).isPositive();
        rates.reset();
        assertThat(admitted("DescribeLimits", null)).isTrue();
    }

    private long callsAdmitted(String operation) {
        return IntStream.range(0, STREAMS)
                .filter(i -> admitted(operation, "stream-" + i))
                .count();
    }

    private boolean admitted(String operation, String stream) {
        try {
            rates.admit(new CallTarget(operation, stream, null));
            return true;
        } catch (KinesisServiceException e) {
            assertThat(e.type()).isEqualTo("LimitExceededException");
            return false;
        }
    }
}
