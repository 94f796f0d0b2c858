package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells which shards the stream does not have any more: those that no listing has had for a while, because their retention
 * is over. One listing may lack what the next one has; so it takes several listings, and some time where that is asked
 * for. Not thread-safe.
 */
final class MissingShards {

    /** How many listings have to lack a shard. */
    static final int LISTINGS = 3;

    private final Duration after;
    private final Map<String, Missing> missing = new HashMap<>();

    private record Missing(long since, int listings) {

        private Missing onceMore() {
            return new Missing(since, listings + 1);
        }
    }

    /** @param after for how long at least a shard has to be missing */
    MissingShards(Duration after) {
        this.after = after;
    }

    /**
     * The shards were listed.
     *
     * @param listed all that the stream has
     * @param wanted those that it is asked of
     * @param nowMillis the time, of a clock that only goes forward
     * @return those of them that the stream does not have any more
     */
    Set<String> of(Set<String> listed, Set<String> wanted, long nowMillis) {
        missing.keySet().retainAll(wanted);
        missing.keySet().removeAll(listed);
        Set<String> over = new HashSet<>();
        for (String shardId : wanted) {
            if (listed.contains(shardId)) {
                continue;
            }
            Missing now = missing.merge(shardId, new Missing(nowMillis, 1), (before, first) -> before.onceMore());
            if (now.listings() >= LISTINGS && nowMillis - now.since() >= after.toMillis()) {
                over.add(shardId);
            }
        }
        return over;
    }
}
