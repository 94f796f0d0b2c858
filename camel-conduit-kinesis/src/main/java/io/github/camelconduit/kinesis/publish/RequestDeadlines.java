package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Ends requests that have no answer in time. All have the same time, so that one alarm is enough, which is set anew only
 * when it has rung: a request that is answered costs no timer. The SDK's own deadlines are two tasks for each request,
 * which stay with its timer until their time comes and wake a thread then, answered or not. Thread-safe.
 */
final class RequestDeadlines {

    private final Duration time;
    private final LongSupplier nanoTime;
    private final WakeUp alarm;
    private final Map<CompletableFuture<?>, Deadline> open = new ConcurrentHashMap<>();

    private record Deadline(long dueNanos, Runnable end) {}

    RequestDeadlines(Duration time, ScheduledExecutorService timer) {
        this(time, timer, System::nanoTime);
    }

    RequestDeadlines(Duration time, ScheduledExecutorService timer, LongSupplier nanoTime) {
        this.time = time;
        this.nanoTime = nanoTime;
        this.alarm = new WakeUp(timer, this::ring);
    }

    /**
     * A request begins.
     *
     * @param answer completed when it is over
     * @param end ends it when its time is; on the timer's thread, which must not be held up
     */
    void begin(CompletableFuture<?> answer, Runnable end) {
        long now = nanoTime.getAsLong();
        long due = now + time.toNanos();
        open.put(answer, new Deadline(due, end));
        answer.whenComplete((given, failure) -> open.remove(answer));
        alarm.at(due, now);
    }

    /** How many are not over. */
    int open() {
        return open.size();
    }

    private void ring() {
        long now = nanoTime.getAsLong();
        List<Deadline> late = new ArrayList<>();
        for (Deadline deadline : open.values()) {
            if (deadline.dueNanos - now <= 0) {
                late.add(deadline);
            } else {
                alarm.at(deadline.dueNanos, now);
            }
        }
        late.forEach(deadline -> deadline.end.run());
    }
}
