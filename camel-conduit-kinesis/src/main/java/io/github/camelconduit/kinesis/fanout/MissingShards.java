package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells which shards that have ended need not be remembered any more: those that no listing has had for a while, because
 * their retention is over. One listing may lack what the next one has, and a shard that was forgotten too early would be
 * read again from its start; so it takes several listings and some time. Not thread-safe.
 */
final class ForgottenShards {

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
    ForgottenShards(Duration after) {
        this.after = after;
    }

    /**
     * The shards were listed.
     *
     * @param listed all that the stream has
     * @param ended those that have ended and are remembered
     * @param nowMillis the time, of a clock that only goes forward
     * @return those that need not be remembered
     */
    Set<String> of(Set<String> listed, Set<String> ended, long nowMillis) {
        missing.keySet().retainAll(ended);
        missing.keySet().removeAll(listed);
        Set<String> over = new HashSet<>();
        for (String shardId : ended) {
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
