package io.github.camelconduit.kinesis.embedded.stream;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.PutResult;
import io.github.camelconduit.kinesis.embedded.Rules;

/**
 * A stream: its shards and its consumers.
 *
 * <p>Thread-safe. Writing takes only the lock of the record's shard; the stream's own lock is for what changes the set of
 * shards. Where both are held, the stream's comes first.
 */
public final class KinesisStream {

    private final String name;
    private final String arn;
    private final KinesisAccount account;
    private final long createdMillis;
    private final StreamLifecycle lifecycle;
    private final StreamConsumers consumers;
    private final StreamSettings settings;
    private final Shard.Setting shardSetting;
    // Replaced as a whole, under this object's lock.
    private volatile List<Shard> shards;
    private volatile List<Shard> openShards;
    // Under this object's lock.
    private int nextShardIndex;

    /**
     * @param identity tells it from an earlier stream of the same name
     * @param account  whose shards are counted together
     * @param memory   what bounds the memory of the records of all streams
     * @param endless  null for a stream that stores what is put
     */
    KinesisStream(
            Identity identity,
            StreamMode mode,
            int shardCount,
            long activeMillis,
            KinesisAccount account,
            RetentionBytes memory,
            EndlessStream endless) {
        this.name = identity.name();
        this.arn = identity.arn();
        this.account = account;
        Rules rules = account.rules();
        this.createdMillis = identity.createdMillis();
        this.lifecycle = new StreamLifecycle(name, activeMillis);
        this.consumers = new StreamConsumers(name, arn, identity.firstSecond() - 1, rules);
        this.settings = new StreamSettings(mode, rules);
        this.shardSetting = new Shard.Setting(rules, settings.retention(), memory, endless, identity.firstSecond());
        List<Shard> first = new ArrayList<>(shardCount);
        for (HashRange range : HashRange.divide(shardCount)) {
            first.add(new Shard(nextShardIndex++, null, null, range, createdMillis, shardSetting));
        }
        this.shards = List.copyOf(first);
        this.openShards = shards;
    }

    /**
     * What tells a stream from an earlier one of its name.
     *
     * @param createdMillis epoch milliseconds, later than an earlier stream's
     * @param firstSecond   the least second in sequence numbers and consumer ARNs
     */
    record Identity(String name, String arn, long createdMillis, long firstSecond) {}

    public String name() {
        return name;
    }

    public String arn() {
        return arn;
    }

    public Instant createdAt() {
        return Instant.ofEpochMilli(createdMillis);
    }

    public StreamConsumers consumers() {
        return consumers;
    }

    public StreamSettings settings() {
        return settings;
    }

    public StreamStatus status() {
        return lifecycle.status();
    }

    /** @throws KinesisServiceException ResourceInUseException when it is not ACTIVE */
    public void requireActive() {
        lifecycle.requireActive();
    }

    /** @throws KinesisServiceException ResourceInUseException when it is neither ACTIVE nor UPDATING */
    public void requireInUse() {
        lifecycle.requireInUse();
    }

    /**
     * Makes it UPDATING until {@link #endUpdate()}.
     *
     * @throws KinesisServiceException ResourceInUseException when it is not ACTIVE
     */
    public void beginUpdate() {
        lifecycle.beginUpdate();
    }

    public void endUpdate() {
        lifecycle.endUpdate();
    }

    void delete(Duration deletionTime) {
        lifecycle.delete(deletionTime);
    }

    /** Gives the memory of its records back, when it is gone. */
    void clear() {
        shards.forEach(Shard::clear);
    }

    boolean isGone() {
        return lifecycle.isGone();
    }

    /** How many records its shards hold. */
    public long size() {
        return shards.stream().mapToLong(Shard::size).sum();
    }

    /** Drops records whose retention is over, and closed shards all of whose records are. */
    void expire() {
        List<Shard> over = shards.stream().filter(Shard::expire).toList();
        if (!over.isEmpty()) {
            synchronized (this) {
                List<Shard> left = new ArrayList<>(shards);
                left.removeAll(over);
                shards = List.copyOf(left);
            }
        }
    }

    /** Up to which second its sequence numbers and its consumers' ARNs reach. */
    long lastSecond() {
        return Math.max(
                consumers.lastCreatedSecond(),
                shards.stream().mapToLong(Shard::createdSecond).max().orElse(0));
    }

    /** All shards by id, closed ones included: an immutable snapshot. */
    public List<Shard> shards() {
        return shards;
    }

    /** The open shards by hash key: an immutable snapshot. */
    public List<Shard> openShards() {
        return openShards;
    }

    public Optional<Shard> findShard(String shardId) {
        return shards.stream().filter(s -> s.id().equals(shardId)).findFirst();
    }

    /** @throws KinesisServiceException ResourceNotFoundException when there is no such shard */
    public Shard shard(String shardId) {
        return findShard(shardId)
                .orElseThrow(() -> KinesisServiceException.resourceNotFound(
                        "Could not find shard %s in stream %s under account %s."
                                .formatted(shardId, name, KinesisAccount.ID)));
    }

