package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An exception handler is the user's, and nothing that it does reaches what reads. */
@Timeout(60)
class ToldFailuresTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        gate.countDown();
        thread.shutdownNow();
    }

    private interface Telling {
        void tell(Throwable failure) throws InterruptedException;
    }

    private ToldFailures tellingTo(Telling telling) {
        ExceptionHandler handler = new ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {
                handleException(null, null, exception);
            }

            @Override
            public void handleException(String message, Throwable exception) {
                handleException(message, null, exception);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                try {
                    telling.tell(exception);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        return new ToldFailures(thread, () -> handler);
    }

    @Test
    void whoTellsDoesNotWaitForAHandlerThatBlocks() {
        ToldFailures failures = tellingTo(failure -> {
            told.add(failure.getMessage());
            gate.await(1, TimeUnit.MINUTES);
        });

        failures.accept(new IllegalStateException("1"));
        failures.accept(new IllegalStateException("2"));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(told).containsExactly("1"));
        gate.countDown();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(told).containsExactly("1", "2"));
    }

    @Test
    void whatAHandlerThrowsIsLoggedAndTheNextIsToldToo() {
        ToldFailures failures = tellingTo(failure -> {
            told.add(failure.getMessage());
            throw new NoClassDefFoundError("the handler's own");
        });

        try (LogCapture log = new LogCapture(Level.ERROR)) {
            failures.accept(new IllegalStateException("1"));
            failures.accept(new IllegalStateException("2"));

            await().atMost(LIMIT).untilAsserted(() -> assertThat(told).containsExactly("1", "2"));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(log.lines()).hasSize(2).allSatisfy(line -> assertThat(line)
                            .contains("exception handler")));
        }
    }

    @Test
    void whatComesAfterTheStopIsLoggedAndNotThrown() {
        ToldFailures failures = tellingTo(failure -> told.add(failure.getMessage()));
        thread.shutdown();

        try (LogCapture log = new LogCapture(Level.WARN)) {
            failures.accept(new IllegalStateException("1"));

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("not told"))
                    .hasSize(1);
        }
    }
}
