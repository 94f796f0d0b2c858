package io.github.camelconduit.kinesis.fanout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

import io.github.camelconduit.kinesis.delivery.ShardListener;
import io.github.camelconduit.kinesis.delivery.ShardSource;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionKeeper;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.ReaderKey;

/**
 * Reads all shards of a stream by subscriptions of its own. The stream and its shards are looked up when it starts, so
 * that what cannot work fails the start; the stream consumer, which may take AWS some time, and everything after that
 * follow on the control threads and are tried again until they work. What is deleted while it reads, stream or stream
 * consumer, is looked for again.
 */
public final class FanOutShardSource implements ShardSource, StreamReading.Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(FanOutShardSource.class);

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private final FanOutSettings settings;
    private final SubscriptionCall call;
    private final SubscriptionTimes times;
    private final StreamDirectory directory;
    private final StreamFinder finder;
    private final StreamConsumer streamConsumer;
    private final PositionStore store;
    private final ControlTasks tasks;
    private final Consumer<Exception> failures;
    private final AtomicBoolean healing = new AtomicBoolean();
    private final Object lifecycle = new Object();

    private volatile ShardListener listener;
    private volatile StreamDirectory.Description stream;
    /** Why nothing is read any more; null as long as something may be. */
    private volatile ReadingTrouble ended;
    /** Null until the reading has begun, and while the stream is not there. */
    private volatile StreamReading reading;

    // Guarded by lifecycle.
    private boolean paused;
    private boolean stopped;

    /**
     * @param call opens subscriptions
     * @param client for all other calls
     * @param control threads that may wait, a few
     * @param failures told what ended the reading of a shard or the stream for good; called from any thread, which may
     *     hold locks: it must neither wait nor throw
     */
    public FanOutShardSource(
            FanOutSettings settings,
            SubscriptionCall call,
            KinesisAsyncClient client,
            PositionStore store,
            ScheduledExecutorService control,
            Consumer<Exception> failures) {
        this(settings, SubscriptionTimes.aws(settings.refreshInterval()), call, client, store, control, failures);
    }

    FanOutShardSource(
            FanOutSettings settings,
            SubscriptionTimes times,
            SubscriptionCall call,
            KinesisAsyncClient client,
            PositionStore store,
            ScheduledExecutorService control,
            Consumer<Exception> failures) {
        this.settings = settings;
        this.call = call;
        this.times = times;
        this.directory = new StreamDirectory(client, settings.streamName(), settings.streamArn(), Clock.systemUTC());
        this.streamConsumer = new StreamConsumer(settings, client);
        this.store = store;
        this.tasks = new ControlTasks(control, times, settings.streamName());
        this.failures = failures;
        this.finder = new StreamFinder(settings, directory, store, tasks);
    }

    @Override
    public void start(ShardListener to) throws InterruptedException {
        listener = to;
        try {
            StreamFinder.Found found = finder.find();
            finder.requireShards(found);
            AtomicReference<StreamFinder.Found> first = new AtomicReference<>(found);
            tasks.untilDone("be read", () -> beginWith(first.getAndSet(null)));
        } catch (MissingStreamException e) {
            if (!settings.waitForStream()) {
                throw new MissingStreamException(
                        e.getMessage() + " With onMissingStream=wait it is waited for.", e.getCause());
            }
            LOG.info("{} Waiting for it, as onMissingStream=wait says.", e.getMessage());
            tasks.failing("be found", e);
            tasks.untilDone("be found", () -> begin(finder.find()));
        }
        tasks.every(settings.commitInterval(), () -> whileReading(StreamReading::saveUnlessSaving));
        tasks.heartbeat(CHECK_INTERVAL, () -> whileReading(StreamReading::check));
        tasks.every(times.listing(), () -> whileReading(StreamReading::discover));
    }

    private void whileReading(Consumer<StreamReading> what) {
        StreamReading current = reading;
        if (current != null) {
            what.accept(current);
        }
    }

    /** @param found null for a repetition: what was found then may be another stream by now */
    private void beginWith(StreamFinder.Found found) throws InterruptedException {
        try {
            begin(found != null ? found : finder.find());
        } catch (MissingStreamException e) {
            missing(e);
        }
    }

    /** Nothing is read any more, unless the stream is waited for: then this throws, so that the step is tried again. */
    private void missing(MissingStreamException cause) {
        if (settings.waitForStream()) {
            throw cause;
        }
        ended = ReadingTrouble.ofStep("be read", cause, Instant.now());
        failures.accept(cause);
    }

    private void begin(StreamFinder.Found found) throws InterruptedException {
        try {
            streamConsumer.obtain(found.stream().arn());
        } catch (ResourceNotFoundException e) {
            missing(new MissingStreamException("Stream " + settings.streamName() + " does not exist any more.", e));
            return;
        }
        ReaderKey key = settings.readerKey(found.stream().arn());
        Optional<StreamFinder.Found> atFirst = finder.atFirst();
        StartingPoint from;
        try {
            from = StartingPoint.find(store, key, settings, found, atFirst);
        } catch (InvalidPositionsException e) {
            ended = ReadingTrouble.forGood(e.getMessage(), Instant.now());
            failures.accept(e);
            return;
        }
        PositionKeeper positions =
                new PositionKeeper(store, key, from.positions().shards(), Clock.systemUTC());
        positions.leaveOut(from.leftOut());
        listener.starting(from.snapshotEnd());
        StreamReading next = new StreamReading(
                settings, call, times, tasks, directory, listener, positions, streamConsumer::arn, this);
        synchronized (lifecycle) {
            if (stopped) {
                return;
            }
            stream = found.stream();
            reading = next;
            if (paused) {
                next.pause();
            }
        }
        // What has arrived while the stream consumer was registered is not to be left out.
        boolean fresh = tasks.now() - atFirst.orElse(found).millis() <= ReadingPoint.TIP_MILLIS;
        next.open(found.listing().shards(), fresh ? from.atTip() : Set.of());
    }

    @Override
    public void request(String shardId, long batches) {
        whileReading(current -> current.request(shardId, batches));
    }

    @Override
    public void done(String shardId, Position position) {
        whileReading(current -> current.done(shardId, position));
    }

    @Override
    public void readAgain(String shardId) {
        whileReading(current -> current.readAgain(shardId));
    }

    @Override
    public void pause() {
        synchronized (lifecycle) {
            paused = true;
        }
        whileReading(StreamReading::pause);
    }

    @Override
    public void resume() {
        synchronized (lifecycle) {
            paused = false;
        }
        whileReading(StreamReading::resume);
    }

    @Override
    public void stop() {
        synchronized (lifecycle) {
            stopped = true;
        }
        tasks.stop();
        StreamReading current = reading;
        if (current != null) {
            current.close();
            if (!current.save()) {
                LOG.warn("Stopping although the last positions of stream {} are not saved.", settings.streamName());
            }
        }
        streamConsumer.release();
    }

    /**
     * Sets shards to other positions, saves these, and goes on there. Waits for the service, the store and the route, for
     * a while each.
     *
     * @param shardIds the shards; empty for all that are read
     * @return the shards that were reset
     * @throws IllegalArgumentException when a shard is not read, or a moment has not come
     * @throws IllegalStateException when nothing is read yet, or the store does not take the positions
     */
    public Set<String> reset(Set<String> shardIds, PositionReset to) throws InterruptedException {
        StreamReading current = reading;
        if (current == null) {
            throw new IllegalStateException(
                    "The reading of stream " + settings.streamName()
                            + " has not begun: the log says what it waits for. Stop the route, or reset positions once it has.");
        }
        StreamDirectory.Listing listing = directory.list();
        to.requirePast(listing.serviceTime());
        return current.reset(shardIds, to, listing);
    }

    /** Why the stream, or a part of it, is not read as it should be; empty when all is well. */
    public List<ReadingTrouble> troubles() {
        List<ReadingTrouble> all = new ArrayList<>(tasks.failing());
        StreamReading current = reading;
        if (current != null) {
            all.addAll(current.report().troubles());
        }
        ReadingTrouble over = ended;
        if (over != null) {
            all.add(over);
        }
        return all;
    }

    /** What the last subscription failed with that did, with the time of it, also when all is well again; or null. */
    public ReadingTrouble lastFailure() {
        StreamReading current = reading;
        return current == null ? null : current.report().lastFailure();
    }

    /** How long ago the control threads looked after the shards last, which they do every second. */
    public Duration sinceChecked() {
        return tasks.sinceHeartbeat();
    }

    /** Where each shard stands that is read or was read since the start. */
    public List<ShardReading> shards() {
        StreamReading current = reading;
        return current == null ? List.of() : current.report().shards();
    }

    /** The state of each shard that is read or was read since the start, by its id. */
    public Map<String, SubscriptionState> states() {
        StreamReading current = reading;
        return current == null ? Map.of() : current.states();
    }

    @Override
    public void failed(Exception cause) {
        failures.accept(cause);
    }

    @Override
    public void notFound(Throwable cause) {
        if (healing.compareAndSet(false, true)) {
            tasks.untilDone("find it and its stream consumer again", this::heal);
        }
    }

    /** Something is not there that was: the stream consumer, or the stream, which may be there again as another one. */
    private void heal() throws InterruptedException {
        StreamFinder.Found found;
        try {
            found = finder.find();
        } catch (MissingStreamException e) {
            endReading();
            if (settings.waitForStream()) {
                throw e;
            }
            healing.set(false);
            ended = ReadingTrouble.ofStep("go on", e, Instant.now());
            failures.accept(new MissingStreamException(
                    e.getMessage() + " Its reading has ended, as onMissingStream=fail says.", e.getCause()));
            return;
        }
        StreamDirectory.Description before = stream;
        boolean another = before == null || !found.stream().isSameAs(before);
        if (another) {
            LOG.warn(
                    "Stream {} was deleted and made again (created {}, before {}): its reading starts anew.",
                    settings.streamName(),
                    found.stream().created(),
                    before == null ? null : before.created());
            endReading();
        }
        if (reading == null) {
            begin(found);
        } else if (!streamConsumer.obtainAgain(found.stream().arn())) {
            // Each shard that is not found asks for this: what does not help is not done for each of them.
            tasks.schedule(() -> healing.set(false), times.afterSuccess().toMillis());
            return;
        }
        healing.set(false);
    }

    private void endReading() {
        StreamReading current = reading;
        if (current != null) {
            reading = null;
            current.save();
            current.revoke();
        }
    }
}
