package io.github.camelconduit.kinesis.embedded.stream;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory that the records of all streams may take. Thread-safe. */
final class MemoryBudget {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryBudget.class);

    /** What a record takes besides data and key: the objects, its sequence number, its place in a list. About. */
    private static final long OVERHEAD = 200;

    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicBoolean warned = new AtomicBoolean();

    MemoryBudget(long limit) {
        this.limit = limit;
    }

    static long sizeOf(StreamRecord stored) {
        return OVERHEAD + stored.data().length + stored.partitionKey().length();
    }

    void add(long bytes) {
        used.addAndGet(bytes);
    }

    void free(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Whether a record has to go before its time; says so in the log once. */
    boolean exceeded() {
        if (used.get() <= limit) {
            return false;
        }
        if (warned.compareAndSet(false, true)) {
            LOG.warn(
                    "The records of all streams take more than the {} bytes that rule retentionBytes allows: "
                            + "the oldest ones are dropped before their retention period is over",
                    limit);
        }
        return true;
    }
}
