package io.github.camelconduit.kinesis.position;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

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
        change(key, before -> before.advance(shards));
    }

    @Override
    public void reset(ReaderKey key, Map<String, Position> shards) {
        change(key, before -> before.with(shards));
    }

    @Override
    public void forget(ReaderKey key, Set<String> shardIds) {
        change(key, before -> before.without(shardIds));
    }

    private void change(ReaderKey key, UnaryOperator<StreamPositions> change) {
        StreamPositions now = kept.computeIfPresent(key, (k, before) -> change.apply(before));
        if (now == null) {
            throw PositionStore.notBegun(key);
        }
    }
}
