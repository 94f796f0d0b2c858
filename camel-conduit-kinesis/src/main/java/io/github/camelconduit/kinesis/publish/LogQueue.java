package io.github.camelconduit.kinesis.publish;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What there is to log of writing, from threads that must not wait for it: a log may be held up, by a full disk or a
 * server. One thread at a time writes to it, so that a log that is stuck holds up that one, and no record. Thread-safe.
 */
final class LogQueue {

    private static final Logger LOG = LoggerFactory.getLogger(LogQueue.class);

    /** Beyond so many the log is stuck, and what comes is not kept but counted. */
    static final int MAX_LINES = 1_000;

    private final Executor executor;
    private final Queue<Runnable> lines = new ArrayDeque<>();
    private boolean writing;
    private long lost;

    /** @param executor may be held up: it must not be one that a stop waits for without a limit */
    LogQueue(Executor executor) {
        this.executor = executor;
    }

    /** @param line logs it */
    void add(Runnable line) {
        synchronized (lines) {
            if (lines.size() >= MAX_LINES) {
                lost++;
                return;
            }
            lines.add(line);
            if (writing) {
                return;
            }
            writing = true;
        }
        try {
            executor.execute(this::writeAll);
        } catch (RuntimeException | Error e) {
            // The next line tries again, and this one is written with it.
            synchronized (lines) {
                writing = false;
            }
        }
    }

    private void writeAll() {
        for (Runnable line = next(); line != null; line = next()) {
            try {
                line.run();
            } catch (RuntimeException | Error e) {
                // There is no place left to say it.
            }
        }
    }

    /** Null when there is none, and nobody writes from then on. */
    private Runnable next() {
        synchronized (lines) {
            Runnable line = lines.poll();
            if (line == null && lost > 0) {
                long count = lost;
                lost = 0;
                line = () -> LOG.warn("{} lines about writing were not logged: the log was held up", count);
            }
            writing = line != null;
            return line;
        }
    }
}
