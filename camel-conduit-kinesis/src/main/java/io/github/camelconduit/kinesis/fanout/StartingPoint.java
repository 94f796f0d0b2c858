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
 * @param atTip the shards whose first subscription asks for the tip
 * @param snapshotEnd what arrived before is the snapshot
 */
record StartingPoint(StreamPositions positions, Set<String> atTip, Instant snapshotEnd) {

    private static final Logger LOG = LoggerFactory.getLogger(StartingPoint.class);

    /**
     * Finds the starting point, and notes a first start in the store. Waits for the store.
     *
     * @param listed the shards of the stream that are to be read
     * @throws InvalidPositionsException when the positions kept are another stream's and that is to be an error
     */
    static StartingPoint find(
            PositionStore store,
            ReaderKey key,
            FanOutSettings settings,
            StreamDirectory.Description stream,
            List<ShardInfo> listed,
            Instant serviceTime) {
        Optional<StreamPositions> kept = store.load(key).filter(known -> isOf(known, stream, settings));
        if (kept.isPresent()) {
            LOG.info("{} goes on with stream {} where it stopped.", settings.applicationName(), settings.streamName());
            return new StartingPoint(kept.get(), Set.of(), kept.get().anchor());
        }
        StreamPositions first = new StreamPositions(
                serviceTime, stream.created(), settings.firstStart().of(listed, serviceTime));
        store.begin(key, first);
        if (settings.startFromLatest()) {
            LOG.info(
                    "First start of {} on stream {}, with what arrives from {} on.",
                    settings.applicationName(),
                    settings.streamName(),
                    serviceTime);
            Set<String> open = listed.stream()
                    .filter(shard -> !shard.closed())
                    .map(ShardInfo::shardId)
                    .collect(Collectors.toSet());
            return new StartingPoint(first, open, Instant.MIN);
        }
        LOG.info(
                "First start of {} on stream {}, with {}; what arrived before {} is the snapshot.",
                settings.applicationName(),
                settings.streamName(),
                settings.startTimestamp() == null
                        ? "all it holds"
                        : "what arrived at " + settings.startTimestamp() + " or later",
                serviceTime);
        return new StartingPoint(first, Set.of(), serviceTime);
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
