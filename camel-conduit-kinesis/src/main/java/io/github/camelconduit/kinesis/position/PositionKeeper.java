package io.github.camelconduit.kinesis.position;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what is done and saves it. {@link #done} may be called from any thread and never blocks; {@link #save} is
 * called by one thread at a time, at intervals and at stop. When the store fails, what was to be saved stays and goes
 * with the next save.
 */
public final class PositionKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(PositionKeeper.class);

    private final PositionStore store;
    private final ReaderKey key;
    private final Map<String, Position> unsaved = new ConcurrentHashMap<>();
    private final ReentrantLock saving = new ReentrantLock();
    private boolean failing;

    public PositionKeeper(PositionStore store, ReaderKey key) {
        this.store = store;
        this.key = key;
    }

    /** The route is done with everything of the shard before this position. */
    public void done(String shardId, Position position) {
        unsaved.merge(shardId, position, Position::furthest);
    }

    /**
     * Saves what has come since the last time.
     *
     * @return whether all of it is saved now
     */
    public boolean save() {
        saving.lock();
        try {
            Map<String, Position> taken = new HashMap<>();
            for (String shardId : unsaved.keySet()) {
                Position position = unsaved.remove(shardId);
                if (position != null) {
                    taken.put(shardId, position);
                }
            }
            if (taken.isEmpty()) {
                return true;
            }
            try {
                store.save(key, taken);
            } catch (RuntimeException e) {
                taken.forEach(this::done);
                report(e);
                return false;
            }
            if (failing) {
                failing = false;
                LOG.info("Positions of stream {} are saved again.", key.stream());
            }
            return true;
        } finally {
            saving.unlock();
        }
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

    /** Says it once, not at every interval. */
    private void report(RuntimeException e) {
        if (failing) {
            LOG.debug("Positions of stream {} could still not be saved.", key.stream(), e);
        } else {
            failing = true;
            LOG.warn(
                    "Positions of stream {} could not be saved; reading goes on and saving is tried again. A restart"
                            + " before it works delivers records again.",
                    key.stream(),
                    e);
        }
    }
}
