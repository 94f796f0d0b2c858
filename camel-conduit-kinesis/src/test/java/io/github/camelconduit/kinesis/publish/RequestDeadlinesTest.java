package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RequestDeadlinesTest {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private static void begin(RequestDeadlines deadlines, CompletableFuture<Void> answer) {
        deadlines.begin(answer, () -> answer.cancel(true));
    }

    @Test
    void requestsThatAreAnsweredLeaveOneTaskWithTheTimerAndNothingElse() {
        RequestDeadlines deadlines = new RequestDeadlines(Duration.ofMinutes(1), timer);
        for (int i = 0; i < 1_000; i++) {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            begin(deadlines, answer);
            answer.complete(null);
        }
        assertThat(timer.getQueue()).hasSize(1);
        assertThat(deadlines.open()).isZero();
    }

    @Test
    void eachRequestWithoutAnAnswerIsEndedInItsTurn() {
        RequestDeadlines deadlines = new RequestDeadlines(Duration.ofMillis(300), timer);
        CompletableFuture<Void> first = new CompletableFuture<>();
        begin(deadlines, first);
        CompletableFuture<Void> answered = new CompletableFuture<>();
        begin(deadlines, answered);
        answered.complete(null);
        long half = System.nanoTime() + Duration.ofMillis(150).toNanos();
        await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() > half);
        long began = System.nanoTime();
        CompletableFuture<Void> second = new CompletableFuture<>();
        begin(deadlines, second);
        await().until(first::isCancelled);
        await().until(second::isCancelled);
        assertThat(System.nanoTime() - began)
                .isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
        assertThat(answered).isCompleted();
        assertThat(deadlines.open()).isZero();
    }

    @Test
    void oneThatBeginsAfterAllWereAnsweredIsEndedToo() {
        RequestDeadlines deadlines = new RequestDeadlines(Duration.ofMillis(50), timer);
        CompletableFuture<Void> answered = new CompletableFuture<>();
        begin(deadlines, answered);
        answered.complete(null);
        await().until(() -> timer.getQueue().isEmpty());
        CompletableFuture<Void> late = new CompletableFuture<>();
        begin(deadlines, late);
        await().until(late::isCancelled);
    }
}
