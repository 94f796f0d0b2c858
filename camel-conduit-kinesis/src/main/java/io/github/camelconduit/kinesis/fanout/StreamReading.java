package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.delivery.RecordBatch;
import io.github.camelconduit.kinesis.delivery.ShardListener;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionKeeper;

/**
 * The reading of one stream, from its starting point to its end: all its shards and their order. A stream that is
 * deleted and made again is another one, with a reading of its own. Thread-safe.
 */
final class StreamReading implements SubscriptionOwner, ShardDiscovery.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(StreamReading.class);

    /** Between the first subscriptions of two shards: many at once open many more connections than they need. */
    private static final Duration SPREAD = Duration.ofMillis(5);

    private final FanOutSettings settings;
    private final SubscriptionCall call;
    private final SubscriptionTimes times;
    private final ControlTasks tasks;
    private final ShardListener listener;
    private final PositionKeeper positions;
    private final Map<String, Position> saved;
    private final Supplier<String> consumerArn;
    private final Troubles troubles;
    private final ShardDiscovery discovery;
    private final ShardFilter filter;
    private final ShardSet shards = new ShardSet();
    /** Held while shards are added or started, so that none slips through a pause or the end. */
    private final Object growing = new Object();

    private boolean paused;
    private boolean closed;

    /** Who hears of what the reading cannot mend itself. Called under the lock of a subscription. */
    interface Troubles {

        /** The service does not know the stream, the shard or the stream consumer. */
        void notFound(Throwable cause);

        /** A shard is not read any more. */
        void failed(Exception cause);
    }

    StreamReading(
            FanOutSettings settings,
            SubscriptionCall call,
            SubscriptionTimes times,
            ControlTasks tasks,
            StreamDirectory directory,
            ShardListener listener,
            PositionKeeper positions,
            Map<String, Position> saved,
            Supplier<String> consumerArn,
            Troubles troubles) {
        this.settings = settings;
        this.call = call;
        this.times = times;
        this.tasks = tasks;
        this.listener = listener;
        this.positions = positions;
        this.saved = saved;
        this.consumerArn = consumerArn;
        this.troubles = troubles;
        this.discovery = new ShardDiscovery(directory, tasks, this);
        this.filter = new ShardFilter(settings.shardIds());
    }

    /** Begins with the shards that are listed. */
    void open(List<ShardInfo> listed, Set<String> atTip) {
        grow(listed, atTip);
        // The listing is as old as what came between.
        discovery.plan();
    }

    /** Adds the shards that are not there yet, and starts those whose turn has come. */
    private void grow(List<ShardInfo> listed, Set<String> atTip) {
        synchronized (growing) {
            if (closed) {
                return;
            }
            for (ShardInfo shard : filter.select(listed, saved.keySet())) {
                if (shards.contains(shard.shardId())) {
                    continue;
                }
                Position from = saved.getOrDefault(shard.shardId(), Position.TRIM_HORIZON);
                if (from.isEnded()) {
                    shards.addFinished(shard.shardId());
                    continue;
                }
                ShardSubscription subscription = new ShardSubscription(
                        shard.shardId(),
                        from,
                        atTip.contains(shard.shardId()),
                        settings.failOnInvalidPosition(),
                        call,
                        times,
                        tasks,
                        this);
                shards.add(shard.shardId(), shard.parents(), subscription);
                // Saved too when nothing of it is done yet: a shard that is known is one to go on with.
                positions.done(shard.shardId(), from);
                listener.discovered(shard.shardId());
            }
            startReady();
        }
    }

    private void startReady() {
        synchronized (growing) {
            if (paused || closed) {
                return;
            }
            long delay = 0;
            for (ShardSet.Startable ready : shards.takeStartable()) {
                listener.opened(ready.shardId());
                ready.subscription().start(delay);
                delay += SPREAD.toMillis();
            }
        }
    }

    void request(String shardId, long batches) {
        ShardSubscription subscription = shards.subscription(shardId);
        if (subscription != null) {
            subscription.request(batches);
        }
    }

    void done(String shardId, Position position) {
        positions.done(shardId, position);
        if (position.isEnded()) {
            tasks.untilDone("go on behind shard " + shardId, () -> {
                shards.finish(shardId);
                startReady();
            });
            tasks.schedule(positions::saveUnlessSaving, 0);
        }
    }

    /** Looks whether a subscription has been silent, stuck or open for too long. */
    void check() {
        shards.subscriptions().forEach(ShardSubscription::check);
    }

    void discover() {
        discovery.plan();
    }

    void pause() {
        synchronized (growing) {
            paused = true;
        }
        shards.subscriptions().forEach(ShardSubscription::pause);
        positions.save();
    }

    void resume() {
        synchronized (growing) {
            paused = false;
        }
        shards.subscriptions().forEach(ShardSubscription::resume);
        startReady();
    }

    /** Saves what is done. Returns whether that worked. */
    boolean save() {
        return positions.save();
    }

    void saveUnlessSaving() {
        positions.saveUnlessSaving();
    }

    /** Ends all subscriptions. What is done is still taken. */
    void close() {
        synchronized (growing) {
            closed = true;
        }
        shards.subscriptions().forEach(ShardSubscription::stop);
    }

    /** Takes the shards away from the listener: the stream is not there any more. */
    void revoke() {
        close();
        shards.shardIds().forEach(listener::revoked);
    }

    Map<String, SubscriptionState> states() {
        return shards.states();
    }

    @Override
    public String consumerArn() {
        return consumerArn.get();
    }

    @Override
    public void received(RecordBatch batch) {
        listener.received(batch);
    }

    @Override
    public void ended(String shardId, List<ChildShardLink> children) {
        // Known from now on, before the route is done with the parent: a child that is to come is not caught up with.
        children.forEach(child -> listener.discovered(child.shardId()));
        discovery.ended(children);
    }

    @Override
    public void endInDoubt(String shardId) {
        discovery.inDoubt(shardId);
    }

    @Override
    public void notFound(String shardId, Throwable cause) {
        LOG.debug("Shard {}: not found.", shardId, cause);
        // Either the stream or the stream consumer is gone, or only this shard.
        troubles.notFound(cause);
        discovery.inDoubt(shardId);
    }

    @Override
    public void failed(String shardId, Exception cause) {
        tasks.schedule(() -> listener.revoked(shardId), 0);
        troubles.failed(cause);
    }

    @Override
    public void listed(List<ShardInfo> listed) {
        grow(listed, Set.of());
    }

    @Override
    public void lookedUp(String shardId, boolean open, boolean there) {
        ShardSubscription subscription = shards.subscription(shardId);
        if (subscription != null) {
            subscription.lookedUp(open, there);
        }
    }
}
