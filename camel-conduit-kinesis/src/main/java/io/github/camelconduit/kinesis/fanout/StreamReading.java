package io.github.camelconduit.kinesis.fanout;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.delivery.RecordBatch;
import io.github.camelconduit.kinesis.delivery.ShardListener;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionKeeper;

/**
 * The reading of one stream, from its starting point to its end: what its subscriptions and listings tell, and what the
 * route is done with, goes from here to whom it concerns. A stream that is deleted and made again is another one, with a
 * reading of its own. Thread-safe.
 */
final class StreamReading implements SubscriptionOwner, ShardDiscovery.Listener, ShardRestart.Reading {

    private static final Logger LOG = LoggerFactory.getLogger(StreamReading.class);

    private final FanOutSettings settings;
    private final SubscriptionTimes times;
    private final ControlTasks tasks;
    private final ShardListener listener;
    private final PositionKeeper positions;
    private final Supplier<String> consumerArn;
    private final Troubles troubles;
    private final ShardDiscovery discovery;
    private final ShardSet shards = new ShardSet();
    private final StreamSubscriptions subscriptions;
    private final UnlistedShards unlisted;
    private final ShardRestart restart;
    private final AtomicBoolean inUseMentioned = new AtomicBoolean();

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
            Supplier<String> consumerArn,
            Troubles troubles) {
        this.settings = settings;
        this.times = times;
        this.tasks = tasks;
        this.listener = listener;
        this.positions = positions;
        this.consumerArn = consumerArn;
        this.troubles = troubles;
        this.discovery = new ShardDiscovery(directory, tasks, this);
        this.subscriptions = new StreamSubscriptions(settings, call, times, tasks, shards, positions, listener, this);
        this.restart = new ShardRestart(settings, tasks, shards, positions, listener, this);
        this.unlisted = new UnlistedShards(settings.streamName(), shards, positions, times.forgetting());
    }

    /** Begins with the shards that are listed. */
    void open(List<ShardInfo> listed, Set<String> atTip) {
        subscriptions.addUnlisted(listed);
        subscriptions.grow(listed, atTip);
        // The listing is as old as what came between.
        discovery.plan();
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
            ShardSubscription by = shards.subscription(shardId);
            tasks.untilDone("go on behind shard " + shardId, () -> {
                shards.finish(shardId, by);
                subscriptions.startReady();
            });
            tasks.schedule(positions::saveUnlessSaving, 0);
        }
    }

    /** Looks whether a subscription has been silent, stuck or open for too long. */
    void check() {
        subscriptions.check();
    }

    void discover() {
        discovery.plan();
    }

    void pause() {
        subscriptions.pause();
        positions.save();
    }

    void resume() {
        subscriptions.resume();
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
        discovery.close();
        subscriptions.close();
    }

    /** Takes the shards away from the listener: the stream is not there any more. */
    void revoke() {
        close();
        subscriptions.revoke();
    }

    /**
     * Sets shards to other positions and goes on there; the other shards do not notice.
     *
     * @throws IllegalArgumentException when a shard is not there
     * @throws IllegalStateException when the store does not take the positions, or another reset is under way
     */
    Set<String> reset(Set<String> shardIds, PositionReset to, StreamDirectory.Listing listing)
            throws InterruptedException {
        subscriptions.grow(listing.shards(), Set.of());
        Map<String, ShardInfo> chosen = ShardFilter.choose(shardIds, subscriptions.select(listing.shards()));
        restart.reset(chosen, to, listing.serviceTime());
        LOG.info(
                "Stream {}: {} reset to {}, by an operator.",
                settings.streamName(),
                shardIds.isEmpty() ? "all shards are" : shardIds + " is",
                to);
        return chosen.keySet();
    }

    /** Reads a shard again, soon, from where the route is done with it, if it is read. */
    void readAgain(String shardId) {
        ShardSubscription of = shards.subscription(shardId);
        if (of != null) {
            tasks.untilDone("read shard " + shardId + " again", () -> restart.again(shardId, of));
        }
    }

    @Override
    public boolean unlessRevoked(Runnable what) {
        return subscriptions.unlessRevoked(what);
    }

    @Override
    public void beginAnew(Map<String, ShardInfo> chosen, Map<String, Position> from) {
        subscriptions.beginAnew(chosen, from);
        discovery.plan();
    }

    /** How it stands with the shards. */
    ReadingReport report() {
        return new ReadingReport(shards, positions);
    }

    Map<String, SubscriptionState> states() {
        return shards.states();
    }

    @Override
    public String consumerArn() {
        return consumerArn.get();
    }

    @Override
    public void subscribed(String shardId) {
        listener.subscribed(shardId);
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
    public void startsOver(String shardId, Position from) {
        positions.startOver(shardId, from);
        tasks.schedule(positions::saveUnlessSaving, 0);
    }

    @Override
    public void failed(String shardId, Exception cause) {
        tasks.schedule(() -> listener.revoked(shardId), 0);
        troubles.failed(cause);
    }

    @Override
    public void listed(List<ShardInfo> listed) {
        subscriptions.grow(listed, Set.of());
        Set<String> shardIds = listed.stream().map(ShardInfo::shardId).collect(Collectors.toSet());
        boolean again = unlisted.listed(shardIds, tasks.now());
        finishEnded();
        subscriptions.startReady();
        if (again) {
            tasks.schedule(discovery::plan, times.firstBackoff().toMillis());
        }
    }

    /** What an error kept from being followed when the route was done with a shard: its children would wait for ever. */
    private void finishEnded() {
        for (String shardId : shards.shardIds()) {
            ShardSubscription by = shards.subscription(shardId);
            PositionKeeper.Standing standing = positions.standing(shardId);
            if (by != null && standing != null && standing.done().isEnded()) {
                shards.finish(shardId, by);
            }
        }
    }

    @Override
    public void lookedUp(String shardId, boolean open, boolean there, Set<String> children) {
        ShardSubscription subscription = shards.subscription(shardId);
        if (subscription != null) {
            subscription.lookedUp(open, there, children);
        }
    }

    @Override
    public void inUseAtStart(String shardId) {
        if (inUseMentioned.compareAndSet(false, true)) {
            LOG.info(
                    "Stream {}: shards are still subscribed to with {}, as for some seconds after a restart: AWS refuses"
                            + " another subscription for 5 s. They are subscribed to again until it works.",
                    settings.streamName(),
                    consumerArn());
        }
    }
}
