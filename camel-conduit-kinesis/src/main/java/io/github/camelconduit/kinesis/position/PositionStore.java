package io.github.camelconduit.kinesis.position;

import java.util.Map;
import java.util.Optional;

/**
 * Keeps positions from one start to the next. Called from the component's own threads only, never from an event loop,
 * so a store may block. It may fail with any exception: the caller tries again later.
 */
public interface PositionStore {

    /** All that is kept for this reader; empty when it never started on the stream. */
    Optional<StreamPositions> load(ReaderKey key);

    /** Takes note of a reader's first start on a stream. What was kept for the key before is replaced. */
    void begin(ReaderKey key, StreamPositions first);

    /**
     * Saves the positions of some shards. A position never moves back: of what is kept and what is given the one that
     * is further stays.
     *
     * @throws IllegalStateException when {@link #begin} was never called for the key
     */
    void save(ReaderKey key, Map<String, Position> shards);

    /** The exception of {@link #save} for a key that was never begun. */
    static IllegalStateException notBegun(ReaderKey key) {
        return new IllegalStateException("No start of " + key + " was noted before its positions were saved.");
    }
}
