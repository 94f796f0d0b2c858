package io.github.camelconduit.kinesis.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(40)
class WakeUpTest {

    private final Semaphore woken = new Semaphore(0);
    private final PlayedTimer timer = new PlayedTimer();
    private final WakeUp wakeUp = new WakeUp(timer, woken::release);

    /** Refuses on demand. */
    private static final class PlayedTimer extends ScheduledThreadPoolExecutor {

        private final List<Long> delays = new ArrayList<>();
        private boolean refuses;
        private boolean full;

        PlayedTimer() {
            super(1);
            setRemoveOnCancelPolicy(true);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            if (refuses) {
                throw new RejectedExecutionException();
            }
            if (full) {
                throw new OutOfMemoryError("Java heap space");
            }
            delays.add(delay);
            return super.schedule(command, delay, unit);
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void wakesAtTheEarliestOfTheMomentsAndHasOneTaskWithTheTimer() throws Exception {
        long now = System.nanoTime();
        for (int seconds = 2_000; seconds > 1_000; seconds--) {
            wakeUp.at(now + TimeUnit.SECONDS.toNanos(seconds), now);
        }
        assertThat(timer.getQueue()).hasSize(1);
        wakeUp.at(now + TimeUnit.SECONDS.toNanos(1_500), now);
        assertThat(timer.delays).hasSize(1_000);
        wakeUp.at(now, now);
        woken.acquire();
        assertThat(timer.getQueue()).isEmpty();
    }

    @Test
    void canBeSetAgainAfterItHasRung() throws Exception {
        wakeUp.at(5, 0);
        woken.acquire();
        wakeUp.at(10, 0);
        woken.acquire();
    }

    @Test
    void aRefusalOfTheTimerDoesNotKeepLaterMomentsOut() throws Exception {
        timer.refuses = true;
        wakeUp.at(5, 0);
        timer.refuses = false;
        wakeUp.at(10, 0);
        woken.acquire();
    }

    @Test
    void whereAnEarlierMomentCannotBeSetTheOneBeforeStays() throws Exception {
        wakeUp.at(TimeUnit.MILLISECONDS.toNanos(50), 0);
        timer.full = true;
        assertThatThrownBy(() -> wakeUp.at(5, 0)).isInstanceOf(OutOfMemoryError.class);
        woken.acquire();
    }

    @Test
    void doesNotWakeWhenClosed() {
        wakeUp.at(TimeUnit.SECONDS.toNanos(60), 0);
        wakeUp.close();
        assertThat(timer.getQueue()).isEmpty();
        wakeUp.at(5, 0);
        assertThat(timer.getQueue()).isEmpty();
    }
}
