package io.github.camelconduit.kinesis.position;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows where each shard stands, and saves it. {@link #done} may be called from any thread and never blocks; what speaks
 * to the store, one call at a time, is called by threads that may wait. When the store fails, what was to be saved goes
 * with the next save.
 */
public final class PositionKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(PositionKeeper.class);

    private final PositionStore store;
    private final ReaderKey key;
    private final Clock clock;
    private final Map<String, Standing> shards = new ConcurrentHashMap<>();
    /**
     * The shards of which the store may have a position that is further than where they stand, because a reset was not
     * answered, or the service refused what was kept. A save would leave it there: theirs is set. Changed with their
     * standing.
     */
    private final Set<String> toSet = ConcurrentHashMap.newKeySet();

    /** The shards that the store has positions of and that are not read any more. */
    private final Set<String> leftOut = ConcurrentHashMap.newKeySet();

    private final ReentrantLock saving = new ReentrantLock();
    /** Null while saving works. */
    private volatile Failing failing;

    /**
     * Saving fails.
     *
     * @param since when it first did
     * @param cause what the last one failed with
     */
    public record Failing(Instant since, RuntimeException cause) {}

    /**
     * Where a shard stands.
     *
     * @param done up to where the route is done
     * @param saved what of that the store has; null when nothing is known of that
     * @param savedAt when it was saved; null when that was before this start
     */
    public record Standing(Position done, Position saved, Instant savedAt) {

        private Standing further(Position position) {
            return new Standing(Position.furthest(done, position), saved, savedAt);
        }

        private boolean isSaved() {
            return done.equals(saved);
        }
    }

    /** @param kept what the store has */
    public PositionKeeper(PositionStore store, ReaderKey key, Map<String, Position> kept, Clock clock) {
        this.store = store;
        this.key = key;
        this.clock = clock;
        kept.forEach((shardId, position) -> shards.put(shardId, new Standing(position, position, null)));
    }

    /** Shards that the store has positions of are not read any more: these stay there, and nothing is known of them here. */
    public void leaveOut(Set<String> shardIds) {
        leftOut.addAll(shardIds);
        shards.keySet().removeAll(shardIds);
    }

    /** Where a shard stands; null when nothing is known of it. */
    public Standing standing(String shardId) {
        return shards.get(shardId);
    }

    /** The shards of which something is known. */
    public Set<String> shardIds() {
        return new HashSet<>(shards.keySet());
    }

    /** The shards that the route is done with. */
    public Set<String> ended() {
        Set<String> ended = new HashSet<>();
        shards.forEach((shardId, standing) -> {
            if (standing.done().isEnded()) {
                ended.add(shardId);
            }
        });
        return ended;
    }

    /** The shards that need not be kept once the stream does not have them: those that have ended or are left out. */
    public Set<String> forgettable() {
        Set<String> forgettable = ended();
        forgettable.addAll(leftOut);
        return forgettable;
    }

    /** The route is done with everything of the shard before this position. */
    public void done(String shardId, Position position) {
        shards.compute(
                shardId,
                (id, before) -> before == null ? new Standing(position, null, null) : before.further(position));
    }

    /**
     * A shard stands somewhere else from now on, back as well, in the store with the next save: the service refuses where
     * it stood. Any thread; never blocks.
     */
    public void startOver(String shardId, Position position) {
        shards.compute(shardId, (id, before) -> {
            toSet.add(id);
            return new Standing(position, null, before == null ? null : before.savedAt());
        });
    }

    /** That saving fails; null while it works. */
    public Failing failing() {
        return failing;
    }

    /**
     * Saves what has come since the last time.
     *
     * @return whether all of it is saved now
     */
    public boolean save() {
        saving.lock();
        try {
            Map<String, Position> advanced = new HashMap<>();
            Map<String, Position> set = new HashMap<>();
            shards.forEach((shardId, standing) -> {
                if (!standing.isSaved()) {
                    (toSet.contains(shardId) ? set : advanced).put(shardId, standing.done());
                }
            });
            if (advanced.isEmpty() && set.isEmpty()) {
                return true;
            }
            try {
                if (!set.isEmpty()) {
                    store.reset(key, set);
                    saved(set);
                }
                if (!advanced.isEmpty()) {
                    store.save(key, advanced);
                    saved(advanced);
                }
            } catch (RuntimeException e) {
                report(e);
                return false;
            }
            if (failing != null) {
                failing = null;
                LOG.info("Positions of stream {} are saved again.", key.stream());
            }
            return true;
        } finally {
            saving.unlock();
        }
    }

    private void saved(Map<String, Position> positions) {
        Instant now = clock.instant();
        positions.forEach((shardId, position) -> shards.computeIfPresent(shardId, (id, standing) -> {
            // Where it has started over meanwhile, what the store has now is too far.
            if (!position.isBeyond(standing.done())) {
                toSet.remove(id);
            }
            return new Standing(standing.done(), position, now);
        }));
    }

    /** The same, but where a save is under way, which a slow store can make last, it leaves it to the next one. */
    public void saveUnlessSaving() {
        if (saving.tryLock()) {
            try {
                save();
            } finally {
                saving.unlock();
            }
        }
    }

    /**
     * Sets shards to other positions, back as well, in the store and here. Nothing of them may be reported as done
     * meanwhile.
     *
     * @throws RuntimeException of the store; the shards stand where they stood, and the store has that again with the next
     *     save, whatever it makes of this
     */
    public void reset(Map<String, Position> to) {
        saving.lock();
        try {
            store.reset(key, to);
            Instant now = clock.instant();
            to.forEach((shardId, position) -> shards.compute(shardId, (id, before) -> {
                toSet.remove(id);
                return new Standing(position, position, now);
            }));
        } catch (RuntimeException e) {
            // It may have worked all the same, or work when it is answered late: the next save puts it right.
            to.keySet()
                    .forEach(shardId -> shards.computeIfPresent(shardId, (id, standing) -> {
                        toSet.add(id);
                        return new Standing(standing.done(), null, standing.savedAt());
                    }));
            throw e;
        } finally {
            saving.unlock();
        }
    }

    /** Forgets those of some shards that have ended and are saved as such, or are left out, in the store and here. */
    public Set<String> forget(Set<String> shardIds) {
        saving.lock();
        try {
            Set<String> over = new HashSet<>();
            for (String shardId : shardIds) {
                Standing standing = shards.get(shardId);
                boolean needed = standing == null
                        ? !leftOut.contains(shardId)
                        : !standing.done().isEnded() || !standing.isSaved();
                if (!needed) {
                    over.add(shardId);
                }
            }
            if (!over.isEmpty()) {
                store.forget(key, over);
                shards.keySet().removeAll(over);
                leftOut.removeAll(over);
            }
            return over;
        } finally {
            saving.unlock();
        }
    }

    /** Says it once, not at every interval. */
    private void report(RuntimeException e) {
        Failing before = failing;
        failing = new Failing(before == null ? clock.instant() : before.since(), e);
        if (before != null) {
            LOG.debug("Positions of stream {} could still not be saved.", key.stream(), e);
        } else {
            LOG.warn(
                    "Positions of stream {} could not be saved; reading goes on and saving is tried again. A restart"
                            + " before it works delivers records again.",
                    key.stream(),
                    e);
        }
    }
}
