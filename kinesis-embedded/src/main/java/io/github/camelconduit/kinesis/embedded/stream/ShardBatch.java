package io.github.camelconduit.kinesis.embedded.stream;

import java.util.List;

/**
 * What reading a shard from an index gave.
 *
 * @param records      in order, references to what the shard stores
 * @param next         the index to read from next
 * @param millisBehind how far the next index is behind the tip: 0 when nothing is unread, else at least 1
 * @param ended        the shard is closed and nothing is unread
 * @param visibleIn    milliseconds until the next record may be read, 0 when that is now or when somebody puts one
 */
public record ShardBatch(List<StreamRecord> records, long next, long millisBehind, boolean ended, long visibleIn) {

    /** Data and keys of the records, as they count towards rates. */
    public long bytes() {
        long bytes = 0;
        for (StreamRecord stored : records) {
            bytes += stored.size();
        }
        return bytes;
    }
}
