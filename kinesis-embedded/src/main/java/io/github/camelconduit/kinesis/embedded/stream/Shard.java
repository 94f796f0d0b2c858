package io.github.camelconduit.kinesis.embedded.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.ShardView;

/**
 * A shard: its records, and those who want to know when there are more.
 *
 * <p>Thread-safe. One short lock guards the records, the counter and the closing; listeners are called outside it, on
 * the thread that wrote or closed, and must only hand over. A closed shard stays readable until its retention is over.
 */
public final class Shard {

    private final int index;
    private final String id;
    private final String parentId;
    private final String adjacentParentId;
    private final HashRange hashRange;
    private final long createdMillis;
    private final long createdSecond;
    private final SequenceNumbers numbers;
    private final Retention retention;
    private final RetentionBytes memory;
    private final ShardThroughput throughput;
    private final boolean refusesTrimmed;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private final Object lock = new Object();
    // All guarded by lock.
    private final ShardRecords records;
    private long endCounter = -1;
    private long closedMillis = Long.MAX_VALUE;
    private List<Shard> children = List.of();

    Shard(int index, Shard parent, Shard adjacentParent, HashRange hashRange, long createdMillis, Setting setting) {
        this.index = index;
        this.id = idOf(index);
        this.parentId = parent == null ? null : parent.id;
        this.adjacentParentId = adjacentParent == null ? null : adjacentParent.id;
        this.hashRange = hashRange;
        this.createdMillis = createdMillis;
        // A child's numbers lie above its parents', also when it is made within the same second.
        long second = Math.max(createdMillis / 1000, setting.firstSecond());
        second = parent == null ? second : Math.max(second, parent.createdSecond + 1);
        second = adjacentParent == null ? second : Math.max(second, adjacentParent.createdSecond + 1);
        this.createdSecond = second;
        this.numbers = new SequenceNumbers(second, index);
        this.retention = setting.retention();
        this.memory = setting.memory();
        this.throughput = new ShardThroughput(setting.rules());
        this.refusesTrimmed = setting.rules().refuseTrimmedPositions();
        this.records = setting.endless() == null
                ? new RecordLog(numbers, memory, lock)
                : new EndlessRecords(numbers, setting.endless(), createdMillis);
    }

    /**
     * What the shards of a stream have in common.
     *
     * @param memory      what bounds the memory of the records of all streams
     * @param endless     null for shards that store what is put
     * @param firstSecond the least second that sequence numbers may begin with: above those of an earlier stream
     */
    record Setting(Rules rules, Retention retention, RetentionBytes memory, EndlessStream endless, long firstSecond) {}

    static String idOf(int index) {
        return "shardId-%012d".formatted(index);
    }

    public String id() {
        return id;
    }

    public String parentId() {
        return parentId;
    }

    public String adjacentParentId() {
        return adjacentParentId;
    }

    public HashRange hashRange() {
        return hashRange;
    }

    /** The second in its sequence numbers. */
    long createdSecond() {
        return createdSecond;
    }

    /** What it takes and gives a second over the wire. */
    public ShardThroughput throughput() {
        return throughput;
    }

    /**
     * Stores a record and wakes the listeners; null when the shard is closed.
     *
     * @throws KinesisServiceException InvalidArgumentException when the stream is endless
     */
    StreamRecord append(String partitionKey, byte[] data) {
        StreamRecord entry;
        synchronized (lock) {
            if (endCounter >= 0) {
                return null;
            }
            entry = records.append(partitionKey, data);
            trim();
        }
        memory.enforce();
        wakeListeners();
        return entry;
    }

    /** Drops what is older than the retention period. Under the lock. */
    private void trim() {
        records.trimArrivedBefore(retention.horizon());
    }

    /** Drops what is older than the retention period; says whether the shard itself is over: closed that long ago. */
    boolean expire() {
        synchronized (lock) {
            trim();
            return closedMillis < retention.horizon();
        }
    }

    /** Closes the shard in favour of its children; the caller wakes the listeners once the children can be found. */
    void close(List<Shard> successors, long nowMillis) {
        synchronized (lock) {
            endCounter = records.close();
            closedMillis = nowMillis;
            children = List.copyOf(successors);
        }
    }

