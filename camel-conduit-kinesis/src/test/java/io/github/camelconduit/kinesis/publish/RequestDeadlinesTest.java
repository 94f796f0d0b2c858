package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestDeadlinesTest {

    private static final Duration TIME = Duration.ofMillis(300);

    private final PlayedTimer timer = new PlayedTimer();
    private long now = 5;
    private final RequestDeadlines deadlines = new RequestDeadlines(TIME, timer, () -> now);

    /** Has one alarm at a time, which rings when the test lets that much time pass. */
    private final class PlayedTimer extends ScheduledThreadPoolExecutor {

        private final Queue<Runnable> alarms = new ArrayDeque<>();
        private final Queue<Long> moments = new ArrayDeque<>();

        PlayedTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            alarms.add(task);
            moments.add(now + unit.toNanos(delay));
            return null;
        }

        void pass(Duration time) {
            now += time.toNanos();
            while (!moments.isEmpty() && moments.peek() <= now) {
                moments.remove();
                alarms.remove().run();
            }
        }
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private CompletableFuture<Void> begin() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        deadlines.begin(answer, () -> answer.cancel(true));
        return answer;
    }

    @Test
    void requestsThatAreAnsweredLeaveOneTaskWithTheTimerAndNothingElse() {
        for (int i = 0; i < 1_000; i++) {
            begin().complete(null);
        }
        assertThat(timer.alarms).hasSize(1);
        assertThat(deadlines.open()).isZero();
    }

    @Test
    void eachRequestWithoutAnAnswerIsEndedInItsTurn() {
        CompletableFuture<Void> first = begin();
        CompletableFuture<Void> answered = begin();
        answered.complete(null);
        timer.pass(TIME.dividedBy(2));
        CompletableFuture<Void> second = begin();
        timer.pass(TIME.dividedBy(2).minusNanos(1));
        assertThat(first).isNotDone();
        timer.pass(Duration.ofNanos(1));
        assertThat(first).isCancelled();
        assertThat(second).isNotDone();
        timer.pass(TIME.dividedBy(2));
        assertThat(second).isCancelled();
        assertThat(answered).isCompleted();
        assertThat(deadlines.open()).isZero();
        assertThat(timer.alarms).isEmpty();
    }

    @Test
    void oneThatBeginsAfterAllWereAnsweredIsEndedToo() {
        begin().complete(null);
        timer.pass(TIME);
        CompletableFuture<Void> late = begin();
        timer.pass(TIME);
        assertThat(late).isCancelled();
    }
}
