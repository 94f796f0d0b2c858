package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.camelconduit.kinesis.delivery.ShardListener;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionKeeper;

/**
 * The subscriptions of a reading: made for each shard that is to be read, started when the shard's turn has come, made
 * anew where a shard is read again, and paused, resumed and ended all together. Thread-safe; who calls holds no lock of
 * a subscription.
 */
final class StreamSubscriptions {

    /** Between the first subscriptions of two shards: many at once open many more connections than they need. */
    private static final Duration SPREAD = Duration.ofMillis(5);

    private final FanOutSettings settings;
    private final SubscriptionCall call;
    private final SubscriptionTimes times;
    private final Timers timers;
    private final ShardSet shards;
    private final PositionKeeper positions;
    private final ShardListener listener;
    private final SubscriptionOwner owner;
    private final ShardFilter filter;

    // Guarded by this, which is held while shards are added or started, so that none slips through a pause or the end.
    private boolean paused;
    private boolean closed;
    /** The listener may have shards of the same names that are another reading's. */
    private boolean revoked;

    /**
     * @param shards which shards are read, and in what order
     * @param owner of the subscriptions
     */
    StreamSubscriptions(
            FanOutSettings settings,
            SubscriptionCall call,
            SubscriptionTimes times,
            Timers timers,
            ShardSet shards,
            PositionKeeper positions,
            ShardListener listener,
            SubscriptionOwner owner) {
        this.settings = settings;
        this.call = call;
        this.times = times;
        this.timers = timers;
        this.shards = shards;
        this.positions = positions;
        this.listener = listener;
        this.owner = owner;
        this.filter = new ShardFilter(settings.shardIds());
    }

    /** Those of the listed shards that are to be read. */
    List<ShardInfo> select(List<ShardInfo> listed) {
        return filter.select(listed, positions.shardIds());
    }

    /**
     * A shard that was not read to its end and that the stream does not list: most likely its retention is over. Further
     * listings have to lack it too, for one that has it says which shards have to be read before.
     */
    synchronized void addUnlisted(List<ShardInfo> listed) {
        Set<String> lacking = positions.shardIds();
        lacking.removeAll(positions.ended());
        listed.forEach(shard -> lacking.remove(shard.shardId()));
        for (String shardId : lacking) {
            Position from = positions.standing(shardId).done();
            shards.addUnlisted(shardId, subscription(shardId, from, false));
            listener.discovered(shardId);
        }
    }

    /**
     * Adds the shards that are not there yet, and starts those whose turn has come.
     *
     * @param atTip the shards whose first subscription asks for the tip
     */
    void grow(List<ShardInfo> listed, Set<String> atTip) {
        synchronized (this) {
            if (closed) {
                return;
            }
            listed.forEach(shard -> shards.learn(shard.shardId(), shard.parents()));
            for (ShardInfo shard : select(listed)) {
                if (!shards.contains(shard.shardId())) {
                    add(shard, atTip.contains(shard.shardId()));
                }
            }
            startReady();
        }
        for (ShardInfo shard : listed) {
            ShardSubscription subscription = shards.subscription(shard.shardId());
            if (subscription != null) {
                noteClosed(subscription, shard);
            }
        }
    }

    private void add(ShardInfo shard, boolean tipFirst) {
        PositionKeeper.Standing known = positions.standing(shard.shardId());
        Position from = known == null ? Position.TRIM_HORIZON : known.done();
        if (from.isEnded()) {
            shards.addFinished(shard.shardId());
            return;
        }
        ShardSubscription subscription = subscription(shard.shardId(), from, tipFirst);
        noteClosed(subscription, shard);
        shards.add(shard.shardId(), shard.parents(), subscription);
        // Saved too when nothing of it is done yet: a shard that is known is one to go on with.
        positions.done(shard.shardId(), from);
        listener.discovered(shard.shardId());
    }

    private static void noteClosed(ShardSubscription subscription, ShardInfo shard) {
        if (shard.closed()) {
            subscription.listedAsClosed(shard.lastNumber());
        }
    }

    private ShardSubscription subscription(String shardId, Position from, boolean tipFirst) {
        return new ShardSubscription(
                shardId, from, tipFirst, settings.failOnInvalidPosition(), call, times, timers, owner);
    }

    /** Starts those whose turn has come. */
    synchronized void startReady() {
        if (paused || closed) {
            return;
        }
        long delay = 0;
        for (ShardSet.Startable ready : shards.startable()) {
            // What throws leaves this one and those behind it to the next call, the one with the next listing at the
            // latest.
            listener.opened(ready.shardId());
            ready.subscription().start(delay);
            shards.started(ready);
            delay += SPREAD.toMillis();
        }
    }

    /** Makes those of shards whose reading was ended anew, from other positions. */
    synchronized void beginAnew(Map<String, ShardInfo> ended, Map<String, Position> from) {
        if (closed) {
            return;
        }
        from.forEach((shardId, position) -> {
            if (position.isEnded()) {
                shards.replace(shardId, Set.of(), null);
            } else {
                replace(ended.get(shardId), position);
            }
        });
        startReady();
    }

    private void replace(ShardInfo shard, Position from) {
        String shardId = shard.shardId();
        ShardSubscription before = shards.subscription(shardId);
        ShardSubscription next = subscription(shardId, from, false);
        noteClosed(next, shard);
        if (before != null) {
            next.follow(before);
        }
        shards.replace(shardId, shard.parents(), next);
        listener.discovered(shardId);
    }

    /** Looks whether a subscription has been silent, stuck or open for too long. */
    void check() {
        shards.subscriptions().forEach(ShardSubscription::check);
    }

    void pause() {
        synchronized (this) {
            paused = true;
        }
        shards.subscriptions().forEach(ShardSubscription::pause);
    }

    void resume() {
        synchronized (this) {
            paused = false;
        }
        shards.subscriptions().forEach(ShardSubscription::resume);
        startReady();
    }

    /** Ends all of them, and starts none any more. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        shards.subscriptions().forEach(ShardSubscription::stop);
    }

    /** Takes the shards away from the listener, after {@link #close}. */
    synchronized void revoke() {
        revoked = true;
        shards.shardIds().forEach(listener::revoked);
    }

    /**
     * Runs something, unless the listener's shards are another reading's by now.
     *
     * @return whether it ran
     */
    synchronized boolean unlessRevoked(Runnable what) {
        if (!revoked) {
            what.run();
        }
        return !revoked;
    }
}
