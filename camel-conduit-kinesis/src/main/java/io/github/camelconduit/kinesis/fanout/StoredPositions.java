package io.github.camelconduit.kinesis.fanout;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.position.BoundedPositionStore;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionKeeper;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

/** The positions of a stream that is not being read: they are in the store only. Every method waits. */
public final class StoredPositions {

    private final FanOutSettings settings;
    private final StreamDirectory directory;
    private final BoundedPositionStore store;

    public StoredPositions(FanOutSettings settings, KinesisAsyncClient client, BoundedPositionStore store) {
        this.settings = settings;
        this.directory = new StreamDirectory(client, settings.streamName(), settings.streamArn(), Clock.systemUTC());
        this.store = store;
    }

    /**
     * Sets shards to other positions: the next start goes on there.
     *
     * @param shardIds the shards; empty for all that are read
     * @return the shards that were reset
     * @throws IllegalArgumentException when a shard is not read, or a moment has not come
     * @throws IllegalStateException when nothing is kept of the stream, or the store does not take the positions: what it
     *     takes of them later is set back, as long as this process lives
     */
    public Set<String> reset(Set<String> shardIds, PositionReset to) throws InterruptedException {
        StreamDirectory.Description stream = directory.describe();
        ReaderKey key = settings.readerKey(stream.arn());
        StreamPositions kept = kept(key, stream)
                .orElseThrow(() -> new IllegalStateException("No positions of stream " + settings.streamName()
                        + " are kept: nothing of it was read, and there is nothing to reset. Where a first start begins"
                        + " is said by startFromLatest and startTimestamp."));
        StreamDirectory.Listing listing = directory.list();
        to.requirePast(listing.serviceTime());
        List<ShardInfo> read = new ShardFilter(settings.shardIds())
                .select(listing.shards(), kept.shards().keySet());
        Map<String, ShardInfo> chosen = ShardFilter.choose(shardIds, read);
        try {
            store.reset(key, to.of(chosen.values(), listing.serviceTime()), before(kept.shards(), chosen.keySet()));
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "Shards " + chosen.keySet() + " of stream " + settings.streamName()
                            + " are not reset, and should the store take it later, it is set back: " + e.getMessage(),
                    e);
        }
        return chosen.keySet();
    }

    /** A shard that a store does not have is read from its oldest record on. */
    private static Map<String, Position> before(Map<String, Position> kept, Set<String> shardIds) {
        Map<String, Position> before = new HashMap<>();
        shardIds.forEach(shardId -> before.put(shardId, kept.getOrDefault(shardId, Position.TRIM_HORIZON)));
        return before;
    }

    /** Where each shard stands of which something is kept. */
    public List<ShardReading> shards() throws InterruptedException {
        StreamDirectory.Description stream = directory.describe();
        Map<String, Position> shards = kept(settings.readerKey(stream.arn()), stream)
                .map(StreamPositions::shards)
                .orElse(Map.of());
        List<ShardReading> all = new ArrayList<>();
        new TreeMap<>(shards)
                .forEach((shardId, position) -> all.add(
                        new ShardReading(shardId, new PositionKeeper.Standing(position, position, null), null, null)));
        return all;
    }

    private Optional<StreamPositions> kept(ReaderKey key, StreamDirectory.Description stream) {
        return store.load(key).filter(positions -> stream.mayBeOf(positions.streamCreated()));
    }
}
