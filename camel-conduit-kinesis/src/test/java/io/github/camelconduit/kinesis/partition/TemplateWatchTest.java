package io.github.camelconduit.kinesis.partition;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class TemplateWatchTest {

    private final PlayedTimer timer = new PlayedTimer();
    private final TemplateWatch watch = new TemplateWatch(timer);

    /** Counts, and refuses on demand. */
    private static final class PlayedTimer extends ScheduledThreadPoolExecutor {

        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean full;

        PlayedTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            asked.incrementAndGet();
            if (full) {
                throw new OutOfMemoryError("Java heap space");
            }
            return super.schedule(task, delay, unit);
        }
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void manyEvaluationsShareALookAndThereIsNoneWhileNoneIsUnderWay() {
        for (int i = 0; i < 1_000; i++) {
            TemplateWatch.Round one = watch.begin(0);
            assertThat(watch.begin(0).end()).isNull();
            assertThat(one.end()).isNull();
        }
        assertThat(timer.asked).hasValueLessThan(500);
        await().until(() -> timer.getQueue().isEmpty() && timer.getActiveCount() == 0);
        int before = timer.asked.get();
        watch.begin(0).end();
        assertThat(timer.asked).hasValueBetween(before, before + 1);
    }

    @Test
    void oneThatTakesTooLongIsEndedWhileOthersGoOn() throws Exception {
        CompletableFuture<String> ended = CompletableFuture.supplyAsync(() -> {
            TemplateWatch.Round round = watch.begin(0);
            untilInterrupted();
            return round.end();
        });
        while (!ended.isDone()) {
            assertThat(watch.begin(0).end()).isNull();
            LockSupport.parkNanos(100_000);
        }
        assertThat(ended.get()).contains("longer than 1000 ms");
    }

    @Test
    void closingEndsWhatIsUnderWayAndNothingBeginsAfterIt() throws Exception {
        AtomicReference<TemplateWatch.Round> begun = new AtomicReference<>();
        CompletableFuture<String> ended = CompletableFuture.supplyAsync(() -> {
            begun.set(watch.begin(0));
            untilInterrupted();
            return begun.get().end();
        });
        await().until(() -> begun.get() != null);
        watch.close();
        timer.shutdownNow();
        assertThat(ended.get(10, TimeUnit.SECONDS)).contains("stopping");
        assertThatIllegalStateException().isThrownBy(() -> watch.begin(0)).withMessageContaining("stopping");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void whereNoLookCanBeHadNothingBeginsAndTheNextHasOne() {
        timer.full = true;
        assertThatThrownBy(() -> watch.begin(0)).isInstanceOf(OutOfMemoryError.class);
        timer.full = false;
        TemplateWatch.Round round = watch.begin(0);
        untilInterrupted();
        assertThat(round.end()).contains("longer");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void afterItsTimerHasEndedNothingBegins() {
        timer.shutdownNow();
        assertThatIllegalStateException()
                .isThrownBy(() -> watch.begin(0))
                .withCauseInstanceOf(RejectedExecutionException.class);
    }

    private static void untilInterrupted() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }
}
