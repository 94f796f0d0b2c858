package io.github.camelconduit.kinesis.embedded.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The records of a shard in order, in segments so that growing copies nothing. Each keeps its index when older ones are
 * dropped. Not thread-safe: its shard locks.
 */
final class RecordLog {

    private static final int SEGMENT = 1024;

    private final List<StreamRecord[]> segments = new ArrayList<>();
    private long droppedSegments;
    private long first;
    private long end;

    void append(StreamRecord entry) {
        int offset = (int) (end % SEGMENT);
        if (offset == 0) {
            segments.add(new StreamRecord[SEGMENT]);
        }
        segments.get(segments.size() - 1)[offset] = entry;
        end++;
    }

    /** The index of the oldest record kept; {@link #end} when there is none. */
    long first() {
        return first;
    }

    /** The index that the next record will have: how many there have ever been. */
    long end() {
        return end;
    }

    boolean isEmpty() {
        return first == end;
    }

    StreamRecord get(long index) {
        return segments.get((int) (index / SEGMENT - droppedSegments))[(int) (index % SEGMENT)];
    }

    /** Drops the oldest record and gives it. */
    StreamRecord dropFirst() {
        StreamRecord[] segment = segments.get(0);
        int offset = (int) (first % SEGMENT);
        StreamRecord dropped = segment[offset];
        segment[offset] = null;
        first++;
        if (offset == SEGMENT - 1) {
            segments.remove(0);
            droppedSegments++;
        }
        return dropped;
    }

    /** The index of the first record whose key is at least {@code bound}, else the end. Keys must not fall. */
    long firstAtLeast(long bound, ToLongFunction<StreamRecord> key) {
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
}
