package io.github.camelconduit.kinesis.embedded.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds the records of all shards together to a number of bytes: the oldest segments go first, whatever shard they are
 * of. What every shard is just filling stays, so the bound is this number, or one segment for each shard where that is
 * more. Thread-safe, without a lock.
 */
public final class RetentionBytes {

    private final long limit;
    private final AtomicLong held = new AtomicLong();
    private final Queue<RecordSegment> oldestFirst = new ConcurrentLinkedQueue<>();

    /** @param limit bytes of memory that records may take */
    public RetentionBytes(long limit) {
        this.limit = limit;
    }

    /** A segment takes no more records: from now on it can be trimmed. */
    void sealed(RecordSegment segment) {
        // What its shard has trimmed itself is not to pile up here.
        for (RecordSegment head = oldestFirst.peek(); head != null && head.isTrimmed(); head = oldestFirst.peek()) {
            oldestFirst.remove(head);
        }
        oldestFirst.add(segment);
    }

    void taken(long bytes) {
        held.addAndGet(bytes);
    }

    void given(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Trims until the limit is kept. Takes other shards' locks: the caller must hold none. */
    void enforce() {
        while (held.get() > limit) {
            RecordSegment oldest = oldestFirst.poll();
            if (oldest == null) {
                return;
            }
            oldest.log().trimThrough(oldest);
        }
    }
}
