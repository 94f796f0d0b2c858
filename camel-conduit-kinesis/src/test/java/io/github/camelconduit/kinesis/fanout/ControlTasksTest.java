package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

import io.github.camelconduit.kinesis.LogCapture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ControlTasksTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final SubscriptionTimes TIMES = new SubscriptionTimes(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMinutes(5),
            Duration.ofSeconds(35),
            Duration.ofSeconds(30),
            Duration.ofMillis(2),
            Duration.ofMillis(4),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5));

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final ControlTasks tasks = new ControlTasks(threads, TIMES, "orders");
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        tasks.stop();
        threads.shutdownNow();
    }

    private void failsTwiceWithAnError() {
        if (runs.incrementAndGet() <= 2) {
            throw new NoClassDefFoundError("missing");
        }
    }

    @Test
    void aStepThatEndsWithAnErrorIsTriedAgainAsAfterAnException() {
        tasks.untilDone("be done", this::failsTwiceWithAnError);

        await().atMost(LIMIT).until(() -> runs.get() == 3);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(tasks.failing()).isEmpty());
    }

    @Test
    void aTaskAtIntervalsThatEndsWithAnErrorRunsAgain() {
        tasks.every(Duration.ofMillis(2), this::failsTwiceWithAnError);

        await().atMost(LIMIT).until(() -> runs.get() > 3);
    }

    @Test
    void whatTheThreadsCouldNotTakeRunsWithTheHeartbeat() {
        AtomicInteger refusals = new AtomicInteger(2);
        ScheduledThreadPoolExecutor full = new ScheduledThreadPoolExecutor(2) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                if (refusals.getAndDecrement() > 0) {
                    throw new InternalError("for a moment");
                }
                return super.schedule(task, delay, unit);
            }
        };
        ControlTasks onFull = new ControlTasks(full, TIMES, "orders");
        try {
            onFull.schedule(runs::incrementAndGet, 0);
            onFull.untilDone("be done", runs::incrementAndGet);
            assertThat(runs.get()).isZero();

            onFull.heartbeat(Duration.ofMillis(2), () -> {});

            await().atMost(LIMIT).until(() -> runs.get() == 2);
        } finally {
            onFull.stop();
            full.shutdownNow();
        }
    }

    @Test
    void nothingRunsAgainOnceItIsStopped() {
        tasks.untilDone("be done", () -> {
            runs.incrementAndGet();
            tasks.stop();
            throw new IllegalStateException("too late");
        });

        await().atMost(LIMIT).until(() -> runs.get() == 1);
        await().during(Duration.ofMillis(50)).atMost(LIMIT).until(() -> runs.get() == 1);
        assertThat(tasks.failing()).isEmpty();
    }

    @Test
    void whatAnAnswerAboutCredentialsRepeatsOfTheCallIsNotLoggedAtAnyLevel() {
        try (LogCapture log = new LogCapture(Level.TRACE)) {
            tasks.untilDone("be done", () -> {
                switch (runs.incrementAndGet()) {
                    case 1 -> throw refused("InvalidSignatureException", 403);
                    case 2 -> throw refused("InternalFailure", 500);
                    default -> {}
                }
            });
            await().atMost(LIMIT).until(() -> runs.get() == 3);

            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("WARN") && line.contains("InvalidSignatureException"))
                    .noneMatch(line -> line.contains("SECRET"));
            assertThat(log.lines())
                    .as("with its stack trace")
                    .anyMatch(line -> line.startsWith("DEBUG") && line.contains("said by InternalFailure"));
        }
    }

    private static AwsServiceException refused(String code, int status) {
        String message = code.equals("InternalFailure") ? "said by " + code : "x-amz-security-token:SECRET";
        return KinesisException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .statusCode(status)
                .build();
    }

    @Test
    void theHeartbeatGoesOnWhileTheThreadsDo() {
        tasks.heartbeat(Duration.ofMillis(2), runs::incrementAndGet);

        await().atMost(LIMIT)
                .until(() -> runs.get() > 3 && tasks.sinceHeartbeat().toMillis() < 50);
    }

    @Test
    void theHeartbeatStandsStillWhenAllThreadsHang() {
        CountDownLatch gate = new CountDownLatch(1);
        tasks.heartbeat(Duration.ofMillis(2), runs::incrementAndGet);
        for (int i = 0; i < 2; i++) {
            tasks.schedule(
                    () -> {
                        try {
                            gate.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    0);
        }

        await().atMost(LIMIT).until(() -> tasks.sinceHeartbeat().toMillis() > 200);
        gate.countDown();
        await().atMost(LIMIT).until(() -> tasks.sinceHeartbeat().toMillis() < 50);
    }

    @Test
    void theHeartbeatStandsStillWhenTheThreadsAreGone() {
        tasks.heartbeat(Duration.ofMillis(2), runs::incrementAndGet);
        await().atMost(LIMIT).until(() -> runs.get() > 0);
        threads.shutdownNow();

        await().atMost(LIMIT).until(() -> tasks.sinceHeartbeat().toMillis() > 100);
    }
}
