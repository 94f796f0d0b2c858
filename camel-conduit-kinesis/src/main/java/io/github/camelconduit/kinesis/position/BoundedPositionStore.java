package io.github.camelconduit.kinesis.position;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A store whose calls are waited for only so long, whatever the store does. One call is under way at a time, on a thread
 * of its own; a store that does not answer holds that thread and no other. While a call has not been answered in time,
 * others fail at once; when it is answered after all, the next one is made again. What a call that was given up still
 * does to the store is not known to who made it. Thread-safe.
 */
public final class BoundedPositionStore implements PositionStore {

    private final PositionStore store;
    private final Executor thread;
    private final Duration limit;

    /** Null when none is. Guarded by this. */
    private Call<?> underWay;

    private final class Call<T> implements Runnable {
        private final String what;
        private final Supplier<T> body;
        private final long begun = System.nanoTime();
        private T answer;
        private Throwable failure;
        private boolean over;

        private Call(String what, Supplier<T> body) {
            this.what = what;
            this.body = body;
        }

        @Override
        public void run() {
            T gotten = null;
            Throwable thrown = null;
            try {
                gotten = body.get();
            } catch (Throwable e) {
                thrown = e;
            }
            synchronized (BoundedPositionStore.this) {
                answer = gotten;
                failure = thrown;
                over = true;
                underWay = null;
                BoundedPositionStore.this.notifyAll();
            }
        }

        private boolean isOverdue() {
            return System.nanoTime() - begun >= limit.toNanos();
        }
    }

    /**
     * @param thread runs the calls; one thread is enough
     * @param limit how long a call is waited for, with its wait for the one before
     */
    public BoundedPositionStore(PositionStore store, Executor thread, Duration limit) {
        this.store = store;
        this.thread = thread;
        this.limit = limit;
    }

    @Override
    public Optional<StreamPositions> load(ReaderKey key) {
        return call("load positions", () -> store.load(key));
    }

    @Override
    public void begin(ReaderKey key, StreamPositions first) {
        run("note a start", () -> store.begin(key, first));
    }

    @Override
    public void save(ReaderKey key, Map<String, Position> shards) {
        run("save positions", () -> store.save(key, shards));
    }

    @Override
    public void reset(ReaderKey key, Map<String, Position> shards) {
        run("reset positions", () -> store.reset(key, shards));
    }

    @Override
    public void forget(ReaderKey key, Set<String> shardIds) {
        run("forget shards", () -> store.forget(key, shardIds));
    }

    private void run(String what, Runnable body) {
        call(what, () -> {
            body.run();
            return null;
        });
    }

    private <T> T call(String what, Supplier<T> body) {
        long deadline = System.nanoTime() + limit.toNanos();
        Call<T> mine;
        synchronized (this) {
            if (!await(() -> underWay == null || underWay.isOverdue(), deadline) || underWay != null) {
                throw unanswered(what, underWay);
            }
            mine = new Call<>(what, body);
            underWay = mine;
        }
        try {
            thread.execute(mine);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                underWay = null;
                notifyAll();
            }
            throw new IllegalStateException("The store of positions is not asked to " + what + ": it is closed.", e);
        }
        synchronized (this) {
            if (!await(() -> mine.over, deadline)) {
                throw unanswered(what, mine);
            }
        }
        if (mine.failure instanceof RuntimeException failure) {
            throw failure;
        }
        if (mine.failure != null) {
            throw new IllegalStateException(
                    "The store of positions failed to " + what + ": " + mine.failure, mine.failure);
        }
        return mine.answer;
    }

    private IllegalStateException unanswered(String what, Call<?> waitingFor) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - waitingFor.begun);
        return new IllegalStateException(
                waitingFor.what.equals(what)
                        ? "The store of positions was asked to " + what + " " + seconds + " s ago and has not answered."
                        : "The store of positions is not asked to " + what + ": it was asked to " + waitingFor.what
                                + " " + seconds + " s ago and has not answered.");
    }

    /**
     * Waits for a condition, under the lock. An interrupt does not end the wait, which is short: positions that are saved
     * while a route is stopped by force are the ones that matter.
     */
    private boolean await(BooleanSupplier condition, long deadline) {
        boolean interrupted = false;
        try {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1;
                if (deadline - System.nanoTime() <= 0) {
                    return false;
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
