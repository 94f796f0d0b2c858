package io.github.camelconduit.kinesis.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class CompletionQueueTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CompletionQueue queue = new CompletionQueue(executor, timer);

    @AfterEach
    void stop() {
        executor.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void completionsThatAreStuckHoldUpNoOther() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        for (int i = 0; i < 50; i++) {
            queue.execute(() -> awaitQuietly(stuck));
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        queue.execute(() -> done.complete(null));
        done.get(20, TimeUnit.SECONDS);
        stuck.countDown();
    }

    @Test
    void whatACompletionMayBeWaitingForGoesBeforeWhatElseIsThere() throws Exception {
        SendBuffer buffer = new SendBuffer(1_000_000, java.time.Duration.ZERO, timer);
        CountDownLatch inner = new CountDownLatch(1);
        List<OutgoingRecord> all = new ArrayList<>();
        // More than there will be threads for: each waits until the last of them is done.
        for (int i = 0; i < 2_000; i++) {
            all.add(record(buffer, false, () -> awaitQuietly(inner)));
        }
        all.add(record(buffer, true, inner::countDown));
        queue.add(all);
        assertThat(inner.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @Tag("failure-mode-38")
    void whatNoThreadHasTakenAtTheEndIsDoneByWhoEndsIt() {
        executor.shutdownNow();
        List<String> done = new ArrayList<>();
        queue.execute(() -> done.add("before"));
        assertThat(done).isEmpty();
        queue.completeRest();
        queue.execute(() -> done.add("after"));
        assertThat(done).containsExactly("before", "after");
    }

    @Test
    void aCompletionThatThrowsHoldsUpNoOther() throws Exception {
        queue.execute(() -> {
            throw new StackOverflowError();
        });
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        queue.execute(() -> done.complete(queue.isWorker()));
        assertThat(done.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.isWorker()).isFalse();
    }

    @Test
    void anErrorOfTheExecutorIsNotThrownAtWhoAddsAndAnotherThreadIsAskedForAMomentLater() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CompletionQueue broken = new CompletionQueue(
                task -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new NoClassDefFoundError("of the executor");
                    }
                    executor.execute(task);
                },
                timer);
        CompletableFuture<Void> done = new CompletableFuture<>();
        broken.execute(() -> done.complete(null));
        done.get(20, TimeUnit.SECONDS);
    }

    private static OutgoingRecord record(SendBuffer buffer, boolean ofWorker, Runnable told) {
        OutgoingRecord record = new OutgoingRecord(
                new RecordToSend(Publishing.STREAM, "k", null, new byte[0]),
                0,
                new Room(1, buffer, null),
                null,
                new RecordListener() {
                    @Override
                    public void written(String shardId, String sequenceNumber) {
                        told.run();
                    }

                    @Override
                    public void failed(Exception reason) {}
                },
                ofWorker);
        record.settleWritten("shard", "1");
        return record;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
