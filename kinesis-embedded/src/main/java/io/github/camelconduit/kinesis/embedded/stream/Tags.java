package io.github.camelconduit.kinesis.embedded.stream;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/** The tags of a stream or a stream consumer, by key. Thread-safe. */
public final class Tags {

    private final int limit;
    private final TreeMap<String, String> values = new TreeMap<>();

    Tags(int limit) {
        this.limit = limit;
    }

    /** @throws KinesisServiceException LimitExceededException when there would be too many: none is added then */
    public synchronized void put(Map<String, String> added) {
        TreeMap<String, String> all = new TreeMap<>(values);
        all.putAll(added);
        requireAtMost(limit, all.size());
        values.putAll(added);
    }

    /** @throws KinesisServiceException LimitExceededException */
    public static void requireAtMost(int limit, int count) {
        if (count > limit) {
            throw KinesisServiceException.limitExceeded(
                    "A resource may have %d tags at most, it would have %d.".formatted(limit, count));
        }
    }

    public synchronized void remove(Collection<String> keys) {
        values.keySet().removeAll(keys);
    }

    /** A copy, sorted by key. */
    public synchronized TreeMap<String, String> all() {
        return new TreeMap<>(values);
    }
}