    /**
     * Reads on from an index: as much as there is and the limits allow, at least one record if one is visible. What is no
     * longer retained is passed over.
     *
     * @param maxBytes      of data
     * @param visibleBefore epoch milliseconds; records that arrived later are not read
     */
    public ShardBatch read(long from, int maxRecords, long maxBytes, long visibleBefore) {
        long now = System.currentTimeMillis();
        synchronized (lock) {
            trim();
            List<StreamRecord> batch = new ArrayList<>();
            long index = Math.max(from, records.first());
            long end = records.end();
            long bytes = 0;
            while (index < end && batch.size() < maxRecords) {
                StreamRecord next = records.get(index);
                bytes += next.dataBytes();
                if (next.arrivalMillis() > visibleBefore || (bytes > maxBytes && !batch.isEmpty())) {
                    break;
                }
                batch.add(next);
                index++;
            }
            boolean caughtUp = index >= end;
            long behind = caughtUp ? 0 : Math.max(1, now - records.get(index).arrivalMillis());
            long visibleIn = caughtUp
                    ? records.millisToNext()
                    : Math.max(0, records.get(index).arrivalMillis() - visibleBefore);
            return new ShardBatch(batch, index, behind, caughtUp && endCounter >= 0, visibleIn);
        }
    }

    /**
     * The continuation number for a reader that has read up to an index and waits: above all it has read, below all that
     * follows. Empty when there is something to read, or the shard has ended.
     */
    public String idleContinuation(long index) {
        synchronized (lock) {
            if (index < records.end() || endCounter >= 0) {
                return null;
            }
            return records.idleNumber();
        }
    }

    /**
     * The index of the first record to read from a position.
     *
     * @throws KinesisServiceException InvalidArgumentException when the sequence number is not this shard's or not given
     *                                 out yet, or, where the rules say so, no longer retained, or the timestamp is in the
     *                                 future
     */
    public long indexOf(StartingPosition position) {
        synchronized (lock) {
            trim();
            return switch (position.type()) {
                case TRIM_HORIZON -> records.first();
                case LATEST -> records.latest();
                case AT_TIMESTAMP -> records.firstArrivedAt(pastMillis(position.timestamp()));
                case AT_SEQUENCE_NUMBER -> records.firstNumbered(knownCounter(position.sequenceNumber()));
                case AFTER_SEQUENCE_NUMBER -> records.firstNumbered(knownCounter(position.sequenceNumber()) + 1);
            };
        }
    }

    /** Whether it has given a sequence number out, to a record or to a reader. */
    boolean hasGivenOut(String sequenceNumber) {
        OptionalLong counter = numbers.counterOf(sequenceNumber);
        synchronized (lock) {
            return counter.isPresent() && counter.getAsLong() <= records.lastCounter();
        }
    }

    private static long pastMillis(Instant timestamp) {
        long millis = timestamp.toEpochMilli();
        long now = System.currentTimeMillis();
        if (millis > now) {
            throw PositionErrors.inTheFuture(millis, now);
        }
        return millis;
    }

    private long knownCounter(String sequenceNumber) {
        OptionalLong found = numbers.counterOf(sequenceNumber);
        if (found.isEmpty()) {
            throw PositionErrors.foreign(sequenceNumber, index);
        }
        if (found.getAsLong() > records.lastCounter()) {
            throw PositionErrors.invalid(sequenceNumber, id, "it has not been given out yet");
        }
        if (refusesTrimmed && found.getAsLong() <= records.lastTrimmed()) {
            throw PositionErrors.invalid(sequenceNumber, id, "it is older than what the shard retains");
        }
        return found.getAsLong();
    }

    public boolean isOpen() {
        synchronized (lock) {
            return endCounter < 0;
        }
    }

    /** Whether it took records at some time from {@code fromMillis} to {@code toMillis}, both inclusive. */
    public boolean wasOpenBetween(long fromMillis, long toMillis) {
        synchronized (lock) {
            return createdMillis <= toMillis && closedMillis >= fromMillis;
        }
    }

    /** What it was split or merged into; empty while it is open. */
    public List<Shard> children() {
        synchronized (lock) {
            return children;
        }
    }

    /** The index after the last record that can be read now. */
    public long end() {
        synchronized (lock) {
            return records.end();
        }
    }

    /** How many records it stores. */
    public long size() {
        synchronized (lock) {
            trim();
            return records.storedCount();
        }
    }

    /** All records it stores, a copy of the list. */
    public List<StreamRecord> records() {
        synchronized (lock) {
            trim();
            return records.stored();
        }
    }

    /** Gives the memory of its records back; for a shard whose stream is gone. */
    void clear() {
        synchronized (lock) {
            records.clear();
        }
    }

    public ShardView view() {
        synchronized (lock) {
            return new ShardView(
                    id,
                    parentId,
                    adjacentParentId,
                    hashRange.start(),
                    hashRange.end(),
                    numbers.of(0),
                    endCounter < 0 ? null : numbers.of(endCounter));
        }
    }

    /** Has {@code listener} called after every append and at the closing, on the thread that did it. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    void wakeListeners() {
        listeners.forEach(Runnable::run);
    }
}
