package io.github.camelconduit.kinesis.delivery;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The records of one shard that were handed to the route and whose outcome is not told; tells when there are none left,
 * once no more follow. Thread-safe.
 */
final class RecordsInRoute {

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReference<Runnable> whenQuiet = new AtomicReference<>();
    /** No more are handed over. */
    private volatile boolean closed;

    /** One is handed over. */
    void entered() {
        count.incrementAndGet();
    }

    /** The outcome of one is told. Any thread. */
    void left() {
        count.decrementAndGet();
        if (closed) {
            tellIfQuiet();
        }
    }

    int count() {
        return count.get();
    }

    /**
     * What to run once, when it is closed and the route has none.
     *
     * @return what was to be run until now, and has not been; or null
     */
    Runnable whenQuiet(Runnable told) {
        return whenQuiet.getAndSet(told);
    }

    /** No more are handed over: {@link #tellIfQuiet} is called after this. */
    void close() {
        closed = true;
    }

    /** Runs what is to be run, unless the route has records. */
    void tellIfQuiet() {
        if (count.get() > 0) {
            return;
        }
        Runnable told = whenQuiet.getAndSet(null);
        if (told != null) {
            told.run();
        }
    }
}
