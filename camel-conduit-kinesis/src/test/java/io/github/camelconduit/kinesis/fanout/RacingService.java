package io.github.camelconduit.kinesis.fanout;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

import io.github.camelconduit.kinesis.delivery.ShardRecord;

/**
 * A service with one shard that plays its callbacks late, twice, in any order and on any thread. Its records are numbered
 * from 1 on; once it is closed it holds no more than it has, and says so behind the last one.
 */
final class RacingService implements SubscriptionCall, Timers {

    static final ChildShardLink CHILD = new ChildShardLink("child", Set.of("shard-1"));

    private static final ChildShardLink BOGUS = new ChildShardLink("bogus", Set.of("shard-1"));

    /** Opened subscriptions, which are all over in the end. */
    final Queue<Live> opened = new ConcurrentLinkedQueue<>();
    /** What should never be thrown. */
    final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();

    private final ScheduledExecutorService threads;
    private final Random random;
    private final int records;
    private volatile boolean closed;

    RacingService(ScheduledExecutorService threads, Random random, int records) {
        this.threads = threads;
        this.random = random;
        this.records = records;
    }

    /** The shard takes no more records. */
    void closeShard() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    int roll(int sides) {
        synchronized (random) {
            return random.nextInt(sides);
        }
    }

    /** Runs a task on some thread, soon. */
    void run(Runnable task) {
        schedule(task, 0);
    }

    @Override
    public long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public void schedule(Runnable task, long delayMillis) {
        threads.schedule(guarded(task), delayMillis, TimeUnit.MILLISECONDS);
    }

    void repeat(Runnable task) {
        threads.scheduleWithFixedDelay(guarded(task), 1, 1, TimeUnit.MILLISECONDS);
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                thrown.add(e);
            }
        };
    }

    @Override
    public Handle open(SubscribeToShardRequest request, Observer observer) {
        String after = request.startingPosition().sequenceNumber();
        Live live = new Live(after == null ? 1 : Integer.parseInt(after) + 1, observer);
        opened.add(live);
        run(observer::opened);
        return live;
    }

    /** A subscription: events one at a time, everything else whenever it likes. */
    final class Live implements Handle {

        private final Observer observer;
        private int next;
        private long demand;
        private boolean busy;
        private volatile boolean ended;
        private volatile boolean cancelled;

        private Live(int next, Observer observer) {
            this.next = next;
            this.observer = observer;
        }

        boolean isOver() {
            return ended || cancelled;
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
            boolean more = next <= records || closed;
            if (!busy && demand > 0 && more && !cancelled) {
                busy = true;
                demand--;
                run(this::step);
            }
        }

        private void step() {
            int dice = roll(60);
            if (dice < 6 && next > 1) {
                ended = true;
                end(dice);
                // Some go on nevertheless, for a while.
                if (dice > 3) {
                    return;
                }
            } else if (dice == 6) {
                // Keeps silent from now on, like a connection that is half open.
                return;
            } else if (dice == 7 && !closed) {
                // The shard is not at its end, whatever this says.
                observer.event(new ShardEvent(List.of(), null, 0, roll(2) == 0 ? List.of() : List.of(BOGUS)));
                return;
            }
            observer.event(nextEvent());
            synchronized (this) {
                busy = false;
                goOn();
            }
        }

        private ShardEvent nextEvent() {
            int count = 1 + roll(5);
            List<ShardRecord> batch = new ArrayList<>();
            for (int i = 0; i < count && next <= records; i++, next++) {
                batch.add(new ShardRecord(String.valueOf(next), "key", Instant.EPOCH, new byte[0]));
            }
            if (closed && next > records) {
                ended = true;
                return new ShardEvent(batch, null, 0, List.of(CHILD));
            }
            return new ShardEvent(batch, String.valueOf(next - 1), 0, List.of());
        }

        private void end(int how) {
            Runnable failure = () -> observer.failed(new IOException("connection reset"));
            switch (how) {
                case 0 -> run(observer::completed);
                case 1 -> {
                    run(failure);
                    run(failure);
                }
                case 2 -> {
                    run(failure);
                    run(observer::completed);
                }
                case 3 ->
                    run(() -> observer.failed(ResourceNotFoundException.builder()
                            .message("not found")
                            .build()));
                case 4 -> {
                    observer.completed();
                    schedule(failure, 3);
                }
                default -> {
                    failure.run();
                    schedule(observer::opened, 3);
                }
            }
        }
    }
}
