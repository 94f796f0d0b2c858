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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store whose calls are waited for only so long, whatever the store does. One call is under way at a time, on a thread
 * of its own; a store that does not answer holds that thread and no other. While a call has not been answered in time,
 * others fail at once; when it is answered after all, the next one is made again. What a call that was given up still
 * does to the store is not known to who made it, except for a reset that says what was there before: that is set back.
 * Thread-safe.
 */
public final class BoundedPositionStore implements PositionStore {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedPositionStore.class);

    private final PositionStore store;
    private final Executor thread;
    private final Duration limit;
    private final ResetsUnderWay resets;

    /** Null when none is. Guarded by this. */
    private Call<?> underWay;

    private final class Call<T> implements Runnable {
        private final ReaderKey key;
        private final String what;
        private final Supplier<T> body;
        /** What makes a call undone that failed or was given up; null when nothing does. */
        private final Runnable undo;

        private final long asked = System.nanoTime();
        private boolean begun;
        private boolean givenUp;
        private T answer;
        private Throwable failure;
        private boolean over;

        private Call(ReaderKey key, String what, Supplier<T> body, Runnable undo) {
            this.key = key;
            this.what = what;
            this.body = body;
            this.undo = undo;
        }

        @Override
        public void run() {
            synchronized (BoundedPositionStore.this) {
                if (givenUp) {
                    return;
                }
                begun = true;
            }
            try {
                answer = body.get();
            } catch (Throwable e) {
                failure = e;
            }
            if (!isOverUnlessToUndo()) {
                undone();
                end();
            }
        }

        private boolean isOverUnlessToUndo() {
            synchronized (BoundedPositionStore.this) {
                if (undo != null && (givenUp || failure != null)) {
                    return false;
                }
                end();
                return true;
            }
        }

        private void undone() {
            // Who has waited in vain may have ended the thread: this is to be done all the same.
            boolean interrupted = Thread.interrupted();
            try {
                undo.run();
            } catch (Throwable e) {
                LOG.warn("The store of positions failed to {}, and it could not be undone: look at them.", what, e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void end() {
            synchronized (BoundedPositionStore.this) {
                over = true;
                underWay = null;
                if (undo != null) {
                    resets.over(key);
                }
                BoundedPositionStore.this.notifyAll();
            }
        }

        /** Under the lock. One that its thread never came to is not made any more. */
        private void giveUp() {
            givenUp = true;
            if (!begun) {
                end();
            }
        }

        private boolean isOverdue() {
            return System.nanoTime() - asked >= limit.toNanos();
        }
    }

    /**
     * @param thread runs the calls; one thread is enough
     * @param limit how long a call is waited for, with its wait for those before
     * @param resets of all readers, whatever object asks for them
     */
    public BoundedPositionStore(PositionStore store, Executor thread, Duration limit, ResetsUnderWay resets) {
        this.store = store;
        this.thread = thread;
        this.limit = limit;
        this.resets = resets;
    }

    @Override
    public Optional<StreamPositions> load(ReaderKey key) {
        return call(key, "load positions", () -> store.load(key));
    }

    @Override
    public void begin(ReaderKey key, StreamPositions first) {
        run(key, "note a start", () -> store.begin(key, first));
    }

    @Override
    public void save(ReaderKey key, Map<String, Position> shards) {
        run(key, "save positions", () -> store.save(key, shards));
    }

    @Override
    public void reset(ReaderKey key, Map<String, Position> shards) {
        run(key, "reset positions", () -> store.reset(key, shards));
    }

    /**
     * As {@link #reset(ReaderKey, Map)}, for positions that nobody saves again: when it fails or is given up, what the
     * store takes of it is set back, when it answers. Until then every call fails.
     *
     * @param before what the store has
     */
    public void reset(ReaderKey key, Map<String, Position> shards, Map<String, Position> before) {
        call(
                key,
                "reset positions",
                () -> {
                    store.reset(key, shards);
                    return null;
                },
                () -> store.reset(key, before));
    }

    @Override
    public void forget(ReaderKey key, Set<String> shardIds) {
        run(key, "forget shards", () -> store.forget(key, shardIds));
    }

    private void run(ReaderKey key, String what, Runnable body) {
        call(key, what, () -> {
            body.run();
            return null;
        });
    }

    private <T> T call(ReaderKey key, String what, Supplier<T> body) {
        return call(key, what, body, null);
    }

    private <T> T call(ReaderKey key, String what, Supplier<T> body, Runnable undo) {
        long deadline = System.nanoTime() + limit.toNanos();
        resets.awaitNone(key, what, deadline);
        Call<T> mine;
        synchronized (this) {
            if (!await(() -> underWay == null || underWay.isOverdue(), deadline) || underWay != null) {
                throw unanswered(what, underWay);
            }
            mine = new Call<>(key, what, body, undo);
            underWay = mine;
            if (undo != null) {
                resets.begin(key);
            }
        }
        try {
            thread.execute(mine);
        } catch (RejectedExecutionException e) {
            mine.end();
            throw new IllegalStateException("The store of positions is not asked to " + what + ": it is closed.", e);
        }
        synchronized (this) {
            if (!await(() -> mine.over, deadline)) {
                mine.giveUp();
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
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - waitingFor.asked);
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
