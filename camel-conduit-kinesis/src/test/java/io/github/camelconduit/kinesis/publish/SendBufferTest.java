package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class SendBufferTest {

    /** With what surrounds a record, a kilobyte. */
    private static final long RECORD = 1_000 - SendBuffer.OVERHEAD;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SendBuffer buffer = new SendBuffer(40_000, Duration.ofSeconds(60), timer);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    @Tag("failure-mode-35")
    void allThrottledShardsTogetherHaveHalfOfItAndOneHalfOfThat() {
        SendBuffer.Share one = buffer.newShare();
        SendBuffer.Share two = buffer.newShare();
        SendBuffer.Share three = buffer.newShare();
        assertThat(given(flood(one, 30))).isEqualTo(10);
        assertThat(given(flood(two, 30))).isEqualTo(10);
        assertThat(given(flood(three, 30))).isZero();
        assertThat(given(flood(null, 30))).isEqualTo(20);
    }

    @Test
    void whoWaitsForAShareGetsRoomOneShardAfterTheOther() {
        SendBuffer.Share one = buffer.newShare();
        SendBuffer.Share two = buffer.newShare();
        SendBuffer.Share three = buffer.newShare();
        flood(one, 10);
        flood(two, 10);
        List<CompletableFuture<Void>> ofOne = flood(one, 5);
        List<CompletableFuture<Void>> ofThree = flood(three, 5);
        for (int i = 0; i < 4; i++) {
            buffer.release(RECORD, one);
        }
        assertThat(given(ofOne)).isEqualTo(2);
        assertThat(given(ofThree)).isEqualTo(2);
        for (int i = 0; i < 10; i++) {
            buffer.release(RECORD, two);
        }
        assertThat(given(ofOne)).isEqualTo(4);
        assertThat(given(ofThree)).isEqualTo(5);
    }

    @Test
    void aWaitThatIsOverInTheMomentOfAStopEndsAsTheStopSays() throws Exception {
        Duration time = Duration.ofMillis(100);
        Throwable thrown = thrownByAWaitThatIsOverInTheMomentOfAStop(time);
        while (thrown instanceof SendBufferFullException) {
            // This machine was busy, and its time was over before the stop.
            time = time.multipliedBy(3);
            thrown = thrownByAWaitThatIsOverInTheMomentOfAStop(time);
        }
        assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("stopping");
    }

    private static Throwable thrownByAWaitThatIsOverInTheMomentOfAStop(Duration time) throws InterruptedException {
        ScheduledExecutorService late = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                return super.schedule(task, 1, TimeUnit.HOURS);
            }
        };
        SendBuffer small = new SendBuffer(1_000, time, late);
        small.request(RECORD, null).join();
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        // Ended first, and holds the stop up.
        small.request(RECORD, null).whenComplete((room, failure) -> {
            ending.countDown();
            awaitQuietly(ended);
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> thrown.set(catchThrowable(() -> small.acquire(RECORD, null))));
        waiting.start();
        await().pollInterval(Duration.ofMillis(5)).until(() -> small.waiting() == 2 || !waiting.isAlive());
        Thread stopping = new Thread(small::close);
        stopping.start();
        ending.await();
        // No longer with a limit: its time is over.
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> waiting.getState() == Thread.State.WAITING || !waiting.isAlive());
        ended.countDown();
        waiting.join();
        stopping.join();
        late.shutdownNow();
        return thrown.get();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRecordOfAThrottledShardWaitsForRoomInAllOfItToo() {
        SendBuffer.Share share = buffer.newShare();
        flood(null, 40);
        List<CompletableFuture<Void>> throttled = flood(share, 2);
        List<CompletableFuture<Void>> others = flood(null, 1);
        buffer.release(RECORD, null);
        buffer.release(RECORD, null);
        assertThat(given(throttled)).isEqualTo(2);
        assertThat(given(others)).isZero();
    }

    @Test
    void whatIsLargerThanAllOfItGoesAlone() {
        SendBuffer.Share share = buffer.newShare();
        CompletableFuture<Void> large = buffer.request(1_000_000, share);
        assertThat(large).isCompleted();
        CompletableFuture<Void> next = buffer.request(RECORD, null);
        assertThat(next).isNotDone();
        buffer.release(1_000_000, share);
        assertThat(next).isCompleted();
        buffer.release(RECORD, null);
        assertThat(buffer.used()).isZero();
    }

    @Test
    @Tag("failure-mode-35")
    void aWaitThatIsOverGivesBackWhatItHadAndIsNotLongerThanMaxBlockTime() throws Exception {
        Duration time = Duration.ofMillis(500);
        SendBuffer impatient = new SendBuffer(4_000, time, timer);
        SendBuffer.Share share = impatient.newShare();
        for (int i = 0; i < 4; i++) {
            impatient.acquire(RECORD, null);
        }
        // Has room in its share, none in all of it; and behind it one that has none in the share either.
        CompletableFuture<Void> first = impatient.request(RECORD, share);
        CompletableFuture<Void> second = impatient.request(RECORD, share);
        // The shortest of some: a machine that is busy makes one longer.
        Duration wait = time.multipliedBy(2);
        for (int attempt = 0; attempt < 5 && wait.compareTo(time.multipliedBy(2)) >= 0; attempt++) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> impatient.acquire(RECORD, share)).isInstanceOf(SendBufferFullException.class);
            wait = Duration.ofNanos(System.nanoTime() - start);
        }
        assertThat(wait).isBetween(time, time.multipliedBy(2).minusNanos(1));
        await().until(() -> first.isCompletedExceptionally() && second.isCompletedExceptionally());
        for (int i = 0; i < 4; i++) {
            impatient.release(RECORD, null);
        }
        assertThat(impatient.used()).isZero();
        impatient.acquire(RECORD, share);
    }

    @Test
    @Tag("failure-mode-38")
    void closingEndsAllWaitsAndLaterOnesFailWithoutThrowing() {
        SendBuffer.Share share = buffer.newShare();
        flood(share, 10);
        CompletableFuture<Void> ofShare = buffer.request(RECORD, share);
        flood(null, 30);
        CompletableFuture<Void> other = buffer.request(RECORD, null);
        buffer.close();
        CompletableFuture<Void> late = buffer.request(RECORD, share);
        for (CompletableFuture<Void> wait : List.of(ofShare, other, late)) {
            assertThatThrownBy(wait::join).cause().hasMessageContaining("stopping");
        }
        assertThatThrownBy(() -> buffer.acquire(RECORD, share)).hasMessageContaining("stopping");
    }

    @Test
    void whoIsInterruptedKeepsNothing() throws Exception {
        flood(null, 40);
        Thread waiting = new Thread(() -> {
            try {
                buffer.acquire(RECORD, null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        await().until(buffer::hasWaiting);
        waiting.interrupt();
        waiting.join(TimeUnit.SECONDS.toMillis(5));
        assertThat(buffer.hasWaiting()).isFalse();
        assertThat(buffer.used()).isEqualTo(40_000);
    }

    private List<CompletableFuture<Void>> flood(SendBuffer.Share share, int records) {
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            asked.add(buffer.request(RECORD, share));
        }
        return asked;
    }

    private static long given(List<CompletableFuture<Void>> asked) {
        return asked.stream().filter(CompletableFuture::isDone).count();
    }
}
