package io.github.camelconduit.kinesis.fanout;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

import io.github.camelconduit.kinesis.delivery.ShardRecord;
import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A service that plays its callbacks late, twice, in any order and on any thread, and timers that look at the
 * subscription meanwhile. Which thread comes first is the machine's choice; the rest is the seed's.
 */
class SubscriptionRacesTest {

    private static final int RECORDS = 6_000;

    /** All so short that everything happens often, and nothing waits for the rules of AWS. */
    private static final SubscriptionTimes TIMES = new SubscriptionTimes(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMillis(50),
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(6);
    private final ConcurrentLinkedQueue<Live> opened = new ConcurrentLinkedQueue<>();
    private final Told told = new Told();
    private final ShardSubscription subscription = new ShardSubscription(
            "shard-1", Position.TRIM_HORIZON, false, false, this::open, TIMES, new RealTimers(), told);

    private final class RealTimers implements Timers {

        @Override
        public long now() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        }

        @Override
        public void schedule(Runnable task, long delayMillis) {
            threads.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    /** A subscription as the service plays it: events one at a time, everything else whenever it likes. */
    private final class Live implements SubscriptionCall.Handle {

        private final SubscriptionCall.Observer observer;
        private int next;
        private long demand;
        private boolean busy;
        private volatile boolean ended;
        private volatile boolean cancelled;

        private Live(int next, SubscriptionCall.Observer observer) {
            this.next = next;
            this.observer = observer;
        }

        @Override
        public synchronized void request(long events) {
            demand += events;
            goOn();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        private synchronized void goOn() {
            if (!busy && demand > 0 && next <= RECORDS && !cancelled) {
                busy = true;
                demand--;
                threads.execute(this::step);
            }
        }

        private void step() {
            int dice;
            int count;
            synchronized (random) {
                dice = random.nextInt(60);
                count = 1 + random.nextInt(5);
            }
            if (dice < 5 && next > 1) {
                ended = true;
                end(dice);
                // Some go on nevertheless, for a while.
                if (dice > 2) {
                    return;
                }
            } else if (dice == 5) {
                // Keeps silent from now on, like a connection that is half open.
                return;
            }
            List<ShardRecord> records = new ArrayList<>();
            for (int i = 0; i < count && next <= RECORDS; i++, next++) {
                records.add(new ShardRecord(String.valueOf(next), "key", Instant.EPOCH, new byte[0]));
            }
            observer.event(new ShardEvent(records, String.valueOf(next - 1), 0, List.of()));
            synchronized (this) {
                busy = false;
                goOn();
            }
        }

        private void end(int how) {
            Runnable failure = () -> observer.failed(new IOException("connection reset"));
            switch (how) {
                case 0 -> threads.execute(observer::completed);
                case 1 -> {
                    threads.execute(failure);
                    threads.execute(failure);
                }
                case 2 -> {
                    threads.execute(failure);
                    threads.execute(observer::completed);
                }
                case 3 -> {
                    observer.completed();
                    threads.schedule(failure, 3, TimeUnit.MILLISECONDS);
                }
                default -> {
                    failure.run();
                    threads.schedule(observer::opened, 3, TimeUnit.MILLISECONDS);
                }
            }
        }
    }

    private SubscriptionCall.Handle open(SubscribeToShardRequest request, SubscriptionCall.Observer observer) {
        String after = request.startingPosition().sequenceNumber();
        Live live = new Live(after == null ? 1 : Integer.parseInt(after) + 1, observer);
        opened.add(live);
        threads.execute(observer::opened);
        return live;
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    @Tag("failure-mode-7")
    void whateverRacesOneSubscriptionIsLeftAndEachRecordCameOnceInOrder() {
        told.afterBatch = () -> threads.execute(() -> subscription.request(1));
        threads.scheduleWithFixedDelay(subscription::check, 1, 1, TimeUnit.MILLISECONDS);
        subscription.request(2);
        subscription.start(0);

        Position last = Position.after(String.valueOf(RECORDS));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(subscription.position()).as("seed %d", seed).isEqualTo(last));

        subscription.pause();
        assertThat(told.batches.stream()
                        .flatMap(batch -> batch.records().stream())
                        .map(one -> Integer.valueOf(one.sequenceNumber())))
                .as("seed %d", seed)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, RECORDS).boxed().toList());
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(opened)
                .as("seed %d: neither ended nor cancelled", seed)
                .allMatch(live -> live.ended || live.cancelled));
        assertThat(opened).hasSizeGreaterThan(20);
    }
}
