package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("failure-mode-38")
class FlushTimeTest {

    private boolean contextStops;
    private boolean timeoutOccurred;
    private long now = 5;

    private final FlushTime flushTime = new FlushTime(() -> contextStops, Camel::new, () -> now);

    private final class Camel extends DefaultShutdownStrategy {

        Camel() {
            setTimeout(45);
        }

        @Override
        public boolean isTimeoutOccurred() {
            return timeoutOccurred;
        }
    }

    @Test
    void whatStopsAloneHasTheWholeShutdownTimeout() {
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(45));
        now += TimeUnit.SECONDS.toNanos(30);
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void whenAllOfCamelStopsAllHaveItTogetherAtEachStop() {
        contextStops = true;
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(45));
        now += TimeUnit.SECONDS.toNanos(30);
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(15));
        now += TimeUnit.SECONDS.toNanos(30);
        assertThat(flushTime.left()).isZero();
        contextStops = false;
        flushTime.left();
        contextStops = true;
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void whereCamelWaitedInVainThereIsNextToNothing() {
        timeoutOccurred = true;
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(1));
    }
}
