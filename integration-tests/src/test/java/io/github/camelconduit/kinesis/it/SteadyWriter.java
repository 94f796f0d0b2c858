package io.github.camelconduit.kinesis.it;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Writes on a thread of its own, again and again, until it is stopped. */
final class SteadyWriter implements AutoCloseable {

    private static final int STOP_SECONDS = 30;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> writing;

    private SteadyWriter(Duration period, Runnable batch) {
        writing = thread.scheduleWithFixedDelay(batch, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Begins to write a batch, and another a period after each. What a machine that stood still has missed is not made up
     * for: a shard takes no more than so much a second.
     */
    static SteadyWriter start(Duration period, Runnable batch) {
        return new SteadyWriter(period, batch);
    }

    /** Waits for the batch that is being written; fails when one could not be written. */
    void stop() throws InterruptedException, ExecutionException {
        close();
        assertThat(thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS))
                .as("the last batch was written")
                .isTrue();
        if (!writing.isCancelled()) {
            writing.get();
        }
    }

    @Override
    public void close() {
        writing.cancel(false);
        thread.shutdown();
    }
}
