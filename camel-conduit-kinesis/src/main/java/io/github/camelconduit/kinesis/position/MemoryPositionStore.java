package io.github.camelconduit.kinesis.position;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps positions as long as it lives: a route that is stopped and started goes on where it was, a process that starts
 * anew does not. Thread-safe.
 */
public final class MemoryPositionStore implements PositionStore {

    private final Map<ReaderKey, StreamPositions> kept = new ConcurrentHashMap<>();

    @Override
    public Optional<StreamPositions> load(ReaderKey key) {
        return Optional.ofNullable(kept.get(key));
    }

    @Override
    public void begin(ReaderKey key, StreamPositions first) {
        kept.put(key, first);
    }

    @Override
    public void save(ReaderKey key, Map<String, Position> shards) {
        StreamPositions now = kept.computeIfPresent(key, (k, before) -> before.advance(shards));
        if (now == null) {
            throw PositionStore.notBegun(key);
        }
    }
}
