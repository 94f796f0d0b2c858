package io.github.camelconduit.kinesis.fanout;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.delivery.ShardListener;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionKeeper;

/**
 * Ends the reading of shards and begins anew: at other positions, for an operator, or where the route is done, for a
 * record that was left undone. What the route has of them is waited for, for a while, and then counts for nothing. When
 * the positions cannot be saved, reading begins where it was. One reset at a time; it takes over the shards that wait to
 * be read again.
 *
 * <p>Thread-safe. Who calls holds no lock of a subscription, of the delivery or of the reading.
 */
final class ShardRestart {

    private static final Logger LOG = LoggerFactory.getLogger(ShardRestart.class);

    private final FanOutSettings settings;
    private final Timers timers;
    private final ShardSet shards;
    private final PositionKeeper positions;
    private final ShardListener listener;
    private final Reading reading;
    private final ReentrantLock resetting = new ReentrantLock();

    /** The shards whose reading is ended and not begun anew, and by what. Guarded by this. */
    private final Map<String, Object> ended = new HashMap<>();

    /** Where shards are read. */
    interface Reading {

        /** Begins to read shards whose reading was ended. */
        void beginAnew(Map<String, ShardInfo> ended, Map<String, Position> from);

        /**
         * Runs something, unless the stream is not there any more: one that is made again has shards of the same names.
         *
         * @return whether it ran
         */
        boolean unlessRevoked(Runnable what);
    }

    ShardRestart(
            FanOutSettings settings,
            Timers timers,
            ShardSet shards,
            PositionKeeper positions,
            ShardListener listener,
            Reading reading) {
        this.settings = settings;
        this.timers = timers;
        this.shards = shards;
        this.positions = positions;
        this.listener = listener;
        this.reading = reading;
    }

    /**
     * Sets shards to other positions. Waits for the route, for a while, and for the store.
     *
     * @throws IllegalStateException when the store does not take the positions, or another reset is under way
     */
    void reset(Map<String, ShardInfo> chosen, PositionReset to, Instant serviceTime) throws InterruptedException {
        if (!resetting.tryLock()) {
            throw new IllegalStateException(
                    "Another reset of positions of stream " + settings.streamName() + " is under way.");
        }
        try {
            Map<String, Position> from = to.of(chosen.values(), serviceTime);
            try {
                end(chosen.keySet());
                positions.reset(from);
            } catch (InterruptedException | RuntimeException e) {
                from.replaceAll((shardId, reset) -> positions.standing(shardId).done());
                beginAnew(chosen, from);
                if (e instanceof InterruptedException interrupted) {
                    throw interrupted;
                }
                throw new IllegalStateException(
                        "Positions of stream " + settings.streamName()
                                + " are not reset, reading goes on where it was: " + e.getMessage(),
                        e);
            }
            beginAnew(chosen, from);
        } finally {
            resetting.unlock();
        }
    }

    private synchronized void beginAnew(Map<String, ShardInfo> chosen, Map<String, Position> from) {
        ended.keySet().removeAll(chosen.keySet());
        reading.beginAnew(chosen, from);
    }

    /** When this returns, nothing of the shards is reported as done any more. */
    private void end(Set<String> shardIds) throws InterruptedException {
        CountDownLatch quiet = new CountDownLatch(shardIds.size());
        synchronized (this) {
            for (String shardId : shardIds) {
                ended.put(shardId, this);
                end(shardId, shards.subscription(shardId), quiet::countDown);
            }
        }
        try {
            if (!quiet.await(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "Stream {}: the route has had records of shards that are reset for {} s. They count for nothing"
                                + " when it is done with them.",
                        settings.streamName(),
                        settings.patience().toSeconds());
            }
        } finally {
            shardIds.forEach(this::drop);
        }
    }

    /**
     * Reads a shard again from where the route is done with it, once the route is done with what else it has of it, or
     * after a while. Does not wait.
     *
     * @param of the subscription that has read what was left undone: where another has taken its place, the shard is read
     *     anew already
     */
    synchronized void again(String shardId, ShardSubscription of) {
        Object restart = new Object();
        if (shards.subscription(shardId) != of || ended.putIfAbsent(shardId, restart) != null) {
            return;
        }
        timers.schedule(
                () -> beginAgain(shardId, restart, true), settings.patience().toMillis());
        end(shardId, of, () -> timers.schedule(() -> beginAgain(shardId, restart, false), 0));
    }

    private synchronized void beginAgain(String shardId, Object restart, boolean late) {
        if (!ended.remove(shardId, restart)) {
            return;
        }
        if (late) {
            LOG.warn(
                    "Shard {}: the route has had records of it for {} s since it was suspended, and the shard is read again"
                            + " from before them. They count for nothing when it is done with them, and come again.",
                    shardId,
                    settings.patience().toSeconds());
        }
        drop(shardId);
        Position from = positions.standing(shardId).done();
        if (!from.isEnded()) {
            LOG.info(
                    "Shard {}: a record was not done when the route was suspended; reading goes on from {}.",
                    shardId,
                    from);
            // Its parents are done, and whether it is closed is said by the next listing.
            reading.beginAnew(Map.of(shardId, new ShardInfo(shardId, Set.of(), false, null)), Map.of(shardId, from));
        }
    }

    /** Under the lock: what begins anew must not be ended by who meant what was before. */
    private void end(String shardId, ShardSubscription subscription, Runnable quiet) {
        if (subscription != null) {
            subscription.stop();
        }
        if (!reading.unlessRevoked(() -> listener.withdrawn(shardId, quiet))) {
            quiet.run();
        }
    }

    private void drop(String shardId) {
        reading.unlessRevoked(() -> listener.revoked(shardId));
    }
}
