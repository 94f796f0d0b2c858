package io.github.camelconduit.kinesis.client;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.utils.SdkAutoCloseable;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(40)
class KinesisClientsTest {

    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void areClosedAtTheSameTimeAndWaitedFor() {
        CyclicBarrier all = new CyclicBarrier(3);
        SdkAutoCloseable client = () -> {
            try {
                all.await(20, TimeUnit.SECONDS);
                closed.incrementAndGet();
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        };
        KinesisClients.closeTogether(List.of(client, client, client));
        assertThat(closed).hasValue(3);
    }

    @Test
    void oneThatCannotBeClosedKeepsNoOtherOpen() {
        SdkAutoCloseable broken = () -> {
            throw new IllegalStateException("broken");
        };
        KinesisClients.closeTogether(List.of(broken, closed::incrementAndGet, closed::incrementAndGet));
        assertThat(closed).hasValue(2);
    }

    @Test
    void anInterruptionEndsTheWaitingForThem() {
        CountDownLatch never = new CountDownLatch(1);
        SdkAutoCloseable stuck = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        // Before, as the log cannot be set up by a thread that is interrupted.
        KinesisClients.closeTogether(List.of());
        Thread.currentThread().interrupt();
        KinesisClients.closeTogether(List.of(stuck));
        assertThat(Thread.interrupted()).isTrue();
        never.countDown();
    }
}
