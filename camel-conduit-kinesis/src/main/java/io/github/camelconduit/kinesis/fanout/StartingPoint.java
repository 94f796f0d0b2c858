package io.github.camelconduit.kinesis.fanout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

/**
 * From where the reading of a stream begins: where it stopped, or, at the first start of an application on the stream,
 * as the options say.
 *
 * @param positions the anchor and where each shard stands; shards it does not name begin at their oldest record
 * @param leftOut shards of those positions that the stream has, and that are not to be read any more
 * @param atTip the shards whose first subscription asks for the tip
 * @param snapshotEnd what arrived before is the snapshot
 */
record StartingPoint(StreamPositions positions, Set<String> leftOut, Set<String> atTip, Instant snapshotEnd) {

    private static final Logger LOG = LoggerFactory.getLogger(StartingPoint.class);

    /**
     * Finds the starting point, and notes a first start in the store. Waits for the store.
     *
     * @param found the stream
     * @param atFirst the stream as it was found first; empty when all it holds arrived after the start
     * @throws InvalidPositionsException when the positions kept are another stream's and that is to be an error
     */
    static StartingPoint find(
            PositionStore store,
            ReaderKey key,
            FanOutSettings settings,
            StreamFinder.Found found,
            Optional<StreamFinder.Found> atFirst) {
        Optional<StreamPositions> kept = store.load(key);
        if (kept.isPresent() && isOf(kept.get(), found.stream(), settings)) {
            LOG.info("{} goes on with stream {} where it stopped.", settings.applicationName(), settings.streamName());
            return goingOn(kept.get(), settings, found.listing().shards());
        }
        // What is skipped is what the stream held when the application came, and nothing of another one of its name.
        return atFirst.filter(first -> kept.isEmpty())
                .map(first -> begin(store, key, settings, first, settings.startFromLatest()))
                .orElseGet(() -> begin(store, key, settings, found, false));
    }

    private static StartingPoint goingOn(StreamPositions kept, FanOutSettings settings, List<ShardInfo> listed) {
        Set<String> leftOut = new ShardFilter(settings.shardIds())
                .leftOut(listed, kept.shards().keySet());
        List<String> unread = leftOut.stream()
                .filter(shardId -> !kept.shards().get(shardId).isEnded())
                .toList();
        if (!unread.isEmpty()) {
            LOG.warn(
                    "Shards {} of stream {} were read before and are not any more, as shardIds={} says. Where they stand is"
                            + " kept as long as the stream has them.",
                    unread,
                    settings.streamName(),
                    String.join(",", settings.shardIds()));
        }
        return new StartingPoint(kept, leftOut, Set.of(), kept.anchor());
    }

    private static StartingPoint begin(
            PositionStore store, ReaderKey key, FanOutSettings settings, StreamFinder.Found found, boolean skipping) {
        Instant serviceTime = found.listing().serviceTime();
        List<ShardInfo> listed =
                new ShardFilter(settings.shardIds()).select(found.listing().shards(), Set.of());
        StreamPositions first = new StreamPositions(
                serviceTime,
                found.stream().created(),
                settings.firstStart(skipping).of(listed, serviceTime));
        store.begin(key, first);
        if (skipping) {
            LOG.info(
                    "First start of {} on stream {}, with what arrives from {} on.",
                    settings.applicationName(),
                    settings.streamName(),
                    serviceTime);
            Set<String> open = listed.stream()
                    .filter(shard -> !shard.closed())
                    .map(ShardInfo::shardId)
                    .collect(Collectors.toSet());
            return new StartingPoint(first, Set.of(), open, Instant.MIN);
        }
        LOG.info(
                "First start of {} on stream {}, with {}; what arrived before {} is the snapshot.",
                settings.applicationName(),
                settings.streamName(),
                settings.startTimestamp() == null
                        ? "all it holds"
                        : "what arrived at " + settings.startTimestamp() + " or later",
                serviceTime);
        return new StartingPoint(first, Set.of(), Set.of(), serviceTime);
    }

    /** Whether the positions are of this stream and not of one of the same name that was deleted. */
    private static boolean isOf(StreamPositions known, StreamDirectory.Description stream, FanOutSettings settings) {
        Instant created = known.streamCreated();
        if (stream.mayBeOf(created)) {
            return true;
        }
        String what = "The positions kept for stream " + settings.streamName() + " are of one created " + created
                + "; this one was created " + stream.created();
        if (settings.failOnInvalidPosition()) {
            throw new InvalidPositionsException(what + ". Nothing is read, as onInvalidPosition=fail says.");
        }
        LOG.warn("{}. They are dropped, and reading starts anew.", what);
        return false;
    }
}
