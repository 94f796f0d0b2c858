package io.github.camelconduit.kinesis.fanout;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionKeeper;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

/** The positions of a stream that is not being read: they are in the store only. Every method waits. */
public final class StoredPositions {

    private final FanOutSettings settings;
    private final StreamDirectory directory;
    private final PositionStore store;

    public StoredPositions(FanOutSettings settings, KinesisAsyncClient client, PositionStore store) {
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
     * @throws IllegalStateException when nothing is kept of the stream, or the store does not take the positions
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
        store.reset(key, to.of(chosen.values(), listing.serviceTime()));
        return chosen.keySet();
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
