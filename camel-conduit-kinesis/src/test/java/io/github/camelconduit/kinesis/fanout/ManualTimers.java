package io.github.camelconduit.kinesis.fanout;

import java.util.PriorityQueue;

/** Time that moves when the test says so. */
final class ManualTimers implements Timers {

    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long now = 1_000_000;
    /** Thrown once, by what is scheduled next. */
    Error failWith;

    private long order;

    private record Due(long at, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public void schedule(Runnable task, long delayMillis) {
        Error failure = failWith;
        failWith = null;
        if (failure != null) {
            throw failure;
        }
        due.add(new Due(now + Math.max(0, delayMillis), order++, task));
    }

    /** Lets so many milliseconds pass and runs what becomes due, in order. */
    void pass(long millis) {
        long end = now + millis;
        while (!due.isEmpty() && due.peek().at() <= end) {
            Due next = due.poll();
            now = Math.max(now, next.at());
            next.task().run();
        }
        now = end;
    }

    /** Runs what is due now. */
    void runDue() {
        pass(0);
    }
}
