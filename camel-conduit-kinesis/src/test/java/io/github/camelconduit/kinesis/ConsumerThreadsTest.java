package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class ConsumerThreadsTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ConsumerThreads threads = ConsumerThreads.start(this, camel, 1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void end() {
        gate.countDown();
        threads.endDelivery(Duration.ZERO);
        threads.end();
        camel.stop();
    }

    /** Runs a task on the delivery thread that ends with the gate, and with an interrupt if it heeds that. */
    private void block(boolean heedsInterrupts) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        threads.delivery().execute(() -> {
            begun.countDown();
            while (gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    if (heedsInterrupts) {
                        return;
                    }
                }
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private long millisToEndDelivery(Duration patience) {
        long begun = System.nanoTime();
        threads.endDelivery(patience);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    @Test
    void whatComesAfterTheEndIsRefusedAndNotDropped() {
        threads.endDelivery(Duration.ZERO);
        threads.end();

        assertThat(Stream.<ExecutorService>of(threads.delivery(), threads.store(), threads.control()))
                .allSatisfy(ended -> assertThatExceptionOfType(RejectedExecutionException.class)
                        .isThrownBy(() -> ended.execute(() -> {})));
    }

    @Test
    void endingTheDeliveryWaitsForWhatTheRouteHas() throws Exception {
        AtomicBoolean finished = new AtomicBoolean();
        block(false);
        threads.delivery().execute(() -> finished.set(true));
        threads.control().schedule(gate::countDown, 100, TimeUnit.MILLISECONDS);

        threads.endDelivery(Duration.ofSeconds(20));

        assertThat(finished).isTrue();
    }

    @Test
    void endingTheDeliveryInterruptsWhatTakesLonger() throws Exception {
        block(true);

        assertThat(millisToEndDelivery(Duration.ofMillis(200))).isBetween(190L, 10_000L);
        assertThat(threads.delivery().awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endingTheDeliveryWaitsNoLongerThanTwiceItsPatienceForWhatDoesNotEnd() throws Exception {
        block(false);

        assertThat(millisToEndDelivery(Duration.ofMillis(200))).isBetween(390L, 10_000L);
        assertThat(threads.delivery().isTerminated()).isFalse();
    }

    /** As many as a thousand, which is what Camel lets wait by default, come from a hundred shards or so. */
    @Test
    void theTimerTakesAnyNumberOfTasks() {
        assertThatNoException().isThrownBy(() -> {
            for (int i = 0; i < 20_000; i++) {
                threads.control().schedule(() -> {}, 1, TimeUnit.HOURS);
            }
        });
    }

    @Test
    void camelsFactoryMakesAllPools() {
        AtomicInteger made = new AtomicInteger();
        DefaultCamelContext other = new DefaultCamelContext();
        other.getExecutorServiceManager().setThreadPoolFactory(new DefaultThreadPoolFactory() {
            @Override
            public ExecutorService newThreadPool(ThreadPoolProfile profile, ThreadFactory factory) {
                made.incrementAndGet();
                return super.newThreadPool(profile, factory);
            }

            @Override
            public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory factory) {
                made.incrementAndGet();
                return super.newScheduledThreadPool(profile, factory);
            }
        });

        ConsumerThreads some = ConsumerThreads.start(this, other, 1);

        assertThat(made).hasValue(4);
        some.endDelivery(Duration.ZERO);
        some.end();
        other.stop();
    }

    @Test
    void theTimerHasThreadsThatDoNotWaitForEachOther() throws Exception {
        CountDownLatch waiting = new CountDownLatch(3);
        AtomicBoolean onTime = new AtomicBoolean();
        for (int i = 0; i < 3; i++) {
            threads.control().execute(() -> {
                waiting.countDown();
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        threads.control().schedule(() -> onTime.set(true), 1, TimeUnit.MILLISECONDS);

        await().atMost(Duration.ofSeconds(10)).untilTrue(onTime);
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
