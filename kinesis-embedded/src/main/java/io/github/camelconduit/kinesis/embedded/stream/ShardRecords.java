package io.github.camelconduit.kinesis.embedded.stream;

import java.util.List;

/**
 * The records of one shard and their numbering. A record's index is its place among all the shard has had, and stays the
 * same. Not thread-safe: the shard locks.
 */
sealed interface ShardRecords permits RecordLog, EndlessRecords {

    /**
     * Takes a record in.
     *
     * @throws io.github.camelconduit.kinesis.embedded.KinesisServiceException InvalidArgumentException when it takes none
     */
    StreamRecord append(String partitionKey, byte[] data);

    /** Ends the numbering and gives the last counter, above every record's. */
    long close();

    /** The index of the oldest record there is: those below it are trimmed. */
    long first();

    /** The index after the last record that can be read now. */
    long end();

    /** The index that reading from LATEST starts at. */
    long latest();

    /** The record at an index from {@link #first()} to below {@link #end()}. */
    StreamRecord get(long index);

    /** Milliseconds until there is more at {@link #end()} without anybody putting it, 0 when that never happens. */
    long millisToNext();

    /** The index of the first record that arrived at a time, epoch milliseconds, or later; else the end. */
    long firstArrivedAt(long millis);

    /** The index of the first record whose counter is this or above; else the end. */
    long firstNumbered(long counter);

    /** The highest counter given out so far. */
    long lastCounter();

    /** The counter of the last record that was trimmed, -1 when none was. */
    long lastTrimmed();

    /** The sequence number for a reader that waits at the end: above all records before it, below all that follow. */
    String idleNumber();

    long storedCount();

    /** All that is stored, oldest first. */
    List<StreamRecord> stored();

    /** Forgets what arrived before a time, epoch milliseconds. */
    void trimArrivedBefore(long millis);

    /** Forgets all that is stored; for a shard that is gone. */
    void clear();
}
