package io.github.camelconduit.kinesis.fanout;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.ReaderKey;

/** Looks a stream and its shards up before it is read. Every method waits. */
final class StreamFinder {

    private final FanOutSettings settings;
    private final StreamDirectory directory;
    private final PositionStore store;
    private final Timers timers;

    // Guarded by this.
    /** The stream as it was found first; null as long as it was not. */
    private Found first;
    /** Whether the stream was not there, or another one of its name, before or after it was found first. */
    private boolean missed;

    /** A stream that can be read, its shards, and when they were listed, by {@link ControlTasks#now}. */
    record Found(StreamDirectory.Description stream, StreamDirectory.Listing listing, long millis) {}

    StreamFinder(FanOutSettings settings, StreamDirectory directory, PositionStore store, Timers timers) {
        this.settings = settings;
        this.directory = directory;
        this.store = store;
        this.timers = timers;
    }

    /** @throws MissingStreamException when the stream is not there, or not ready to be read */
    Found find() throws InterruptedException {
        try {
            StreamDirectory.Description description = directory.describe();
            if (!description.isReadable()) {
                throw missing(" is " + description.status() + ".", null);
            }
            Found found = new Found(description, directory.list(), timers.now());
            note(found);
            return found;
        } catch (ResourceNotFoundException e) {
            throw missing(" does not exist.", e);
        }
    }

    private synchronized MissingStreamException missing(String how, ResourceNotFoundException cause) {
        missed = true;
        return new MissingStreamException("Stream " + settings.streamName() + how, cause);
    }

    private synchronized void note(Found found) {
        if (first == null) {
            first = found;
        } else if (!found.stream().isSameAs(first.stream())) {
            missed = true;
        }
    }

    /**
     * The stream as it was found first, whose records a first start may leave out. Empty when it was looked for in vain, or
     * is another one by now: all that it holds arrived after the start.
     */
    synchronized Optional<Found> atFirst() {
        return missed ? Optional.empty() : Optional.ofNullable(first);
    }

    /** Fails the start when there is nothing to read, now or later. */
    void requireShards(Found found) {
        ShardFilter filter = new ShardFilter(settings.shardIds());
        List<ShardInfo> listed = found.listing().shards();
        if (filter.select(listed, Set.of()).isEmpty()) {
            // Those that are named may be gone by retention, and their descendants be what is read.
            ReaderKey key = settings.readerKey(found.stream().arn());
            filter.requireAny(
                    listed,
                    store.load(key).map(known -> known.shards().keySet()).orElse(Set.of()));
        }
    }
}
