package io.github.camelconduit.kinesis.delivery;

import java.util.HashSet;
import java.util.Set;

/**
 * Finds out when the reading has caught up: every shard there is, those that still wait for their parents among them,
 * has once reported that it is at its tip, or has ended. Said once. Thread-safe.
 */
final class CaughtUp {

    private final Set<String> behind = new HashSet<>();
    private final Runnable announce;
    private boolean anyShard;
    private boolean announced;

    CaughtUp(Runnable announce) {
        this.announce = announce;
    }

    synchronized void discovered(String shardId) {
        anyShard = true;
        if (!announced) {
            behind.add(shardId);
        }
    }

    /** The route has all of the shard that there is, for now or for good. */
    void reached(String shardId) {
        synchronized (this) {
            if (announced) {
                return;
            }
            behind.remove(shardId);
            if (!anyShard || !behind.isEmpty()) {
                return;
            }
            announced = true;
        }
        announce.run();
    }

    /** The shard is not read any more, or from somewhere else: it is not waited for, nor is it at its tip. */
    synchronized void forget(String shardId) {
        behind.remove(shardId);
    }

    synchronized boolean isAnnounced() {
        return announced;
    }
}
