package io.github.camelconduit.kinesis.embedded.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Records in memory, in segments: growing copies nothing, and the oldest are trimmed a segment at a time. */
final class RecordLog implements ShardRecords {

    private final RetentionBytes retention;
    private final Object lock;
    private final DecimalCounter sequence;
    /** By index, without gaps; only the last one grows. */
    private final List<RecordSegment> segments = new ArrayList<>();

    /** The position of the segment read last. */
    private int lastUsed;

    private long counter;
    private long lastArrival;
    private long lastTrimmed = -1;
    private long first;
    private long end;

    /** @param lock its shard's, which whoever calls holds, except where said */
    RecordLog(SequenceNumbers numbers, RetentionBytes retention, Object lock) {
        this.retention = retention;
        this.lock = lock;
        this.sequence = numbers.sequence();
    }

    @Override
    public StreamRecord append(String partitionKey, byte[] data) {
        lastArrival = Math.max(lastArrival, System.currentTimeMillis());
        counter++;
        StreamRecord added = StreamRecord.of(counter, sequence.next(), partitionKey, data, lastArrival);
        RecordSegment segment = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        if (segment == null || segment.isFull()) {
            if (segment != null) {
                retention.sealed(segment);
            }
            segment = new RecordSegment(this, end);
            segments.add(segment);
        }
        segment.add(added);
        retention.taken(added.memoryBytes());
        end++;
        return added;
    }

    /** Forgets a segment and all before it. The caller need not hold the lock. */
    void trimThrough(RecordSegment last) {
        synchronized (lock) {
            trimTo(Math.max(first, last.end()));
        }
    }

    @Override
    public void trimArrivedBefore(long millis) {
        if (first < end && get(first).arrivalMillis() < millis) {
            trimTo(firstArrivedAt(millis));
        }
    }

    @Override
    public void clear() {
        trimTo(end);
    }

    /** Memory is given back when all of a segment is trimmed. */
    private void trimTo(long index) {
        if (index > first) {
            lastTrimmed = get(index - 1).counter();
        }
        first = index;
        while (!segments.isEmpty() && segments.get(0).end() <= first) {
            RecordSegment trimmed = segments.remove(0);
            retention.given(trimmed.bytes());
            trimmed.trimmed();
        }
        lastUsed = 0;
    }

    @Override
    public long close() {
        idleNumber();
        return counter;
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public long latest() {
        return end;
    }

    @Override
    public StreamRecord get(long index) {
        if (!holds(lastUsed, index)) {
            // Readers mostly go on to the next.
            lastUsed = holds(lastUsed + 1, index) ? lastUsed + 1 : positionOf(index);
        }
        return segments.get(lastUsed).get(index);
    }

    private boolean holds(int position, long index) {
        return position < segments.size() && segments.get(position).holds(index);
    }

    /** Which segment holds an index. */
    private int positionOf(long index) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).first() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    public long millisToNext() {
        return 0;
    }

    @Override
    public long firstArrivedAt(long millis) {
        return firstAtLeast(millis, StreamRecord::arrivalMillis);
    }

    @Override
    public long firstNumbered(long bound) {
        return firstAtLeast(bound, StreamRecord::counter);
    }

    /** Keys must not fall. */
    private long firstAtLeast(long bound, ToLongFunction<StreamRecord> key) {
        long low = first;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (key.applyAsLong(get(middle)) < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public long lastCounter() {
        return counter;
    }

    @Override
    public long lastTrimmed() {
        return lastTrimmed;
    }

    /** The numbering moves on, and with it what an idle shard's readers are told. */
    @Override
    public String idleNumber() {
        counter++;
        return sequence.next();
    }

    @Override
    public long storedCount() {
        return end - first;
    }

    @Override
    public List<StreamRecord> stored() {
        List<StreamRecord> all = new ArrayList<>((int) (end - first));
        for (long index = first; index < end; index++) {
            all.add(get(index));
        }
        return all;
    }
}
