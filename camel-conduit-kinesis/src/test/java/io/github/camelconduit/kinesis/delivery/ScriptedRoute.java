package io.github.camelconduit.kinesis.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelconduit.kinesis.position.Position;

import static org.awaitility.Awaitility.await;

/** A route and a source that the test plays. */
final class ScriptedRoute implements Delivery, ShardSource {
    static final Duration LIMIT = Duration.ofSeconds(20);

    final ExecutorService threads = Executors.newFixedThreadPool(4);
    final ByteBudget budget = new ByteBudget(10_000_000);
    final AtomicLong requested = new AtomicLong();
    final List<Position> done = new CopyOnWriteArrayList<>();
    final List<String> delivered = Collections.synchronizedList(new ArrayList<>());
    final List<Runnable> open = Collections.synchronizedList(new ArrayList<>());
    /** Of the records that are kept. */
    final List<RecordCompletion.Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());

    final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger caughtUp = new AtomicInteger();
    final AtomicInteger endings = new AtomicInteger();
    volatile boolean paused;
    volatile Runnable inTheRoute = () -> {};
    volatile Handling handling = Handling.AT_ONCE;
    final AtomicInteger failing = new AtomicInteger();
    final AtomicInteger noThreads = new AtomicInteger();
    final AtomicInteger noMemory = new AtomicInteger();
    final AtomicInteger noTimer = new AtomicInteger();
    final AtomicInteger noStore = new AtomicInteger();
    final List<Long> pauses = new CopyOnWriteArrayList<>();
    /** What is to be run later, when the test wants to run it itself. */
    volatile List<Runnable> later;

    final Random random = new Random(7);
    final CountDownLatch gate = new CountDownLatch(1);

    enum Handling {
        /** Returned and done before the call comes back. */
        AT_ONCE,
        /** Returned and done later, on another thread. */
        LATER,
        /** Returned at once, and done when the test says so, as with an aggregator. */
        KEPT,
        /** Holds the thread until the test opens the gate. */
        BLOCKED
    }

    @Override
    public ByteBudget budget() {
        return budget;
    }

    @Override
    public ShardSource source() {
        return this;
    }

    @Override
    public void execute(Runnable task) {
        if (noThreads.getAndDecrement() > 0) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        threads.execute(task);
    }

    @Override
    public void executeLater(Runnable task, long delayMillis) {
        if (noTimer.getAndDecrement() > 0) {
            throw new OutOfMemoryError("Java heap space");
        }
        pauses.add(delayMillis);
        if (later != null) {
            later.add(task);
        } else {
            threads.execute(task);
        }
    }

    @Override
    public boolean enter() {
        return !paused;
    }

    @Override
    public void leave() {}

    @Override
    public boolean process(ShardRecord shardRecord, RecordBatch batch, Outcome outcome, Runnable next) {
        Runnable recordDone = outcome::done;
        inTheRoute.run();
        atOnce.accumulateAndGet(inside.incrementAndGet(), Math::max);
        delivered.add(shardRecord.sequenceNumber());
        if (failing.decrementAndGet() >= 0) {
            inside.decrementAndGet();
            outcome.again(new IllegalStateException("scripted"));
            return true;
        }
        switch (handling) {
            case AT_ONCE -> {
                inside.decrementAndGet();
                recordDone.run();
                return true;
            }
            case BLOCKED -> {
                await().atMost(LIMIT).until(() -> gate.getCount() == 0);
                inside.decrementAndGet();
                recordDone.run();
                return true;
            }
            case KEPT -> {
                inside.decrementAndGet();
                outcomes.add(outcome);
                open.add(recordDone);
                return true;
            }
            default -> {
                threads.execute(() -> {
                    inside.decrementAndGet();
                    recordDone.run();
                    next.run();
                });
                return false;
            }
        }
    }

    @Override
    public void caughtUp(String shardId) {
        caughtUp.incrementAndGet();
    }

    @Override
    public long stuckAfterMillis() {
        return 60_000;
    }

    @Override
    public void leftUndone(ShardDelivery shard) {}

    @Override
    public void ended(ShardDelivery ended) {
        endings.incrementAndGet();
    }

    @Override
    public void start(ShardListener listener) {}

    @Override
    public void request(String shardId, long batches) {
        if (noMemory.getAndDecrement() > 0) {
            throw new OutOfMemoryError("Java heap space");
        }
        requested.addAndGet(batches);
    }

    @Override
    public void done(String shardId, Position position) {
        if (noStore.getAndDecrement() > 0) {
            throw new OutOfMemoryError("Java heap space");
        }
        done.add(position);
    }

    @Override
    public void readAgain(String shardId) {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void stop() {}

    Position lastDone() {
        return done.isEmpty() ? null : done.get(done.size() - 1);
    }

    /** Records numbered from one to another, and where reading goes on behind them. */
    static RecordBatch batch(int from, int to, Position next, long behind) {
        List<ShardRecord> records = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            records.add(new ShardRecord(String.valueOf(i), "key", Instant.EPOCH, new byte[100]));
        }
        return new RecordBatch("shard-1", records, next, behind);
    }
}
