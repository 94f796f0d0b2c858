package io.github.camelconduit.kinesis.embedded.stream;

import io.github.camelconduit.kinesis.embedded.Rules;

/** What a shard takes and gives a second over the wire. Thread-safe. */
public final class ShardThroughput {

    private final RateLimit writeRecords;
    private final RateLimit writeBytes;
    private final RateLimit iterators;
    private final RateLimit reads;
    private final RateLimit readBytes;

    ShardThroughput(Rules rules) {
        writeRecords = new RateLimit(rules.shardWriteRecordsPerSecond());
        writeBytes = new RateLimit(rules.shardWriteBytesPerSecond());
        iterators = new RateLimit(rules.shardIteratorsPerSecond());
        reads = new RateLimit(rules.getRecordsPerSecond());
        readBytes = new RateLimit(rules.shardReadBytesPerSecond());
    }

    /** Whether a record of so many bytes may be written now; counts it if so. */
    public synchronized boolean admitWrite(long bytes) {
        return writeBytes.allows(bytes) && writeRecords.tryTake(1) && writeBytes.tryTake(bytes);
    }

    /** Whether a shard iterator may be given out now; counts it if so. */
    public boolean admitIterator() {
        return iterators.tryTake(1);
    }

    /** Whether GetRecords may read now; counts the call if so. What it read is told to {@link #hasRead} later. */
    public synchronized boolean admitRead() {
        return readBytes.millisUntilFree() == 0 && reads.tryTake(1);
    }

    /** So much was read; more than a second's worth is paid off before the next call is admitted. */
    public void hasRead(long bytes) {
        readBytes.take(bytes);
    }
}
