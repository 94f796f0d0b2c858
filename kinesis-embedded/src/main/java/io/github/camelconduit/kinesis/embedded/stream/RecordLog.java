package io.github.camelconduit.kinesis.embedded.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The records of a shard in order, in segments so that growing copies nothing. Not thread-safe: its shard locks. */
final class RecordLog {

    private static final int SEGMENT = 1024;

    private final List<StreamRecord[]> segments = new ArrayList<>();
    private long size;

    void append(StreamRecord entry) {
        int offset = (int) (size % SEGMENT);
        if (offset == 0) {
            segments.add(new StreamRecord[SEGMENT]);
        }
        segments.get(segments.size() - 1)[offset] = entry;
        size++;
    }

    long size() {
        return size;
    }

    StreamRecord get(long index) {
        return segments.get((int) (index / SEGMENT))[(int) (index % SEGMENT)];
    }

    /** The index of the first record whose key is at least {@code bound}, else the size. Keys must not fall. */
    long firstAtLeast(long bound, ToLongFunction<StreamRecord> key) {
        long low = 0;
        long high = size;
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
