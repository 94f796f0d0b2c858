package io.github.camelconduit.kinesis.partition;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

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
    private final AtomicLong now = new AtomicLong(5);
    private final TemplateWatch watch = new TemplateWatch(timer, now::get);

    /** Has a look only when the test says so, and refuses on demand. */
    private static final class PlayedTimer extends ScheduledThreadPoolExecutor {

        private final Queue<Runnable> looks = new ConcurrentLinkedQueue<>();
        private boolean full;

        PlayedTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            if (isShutdown()) {
                throw new RejectedExecutionException();
            }
            if (full) {
                throw new OutOfMemoryError("Java heap space");
            }
            looks.add(task);
            return null;
        }

        void look() {
            looks.remove().run();
        }
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void manyEvaluationsShareALookAndThereIsNoneWhileNoneIsUnderWay() {
        TemplateWatch.Round one = watch.begin(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(watch.begin(0).end()).isNull();
        }
        assertThat(timer.looks).hasSize(1);
        timer.look();
        assertThat(timer.looks).as("while one is under way").hasSize(1);
        assertThat(one.end()).isNull();
        timer.look();
        assertThat(timer.looks).isEmpty();
        watch.begin(0).end();
        assertThat(timer.looks).hasSize(1);
    }

    @Test
    void oneThatTakesTooLongIsEndedWhileOthersGoOn() {
        TemplateWatch.Round slow = watch.begin(0);
        timePasses(TemplateWatch.LIMIT.toNanos() - 1);
        TemplateWatch.Round other = watch.begin(0);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        timePasses(1);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(slow.end()).contains("longer than 1000 ms");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(other.end()).isNull();
    }

    @Test
    void oneThatStoodStillWithTheJvmGoesOn() {
        TemplateWatch.Round round = watch.begin(0);
        for (int i = 0; i < 3; i++) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(5));
            timer.look();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        timePasses(TemplateWatch.LIMIT
                .minus(TemplateWatch.LONGEST_STEP.multipliedBy(3))
                .toNanos());
        assertThat(round.end()).contains("longer than 1000 ms");
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
        assertThat(ended.get()).contains("stopping");
        assertThatIllegalStateException().isThrownBy(() -> watch.begin(0)).withMessageContaining("stopping");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void whereNoLookCanBeHadNothingBeginsAndTheNextHasOne() {
        timer.full = true;
        assertThatThrownBy(() -> watch.begin(0)).isInstanceOf(OutOfMemoryError.class);
        timer.full = false;
        TemplateWatch.Round round = watch.begin(0);
        timePasses(TemplateWatch.LIMIT.toNanos());
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

    private void timePasses(long nanos) {
        long rest = nanos;
        while (rest > 0) {
            long step = Math.min(rest, TemplateWatch.LONGEST_STEP.toNanos());
            now.addAndGet(step);
            timer.look();
            rest -= step;
        }
    }

    private static void untilInterrupted() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }
}
