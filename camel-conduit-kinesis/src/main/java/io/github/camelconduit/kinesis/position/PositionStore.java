package io.github.camelconduit.kinesis.position;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /**
     * Sets the positions of some shards to what is given, back as well as forward: an operator has asked for it. Those of
     * other shards stay as they are. A {@link #save} that was called before must not undo it.
     *
     * @throws IllegalStateException when {@link #begin} was never called for the key
     */
    default void reset(ReaderKey key, Map<String, Position> shards) {
        StreamPositions kept = load(key).orElseThrow(() -> notBegun(key));
        begin(key, kept.with(shards));
    }

    /**
     * Shards that have ended and that the stream does not have any more need not be kept. A store that cannot remove them
     * may keep them: that costs room and nothing else.
     */
    default void forget(ReaderKey key, Set<String> shardIds) {}

    /** The exception of {@link #save} for a key that was never begun. */
    static IllegalStateException notBegun(ReaderKey key) {
        return new IllegalStateException("No start of " + key + " was noted before its positions were saved.");
    }
}
