package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.position.PositionKeeper;

/**
 * What becomes of the shards that are known here and that listings lack: those that have ended, or are left out, are
 * forgotten, in the set and in the store; those that were not read to their end are read all the same. Called for one listing at a time.
 */
final class UnlistedShards {

    private static final Logger LOG = LoggerFactory.getLogger(UnlistedShards.class);

    private final String streamName;
    private final ShardSet shards;
    private final PositionKeeper positions;
    private final MissingShards forgettable;
    private final MissingShards unread = new MissingShards(Duration.ZERO);
    private boolean unforgettable;

    /** @param forgetting for how long at least a shard that is not read any more has to be missing */
    UnlistedShards(String streamName, ShardSet shards, PositionKeeper positions, Duration forgetting) {
        this.streamName = streamName;
        this.shards = shards;
        this.positions = positions;
        this.forgettable = new MissingShards(forgetting);
    }

    /**
     * The shards were listed, and the set knows them.
     *
     * @return whether another listing is wanted soon
     */
    boolean listed(Set<String> listed, long nowMillis) {
        forget(forgettable.of(listed, positions.forgettable(), nowMillis));
        // The service is asked for what no listing has: only when it says so too, the shard is over, with a warning. It
        // waits for no parents: nobody says which they were, and they are older still.
        unread.of(listed, shards.unlisted(), nowMillis).forEach(shardId -> shards.learn(shardId, Set.of()));
        return !shards.unlisted().isEmpty();
    }

    /** Whose retention is over needs no place. */
    private void forget(Set<String> over) {
        if (over.isEmpty()) {
            return;
        }
        try {
            shards.forget(positions.forget(over));
            LOG.debug("Stream {}: forgotten, for the stream has them no more: {}", streamName, over);
        } catch (RuntimeException e) {
            // It is asked again after the next listing.
            if (!unforgettable) {
                unforgettable = true;
                LOG.warn(
                        "Stream {}: the positions of shards that the stream has no more could not be removed. They cost room"
                                + " and nothing else.",
                        streamName,
                        e);
            }
        }
    }
}
