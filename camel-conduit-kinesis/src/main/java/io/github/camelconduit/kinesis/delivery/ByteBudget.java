package io.github.camelconduit.kinesis.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How many bytes may be held over all shards. Each shard has an {@link Account}: it reserves what it expects the next
 * batch to be before it asks for it, and those that find nothing left wait in line, so that no shard starves another.
 * One reservation is always granted, however large, or a record larger than the budget would stop everything: one that is
 * larger than what there is for the shards that move waits until half of that is left.
 *
 * <p>Only what moves may keep others waiting. So {@link #sweep}, called every second, takes two things out of the way: a
 * reservation for which nothing comes, because the shard has nothing or cannot be read, and what is held by a shard whose
 * route takes nothing. Both count for themselves: what is held and stuck up to half of the budget, the other half is for
 * the shards that move; what is reserved and overdue, and may come all at once when the network is back, up to as much
 * as the budget again.
 *
 * <p>Thread-safe: one lock, and grants are told outside it.
 */
final class ByteBudget {

    /** Sweeps until a reservation for which nothing came is given back. */
    private static final int RESERVED_FOR = 2;

    /** Sweeps until a shard that holds records and hands none over counts as stuck. */
    private static final int STUCK_AFTER = 4;

    private final long half;
    private final Set<Account> accounts = new LinkedHashSet<>();
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private long moving;
    private long stuck;
    private long overdue;
    /** How many batches with records have come, over all shards. Written under the lock. */
    private volatile long arrivals;

    private record Waiting(Account account, long bytes, Runnable granted) {}

    /** A reservation for a batch that was requested and has not come. */
    private static final class Reservation {

        private long bytes;
        private int sweeps;
        private boolean overdue;

        private Reservation(long bytes) {
            this.bytes = bytes;
        }
    }

    ByteBudget(long capacity) {
        this.half = capacity / 2;
    }

    synchronized Account open() {
        Account account = new Account();
        accounts.add(account);
        return account;
    }

    /** Looks what does not move. Called every second or so. */
    void sweep() {
        List<Runnable> granted;
        synchronized (this) {
            accounts.forEach(Account::sweep);
            granted = grant();
        }
        granted.forEach(Runnable::run);
    }

    /** What is reserved or held, in bytes. */
    synchronized long used() {
        return moving + stuck + overdue;
    }

    /** How many batches with records have come, over all shards. */
    long arrivals() {
        return arrivals;
    }

    private List<Runnable> grant() {
        List<Runnable> granted = new ArrayList<>();
        while (!line.isEmpty() && fits(line.peekFirst().bytes)) {
            Waiting first = line.removeFirst();
            first.account.add(first.bytes);
            granted.add(first.granted);
        }
        return granted;
    }

    private void giveBack(Reservation reserved) {
        if (reserved == null) {
            return;
        }
        if (reserved.overdue) {
            overdue -= reserved.bytes;
        } else {
            moving -= reserved.bytes;
        }
    }

    /** One that never fits does not wait for the moment when nothing is held, which with many shards may not come. */
    private boolean fits(long bytes) {
        return moving <= 0 || moving + (bytes > half ? half / 2 : bytes) <= half;
    }

    /** What one shard has of the budget. */
    final class Account {

        private final ArrayDeque<Reservation> reservations = new ArrayDeque<>();
        private long held;
        /** Whether a batch has come. */
        private boolean heard;

        private boolean isStuck;
        private int still;
        private long seen;
        private boolean closed;
        /** Records handed over so far: how {@link #sweep} sees that the shard moves. One thread at a time writes it. */
        private volatile long handedOver;

        private Account() {}

        /** Reserves so many bytes, and runs {@code granted} when they are there: at once, or later on another thread. */
        void reserve(long bytes, Runnable granted) {
            synchronized (ByteBudget.this) {
                if (closed) {
                    return;
                }
                if (!line.isEmpty() || !fits(bytes)) {
                    line.addLast(new Waiting(this, bytes, granted));
                    return;
                }
                add(bytes);
            }
            granted.run();
        }

        /** A batch is requested without anything being reserved for it: it counts when it comes. */
        void listen() {
            synchronized (ByteBudget.this) {
                if (!closed) {
                    add(0);
                }
            }
        }

        /** Whether so much more is no more than the share of one among all the shards there are. */
        boolean isWithinShare(long bytes) {
            synchronized (ByteBudget.this) {
                return bytes <= half / Math.max(1, accounts.size());
            }
        }

        /**
         * A batch came, larger or smaller than what was reserved for it. Grants nothing: this is called from where
         * records come in, under the lock of their subscription, and a grant leads to another subscription's lock.
         */
        void arrived(long bytes) {
            synchronized (ByteBudget.this) {
                if (closed) {
                    return;
                }
                Reservation reserved = reservations.pollFirst();
                giveBack(reserved);
                heard = true;
                if (bytes > 0) {
                    arrivals++;
                }
                held += bytes;
                charge(bytes);
            }
        }

        /**
         * The first batch was requested, the service has taken that, and nothing has come: the shard has nothing. What is
         * reserved for it is overdue at once, and no more than what may be written next. Where as much as may be is
         * overdue already, it waits for the sweep as others do; so it does where batches of other shards have come
         * meanwhile: its own may be on its way behind them.
         *
         * @param arrivalsBefore {@link ByteBudget#arrivals} when the service had taken the request
         */
        void nothingCame(long bytes, long arrivalsBefore) {
            List<Runnable> granted;
            synchronized (ByteBudget.this) {
                Reservation first = reservations.peekFirst();
                if (closed
                        || heard
                        || first == null
                        || arrivals != arrivalsBefore
                        || overdue - (first.overdue ? first.bytes : 0) + bytes > 2 * half) {
                    return;
                }
                giveBack(first);
                first.bytes = bytes;
                first.overdue = true;
                overdue += bytes;
                granted = grant();
            }
            granted.forEach(Runnable::run);
        }

        /** A record was handed to the route. */
        void handedOver() {
            handedOver++;
        }

        /** A batch is finished: gives its bytes back, and grants what fits now. */
        void finished(long bytes) {
            List<Runnable> granted;
            synchronized (ByteBudget.this) {
                if (closed) {
                    return;
                }
                held -= bytes;
                charge(-bytes);
                granted = grant();
            }
            granted.forEach(Runnable::run);
        }

        boolean holdsNothing() {
            synchronized (ByteBudget.this) {
                return held == 0;
            }
        }

        /** Gives all back, for good: what is in line is not granted any more, what comes does not count. */
        void close() {
            List<Runnable> granted;
            synchronized (ByteBudget.this) {
                if (closed) {
                    return;
                }
                closed = true;
                accounts.remove(this);
                for (Iterator<Waiting> waiting = line.iterator(); waiting.hasNext(); ) {
                    if (waiting.next().account == this) {
                        waiting.remove();
                    }
                }
                reservations.forEach(ByteBudget.this::giveBack);
                reservations.clear();
                charge(-held);
                held = 0;
                granted = grant();
            }
            granted.forEach(Runnable::run);
        }

        private void add(long bytes) {
            moving += bytes;
            reservations.addLast(new Reservation(bytes));
        }

        private void charge(long bytes) {
            if (isStuck) {
                stuck += bytes;
            } else {
                moving += bytes;
            }
        }

        private void sweep() {
            for (Reservation reserved : reservations) {
                reserved.sweeps++;
                if (!reserved.overdue && reserved.sweeps >= RESERVED_FOR && overdue + reserved.bytes <= 2 * half) {
                    moving -= reserved.bytes;
                    overdue += reserved.bytes;
                    reserved.overdue = true;
                }
            }
            still = held > 0 && handedOver == seen ? still + 1 : 0;
            seen = handedOver;
            boolean now = still >= STUCK_AFTER && (isStuck || stuck == 0 || stuck + held <= half);
            if (now != isStuck) {
                charge(-held);
                isStuck = now;
                charge(held);
            }
        }
    }
}
