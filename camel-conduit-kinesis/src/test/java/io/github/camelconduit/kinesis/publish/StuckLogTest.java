package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.publish.Publishing.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** With a log that takes nothing any more, records are written all the same. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StuckLogTest {

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final PlayedPutRecords puts = new PlayedPutRecords();

    private final AbstractAppender appender = new AbstractAppender("stuck", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage());
            // Also when its pool of threads is shut down: else another thread would write the next line.
            while (stuck.getCount() > 0) {
                try {
                    stuck.await();
                } catch (InterruptedException e) {
                    // Is stuck all the same.
                }
            }
        }
    };

    @BeforeEach
    void stick() {
        appender.start();
        // Not at the root: whatever else logs would be held up, and counted.
        List.of(WriteTrouble.class, LogQueue.class).forEach(this::stick);
        context.updateLoggers();
    }

    private void stick(Class<?> logger) {
        LoggerConfig config = new LoggerConfig(logger.getName(), Level.ALL, true);
        config.addAppender(appender, null, null);
        context.getConfiguration().addLogger(logger.getName(), config);
    }

    @AfterEach
    void release() {
        stuck.countDown();
        context.reconfigure();
        appender.stop();
    }

    @Test
    void writingGoesOnAndComesToAnEnd() throws Exception {
        try (Publishing publishing = new Publishing(puts, options -> options)) {
            Outcome first = publishing.send("a", "1");
            // By this thread, as by one of the network.
            puts.next().answer("InternalFailure");
            await().until(() -> lines.size() == 1);
            puts.next().writeAll();
            assertThat(first.sequenceNumber()).isEqualTo("1");
            List<Outcome> more = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                more.add(publishing.send("b", "2"));
                puts.next().writeAll();
            }
            for (Outcome outcome : more) {
                outcome.sequenceNumber();
            }
            assertThat(lines).hasSize(1);
        }
    }

    @Test
    void aLineForWhichThereIsNoThreadIsLoggedWithTheNext() {
        AtomicInteger asked = new AtomicInteger();
        List<String> logged = new ArrayList<>();
        LogQueue queue = new LogQueue(task -> {
            if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            task.run();
        });

        queue.add(() -> logged.add("first"));
        queue.add(() -> logged.add("second"));

        assertThat(logged).containsExactly("first", "second");
    }

    @Test
    void aStopDoesNotWaitForIt() throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        List<Runnable> notRun = new CopyOnWriteArrayList<>();
        RecordPublisher publisher = new RecordPublisher(
                puts,
                null,
                RecordSizeLimit.fixed(RecordSizeLimit.DEFAULT),
                PublishSettings.of(new ConduitKinesisConfiguration()),
                Publishing.QUICK,
                timer,
                notRun::add,
                timer);
        try {
            Outcome outcome = new Outcome();
            publisher.publish(new RecordToSend(Publishing.STREAM, "k", null, new byte[1]), outcome);
            puts.next().answer("InternalFailure");
            publisher.close(Duration.ZERO);
            publisher.completeRest();
            assertThat(outcome).isCompletedExceptionally();
            assertThat(lines).isEmpty();
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void whatItDidNotTakeIsLoggedInOrderWhenItGoesOnAndIsBounded() {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Integer> logged = Collections.synchronizedList(new ArrayList<>());
        try {
            LogQueue queue = new LogQueue(threads);
            queue.add(() -> LogManager.getLogger(WriteTrouble.class).error("stuck"));
            await().until(() -> lines.size() == 1);
            for (int i = 0; i < LogQueue.MAX_LINES + 10; i++) {
                int line = i;
                queue.add(() -> logged.add(line));
            }
            stuck.countDown();
            await().untilAsserted(() ->
                    assertThat(List.copyOf(logged)).hasSize(LogQueue.MAX_LINES).isSorted());
            await().untilAsserted(() -> assertThat(lines).anyMatch(line -> line.startsWith("10 lines")));
        } finally {
            threads.shutdownNow();
        }
    }
}
