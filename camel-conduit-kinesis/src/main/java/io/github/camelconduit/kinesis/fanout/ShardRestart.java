package io.github.camelconduit.kinesis.fanout;

import java.time.Instant;
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
 * Ends the reading of shards, sets them to other positions and begins anew there. What the route has of them is waited
 * for, for a while, and then counts for nothing. When the positions cannot be saved, reading begins where it was. One
 * reset at a time.
 */
final class ShardRestart {

    private static final Logger LOG = LoggerFactory.getLogger(ShardRestart.class);

    private final FanOutSettings settings;
    private final ShardSet shards;
    private final PositionKeeper positions;
    private final ShardListener listener;
    private final Reading reading;
    private final ReentrantLock resetting = new ReentrantLock();

    /** Where shards are read. */
    interface Reading {

        /** Begins to read shards whose reading was ended. */
        void beginAnew(Map<String, ShardInfo> ended, Map<String, Position> from);
    }

    ShardRestart(
            FanOutSettings settings,
            ShardSet shards,
            PositionKeeper positions,
            ShardListener listener,
            Reading reading) {
        this.settings = settings;
        this.shards = shards;
        this.positions = positions;
        this.listener = listener;
        this.reading = reading;
    }

    /** @throws IllegalStateException when the store does not take the positions, or another reset is under way */
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
                reading.beginAnew(chosen, from);
                if (e instanceof InterruptedException interrupted) {
                    throw interrupted;
                }
                throw new IllegalStateException(
                        "Positions of stream " + settings.streamName()
                                + " are not reset, reading goes on where it was: " + e.getMessage(),
                        e);
            }
            reading.beginAnew(chosen, from);
        } finally {
            resetting.unlock();
        }
    }

    /**
     * Reads a shard again from where the route is done with it.
     *
     * @throws IllegalStateException when a reset is under way
     */
    void again(String shardId) throws InterruptedException {
        if (!resetting.tryLock()) {
            throw new IllegalStateException(
                    "A reset of positions of stream " + settings.streamName() + " is under way.");
        }
        try {
            end(Set.of(shardId));
        } finally {
            try {
                beginAgain(shardId, positions.standing(shardId).done());
            } finally {
                resetting.unlock();
            }
        }
    }

    private void beginAgain(String shardId, Position from) {
        if (!from.isEnded()) {
            LOG.info(
                    "Shard {}: a record was not done when the route was suspended; reading goes on from {}.",
                    shardId,
                    from);
            // Its parents are done, and whether it is closed is said by the next listing.
            reading.beginAnew(Map.of(shardId, new ShardInfo(shardId, Set.of(), false, null)), Map.of(shardId, from));
        }
    }

    /** When this returns, nothing of the shards is reported as done any more. */
    private void end(Set<String> shardIds) throws InterruptedException {
        CountDownLatch quiet = new CountDownLatch(shardIds.size());
        for (String shardId : shardIds) {
            ShardSubscription subscription = shards.subscription(shardId);
            if (subscription != null) {
                subscription.stop();
            }
            listener.withdrawn(shardId, quiet::countDown);
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
            shardIds.forEach(listener::revoked);
        }
    }
}