    /** The open shard that takes a hash key. */
    public Shard openShardFor(BigInteger hashKey) {
        List<Shard> open = openShards;
        int low = 0;
        int high = open.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (open.get(middle).hashRange().start().compareTo(hashKey) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return open.get(low);
    }

    /**
     * Whether what is put with a hash key from now on gets a number above this one: the shard that takes it gave the number
     * out, or one that this shard came of, and those are all that had a hash key in common with it.
     */
    public boolean precedes(String sequenceNumber, BigInteger hashKey) {
        HashRange range = openShardFor(hashKey).hashRange();
        return shards.stream()
                .anyMatch(shard -> shard.hashRange().overlaps(range) && shard.hasGivenOut(sequenceNumber));
    }

    /** Stores a record that has been checked against the limits. */
    public PutResult put(String partitionKey, BigInteger hashKey, byte[] data) {
        Shard shard = openShardFor(hashKey);
        StreamRecord stored = shard.append(partitionKey, data);
        if (stored == null) {
            // It closed since we looked; under the lock the set of open shards stands still.
            synchronized (this) {
                shard = openShardFor(hashKey);
                stored = shard.append(partitionKey, data);
            }
        }
        return new PutResult(shard.id(), stored.sequenceNumber());
    }

    /**
     * Splits an open shard in two.
     *
     * @return the two children, the lower first
     * @throws KinesisServiceException as {@link #requireSplittable}
     */
    public List<Shard> split(String shardId, BigInteger newStartingHashKey) {
        List<Shard> children;
        Reshard change;
        synchronized (this) {
            Shard parent = requireSplittable(shardId, newStartingHashKey);
            change = reshard();
            children = change.split(parent, newStartingHashKey);
            publish(change);
        }
        change.wakeParents();
        return children;
    }

    /**
     * The shard, if it can be split there.
     *
     * @throws KinesisServiceException ResourceNotFoundException, InvalidArgumentException when it is closed or the hash
     *                                 key is not inside its range, LimitExceededException
     */
    public synchronized Shard requireSplittable(String shardId, BigInteger newStartingHashKey) {
        Shard parent = openShard(shardId);
        HashRange range = parent.hashRange();
        if (newStartingHashKey.compareTo(range.start()) <= 0 || newStartingHashKey.compareTo(range.end()) > 0) {
            throw KinesisServiceException.invalidArgument(
                    "NewStartingHashKey %s used in SplitShard() on shard %s in stream %s under account %s is not both greater than one plus the shard's StartingHashKey %s and less than the shard's EndingHashKey %s."
                            .formatted(
                                    newStartingHashKey, shardId, name, KinesisAccount.ID, range.start(), range.end()));
        }
        requireRoomFor(openShards.size() + 1);
        return parent;
    }

    /**
     * Merges two open shards whose hash ranges touch.
     *
     * @throws KinesisServiceException as {@link #requireMergeable}
     */
    public Shard merge(String shardId, String adjacentShardId) {
        Shard child;
        Reshard change;
        synchronized (this) {
            requireMergeable(shardId, adjacentShardId);
            change = reshard();
            child = change.merge(shard(shardId), shard(adjacentShardId));
            publish(change);
        }
        change.wakeParents();
        return child;
    }

    /**
     * @throws KinesisServiceException ResourceNotFoundException, InvalidArgumentException when one is closed or they are
     *                                 not adjacent
     */
    public synchronized void requireMergeable(String shardId, String adjacentShardId) {
        Shard first = openShard(shardId);
        Shard second = openShard(adjacentShardId);
        if (first == second || !first.hashRange().adjacentTo(second.hashRange())) {
            throw KinesisServiceException.invalidArgument(
                    "Shards %s and %s in stream %s under account %s are not an adjacent pair of shards eligible for merging"
                            .formatted(shardId, adjacentShardId, name, KinesisAccount.ID));
        }
    }

    /** Splits and merges until there are {@code target} open shards of about the same size. */
    public void scaleTo(int target) {
        Reshard change;
        synchronized (this) {
            change = reshard();
            change.scaleTo(target);
            publish(change);
        }
        change.wakeParents();
    }

    /**
     * @throws KinesisServiceException LimitExceededException when the account would have too many open shards,
     *                                 InvalidArgumentException when it is endless
     */
    public void requireRoomFor(int openShardCount) {
        requireStored();
        int all = account.openShardCount() - openShards.size() + openShardCount;
        int limit = account.rules().maxShards();
        // Who is above the limit already can go down.
        if (all > limit && openShardCount > openShards.size()) {
            throw KinesisServiceException.limitExceeded(
                    "With %d open shards of stream %s account %s would have %d, the limit is %d."
                            .formatted(openShardCount, name, KinesisAccount.ID, all, limit));
        }
    }

    private Shard openShard(String shardId) {
        requireStored();
        Shard shard = shard(shardId);
        if (!shard.isOpen()) {
            throw KinesisServiceException.invalidArgument(
                    "Shard %s in stream %s under account %s is closed; only an open shard can be split or merged."
                            .formatted(shardId, name, KinesisAccount.ID));
        }
        return shard;
    }

    private void requireStored() {
        if (shardSetting.endless() != null) {
            throw KinesisServiceException.invalidArgument(
                    "Stream %s is endless; its shards are not split or merged.".formatted(name));
        }
    }

    private Reshard reshard() {
        return new Reshard(openShards, nextShardIndex, shardSetting);
    }

    /**
     * Under the lock. The children are listed before the parents close, so that whoever hears of the end of a parent
     * finds them, and are open only after it, so that no child takes a record while a parent still does.
     */
    private void publish(Reshard change) {
        List<Shard> all = new ArrayList<>(shards);
        all.addAll(change.added());
        shards = List.copyOf(all);
        nextShardIndex = change.nextIndex();
        change.closeParents();
        openShards = change.open();
    }
}
