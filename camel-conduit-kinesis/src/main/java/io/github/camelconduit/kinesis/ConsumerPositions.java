package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.camel.spi.ExecutorServiceManager;

import io.github.camelconduit.kinesis.delivery.ExchangeDelivery;
import io.github.camelconduit.kinesis.fanout.FanOutSettings;
import io.github.camelconduit.kinesis.fanout.FanOutShardSource;
import io.github.camelconduit.kinesis.fanout.PositionReset;
import io.github.camelconduit.kinesis.fanout.StoredPositions;
import io.github.camelconduit.kinesis.observe.ShardPosition;
import io.github.camelconduit.kinesis.position.BoundedPositionStore;
import io.github.camelconduit.kinesis.position.PositionStore;

/**
 * The positions of a consumer: while it runs those of its reading, otherwise those in the store. Camel makes another
 * consumer for each start of a route: that one waits for what is done here to the store, or set back since the store took
 * it too late, so that it begins with it. Thread-safe.
 */
final class ConsumerPositions implements ConduitKinesisPositions {

    private final ConduitKinesisConsumer consumer;
    private final ReentrantLock betweenReadings = new ReentrantLock();
    private volatile Reading reading;

    private record Reading(FanOutShardSource source, ExchangeDelivery delivery) {}

    private interface Asking<T> {
        T ask(StoredPositions stored) throws InterruptedException;
    }

    ConsumerPositions(ConduitKinesisConsumer consumer) {
        this.consumer = consumer;
    }

    /** A store that is waited for only so long, by this and by what is read. */
    BoundedPositionStore bounded(PositionStore store, Executor thread, Duration limit) {
        return new BoundedPositionStore(
                store, thread, limit, consumer.getEndpoint().getComponent().resetsUnderWay());
    }

    void readBy(FanOutShardSource source, ExchangeDelivery delivery) {
        betweenReadings.lock();
        try {
            reading = new Reading(source, delivery);
        } finally {
            betweenReadings.unlock();
        }
    }

    void readNoMore() {
        reading = null;
    }

    @Override
    public List<ShardPosition> shards() {
        Reading current = reading;
        if (current == null) {
            return fromStore(StoredPositions::shards).stream()
                    .map(shard -> ShardPosition.of(shard, null))
                    .toList();
        }
        return of(current);
    }

    /** Where each shard stands while it is read; empty when nothing is. It waits for nobody. */
    List<ShardPosition> shardsBeingRead() {
        Reading current = reading;
        return current == null ? List.of() : of(current);
    }

    private static List<ShardPosition> of(Reading current) {
        return current.source().shards().stream()
                .map(shard -> ShardPosition.of(shard, current.delivery().progress(shard.shardId())))
                .toList();
    }

    @Override
    public void reset(String shardId, PositionReset to) {
        if (Text.isEmpty(shardId)) {
            throw new IllegalArgumentException("shardId: no shard is named; allowed: the id of one");
        }
        reset(Set.of(shardId), to);
    }

    @Override
    public Set<String> resetAll(PositionReset to) {
        return reset(Set.of(), to);
    }

    private Set<String> reset(Set<String> shardIds, PositionReset to) {
        Reading current = reading;
        if (current == null) {
            return fromStore(stored -> resetReserved(stored, shardIds, to));
        }
        try {
            return current.source().reset(shardIds, to);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Set<String> resetReserved(StoredPositions stored, Set<String> shardIds, PositionReset to)
            throws InterruptedException {
        StreamConsumersInUse inUse = consumer.getEndpoint().getComponent().streamConsumersInUse();
        StreamConsumersInUse.Reservation reserved = inUse.reserve(consumer, consumer.settings());
        try {
            return stored.reset(shardIds, to);
        } finally {
            reserved.giveBack();
        }
    }

    private <T> T fromStore(Asking<T> asking) {
        if (!betweenReadings.tryLock()) {
            throw new IllegalStateException("The positions of route " + consumer.getRouteId()
                    + " are being asked for or set by somebody else, or it is starting.");
        }
        ConduitKinesisEndpoint endpoint = consumer.getEndpoint();
        ExecutorServiceManager threads = endpoint.getCamelContext().getExecutorServiceManager();
        ExecutorService thread = null;
        try {
            if (reading != null) {
                throw new IllegalStateException("Route " + consumer.getRouteId() + " has just been started.");
            }
            if (endpoint.getClients() == null) {
                throw new IllegalStateException("The endpoint " + endpoint + " is not started.");
            }
            FanOutSettings settings = consumer.settings();
            endpoint.getComponent().streamConsumersInUse().requireFree(consumer, settings);
            thread = threads.newSingleThreadExecutor(this, "ConduitKinesisPositions");
            return asking.ask(new StoredPositions(
                    settings,
                    endpoint.getClients().calls(),
                    bounded(
                            endpoint.getComponent().positionStore(endpoint.getConfiguration()),
                            thread,
                            settings.patience())));
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            if (thread != null) {
                threads.shutdownNow(thread);
            }
            betweenReadings.unlock();
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while positions were asked for or set.", e);
    }
}
