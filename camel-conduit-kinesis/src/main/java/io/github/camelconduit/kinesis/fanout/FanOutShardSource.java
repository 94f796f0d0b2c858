package io.github.camelconduit.kinesis.fanout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.delivery.RecordBatch;
import io.github.camelconduit.kinesis.delivery.ShardListener;
import io.github.camelconduit.kinesis.delivery.ShardSource;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionKeeper;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

/**
 * Reads all shards of a stream by subscriptions of its own. The stream and its shards are looked up when it starts, so
 * that what cannot work fails the start; the stream consumer, which may take AWS some time, and everything after that
 * follow on the control threads and are tried again until they work.
 */
public final class FanOutShardSource implements ShardSource, ShardSubscription.Owner, ShardDiscovery.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(FanOutShardSource.class);

    /** How far before the anchor reading begins when the first call for the tip failed: clocks differ a little. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    private static final Duration REGISTRATION_LIMIT = Duration.ofMinutes(2);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    /** How often shards are listed without a cause, for those that no event has named. */
    private static final Duration LISTING_INTERVAL = Duration.ofSeconds(60);

    /** Between the first subscriptions of two shards: many at once open many more connections than they need. */
    private static final Duration SPREAD = Duration.ofMillis(5);

    private final FanOutSettings settings;
    private final SubscriptionCall call;
    private final SubscriptionTimes times;
    private final StreamDirectory directory;
    private final StreamConsumerRegistrar registrar;
    private final PositionStore store;
    private final ControlTasks tasks;
    private final ShardDiscovery discovery;
    private final ShardSet shards = new ShardSet();
    private final Object growing = new Object();
    private final AtomicBoolean healingPlanned = new AtomicBoolean();

    private volatile ShardListener listener;
    private volatile PositionKeeper positions;
    private volatile String streamArn;
    private volatile String consumerArn;
    private volatile Map<String, Position> saved = Map.of();
    private volatile boolean paused;
    private volatile boolean stopped;

    /**
     * @param call opens subscriptions
     * @param client for all other calls
     * @param control threads that may wait: two are enough
     */
    public FanOutShardSource(
            FanOutSettings settings,
            SubscriptionCall call,
            KinesisAsyncClient client,
            PositionStore store,
            ScheduledExecutorService control) {
        this.settings = settings;
        this.call = call;
        this.times = SubscriptionTimes.aws(settings.refreshInterval());
        this.directory = new StreamDirectory(client, settings.streamName(), settings.streamArn(), Clock.systemUTC());
        this.registrar = new StreamConsumerRegistrar(client, settings.consumerName(), REGISTRATION_LIMIT);
        this.store = store;
        this.tasks = new ControlTasks(control, times, settings.streamName());
        this.discovery = new ShardDiscovery(directory, tasks, this);
    }

    @Override
    public void start(ShardListener to) throws InterruptedException {
        listener = to;
        StreamDirectory.Description description = describe();
        streamArn = description.arn();
        StreamDirectory.Listing listing = directory.list();
        consumerArn = settings.consumerArn();
        tasks.untilDone("be read", () -> begin(description, listing));
    }

    /** The stream, as far as we may know: who knows its ARN needs no right to describe it. */
    private StreamDirectory.Description describe() throws InterruptedException {
        try {
            return directory.describe();
        } catch (AwsServiceException e) {
            boolean denied = e.awsErrorDetails() != null
                    && "AccessDeniedException".equals(e.awsErrorDetails().errorCode());
            if (denied && settings.streamArn() != null) {
                LOG.info("No permission for kinesis:DescribeStreamSummary; going on without it.");
                return new StreamDirectory.Description(settings.streamArn(), null);
            }
            throw e;
        }
    }

    private void begin(StreamDirectory.Description description, StreamDirectory.Listing listing)
            throws InterruptedException {
        if (consumerArn == null) {
            consumerArn = registrar.obtain(streamArn);
        }
        ReaderKey key = new ReaderKey(
                settings.applicationName(),
                settings.consumerArn() != null ? settings.consumerArn() : settings.consumerName(),
                streamArn);
        StreamPositions known = load(key, description);
        boolean first = known == null;
        Set<String> atTip = new HashSet<>();
        if (first) {
            known = firstPositions(description, listing, atTip);
            store.begin(key, known);
            LOG.info(
                    "First start of {} on stream {}, {}.",
                    settings.applicationName(),
                    settings.streamName(),
                    settings.startFromLatest()
                            ? "with what arrives from " + known.anchor() + " on"
                            : "with all it holds; what arrived before " + known.anchor() + " is the snapshot");
        } else {
            LOG.info("{} goes on with stream {} where it stopped.", settings.applicationName(), settings.streamName());
        }
        saved = known.shards();
        positions = new PositionKeeper(store, key);
        listener.starting(settings.startFromLatest() && first ? Instant.MIN : known.anchor());
        grow(listing.shards(), atTip);
        tasks.every(settings.commitInterval(), positions::save);
        tasks.every(CHECK_INTERVAL, () -> shards.subscriptions().forEach(ShardSubscription::check));
        tasks.every(LISTING_INTERVAL, discovery::plan);
        // The listing is as old as the registration took.
        discovery.plan();
    }

    /** What is kept of this stream; null when nothing is. */
    private StreamPositions load(ReaderKey key, StreamDirectory.Description description) {
        Optional<StreamPositions> loaded = store.load(key);
        if (loaded.isEmpty()) {
            return null;
        }
        Instant created = loaded.get().streamCreated();
        if (created != null && description.created() != null && !created.equals(description.created())) {
            LOG.warn(
                    "The positions kept for stream {} are of one created {}; this one was created {}. They are dropped,"
                            + " and reading starts anew.",
                    settings.streamName(),
                    created,
                    description.created());
            return null;
        }
        return loaded.get();
    }

    /** Where each shard stands at a first start. What is at its tip is put into {@code atTip}. */
    private StreamPositions firstPositions(
            StreamDirectory.Description description, StreamDirectory.Listing listing, Set<String> atTip) {
        Map<String, Position> start = new HashMap<>();
        if (settings.startFromLatest()) {
            Position tip = Position.at(listing.serviceTime().minus(CLOCK_TOLERANCE));
            for (ShardInfo shard : listing.shards()) {
                start.put(shard.shardId(), shard.closed() ? Position.ENDED : tip);
                if (!shard.closed()) {
                    atTip.add(shard.shardId());
                }
            }
        }
        return new StreamPositions(listing.serviceTime(), description.created(), start);
    }

    /** Adds the shards that are not there yet, and starts those whose turn has come. */
    private void grow(List<ShardInfo> listed, Set<String> atTip) {
        synchronized (growing) {
            if (stopped) {
                return;
            }
            for (ShardInfo shard : listed) {
                if (shards.contains(shard.shardId())) {
                    continue;
                }
                Position from = saved.getOrDefault(shard.shardId(), Position.TRIM_HORIZON);
                if (from == Position.ENDED) {
                    shards.addFinished(shard.shardId());
                    continue;
                }
                ShardSubscription subscription = new ShardSubscription(
                        shard.shardId(), from, atTip.contains(shard.shardId()), call, times, tasks, this);
                shards.add(shard.shardId(), shard.parents(), subscription);
                listener.discovered(shard.shardId());
            }
            startReady();
        }
    }

    private void startReady() {
        synchronized (growing) {
            if (paused || stopped) {
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

    @Override
    public void request(String shardId, long batches) {
        ShardSubscription subscription = shards.subscription(shardId);
        if (subscription != null) {
            subscription.request(batches);
        }
    }

    @Override
    public void done(String shardId, Position position) {
        positions.done(shardId, position);
        if (position == Position.ENDED) {
            tasks.untilDone("go on behind shard " + shardId, () -> {
                positions.save();
                shards.finish(shardId);
                startReady();
            });
        }
    }

    @Override
    public void pause() {
        synchronized (growing) {
            paused = true;
        }
        shards.subscriptions().forEach(ShardSubscription::pause);
        if (positions != null) {
            positions.save();
        }
    }

    @Override
    public void resume() {
        synchronized (growing) {
            paused = false;
        }
        shards.subscriptions().forEach(ShardSubscription::resume);
        startReady();
    }

    @Override
    public void stop() {
        synchronized (growing) {
            stopped = true;
        }
        tasks.stop();
        shards.subscriptions().forEach(ShardSubscription::stop);
        if (positions != null && !positions.save()) {
            LOG.warn("Stopping although the last positions of stream {} are not saved.", settings.streamName());
        }
        if (settings.deregisterOnStop()) {
            try {
                registrar.deregister();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warn("Stream consumer {} could not be deregistered.", settings.consumerName(), e);
            }
        }
    }

    /** The state of each shard that is read or was read since the start, by its id. */
    public Map<String, SubscriptionState> states() {
        return shards.states();
    }

    @Override
    public String consumerArn() {
        return consumerArn;
    }

    @Override
    public void received(RecordBatch batch) {
        listener.received(batch);
    }

    @Override
    public void ended(String shardId, List<ChildShardLink> children) {
        discovery.ended(children);
    }

    @Override
    public void endInDoubt(String shardId) {
        discovery.inDoubt(shardId);
    }

    @Override
    public void listed(List<ShardInfo> listed) {
        grow(listed, Set.of());
    }

    @Override
    public void lookedUp(String shardId, boolean closed) {
        shards.subscription(shardId).endLookedUp(closed);
    }

    @Override
    public void notFound(String shardId, Throwable cause) {
        if (settings.consumerArn() == null && healingPlanned.compareAndSet(false, true)) {
            tasks.untilDone("find its stream consumer again", () -> {
                String before = consumerArn;
                consumerArn = registrar.obtain(streamArn);
                healingPlanned.set(false);
                if (!consumerArn.equals(before)) {
                    LOG.warn("Stream consumer {} was deleted and is registered anew.", settings.consumerName());
                }
            });
        }
    }
}
