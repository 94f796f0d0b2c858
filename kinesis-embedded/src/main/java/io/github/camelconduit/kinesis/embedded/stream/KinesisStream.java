package io.github.camelconduit.kinesis.embedded.stream;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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

    private static final Pattern HASH_KEY = Pattern.compile("0|[1-9]\\d{0,38}");

    private final String name;
    private final String arn;
    private final StreamMode mode;
    private final Rules rules;
    private final long createdMillis;
    private final long activeMillis;
    private final StreamConsumers consumers;
    // Replaced as a whole, under this object's lock.
    private volatile List<Shard> shards;
    private volatile List<Shard> openShards;

    KinesisStream(String name, String arn, StreamMode mode, int shardCount, long activeMillis, Rules rules) {
        this.name = name;
        this.arn = arn;
        this.mode = mode;
        this.rules = rules;
        this.createdMillis = System.currentTimeMillis();
        this.activeMillis = activeMillis;
        this.consumers = new StreamConsumers(name, arn, rules);
        List<Shard> first = new ArrayList<>(shardCount);
        for (HashRange range : HashRange.divide(shardCount)) {
            first.add(new Shard(first.size(), null, null, range, createdMillis));
        }
        this.shards = List.copyOf(first);
        this.openShards = shards;
    }

    public String name() {
        return name;
    }

    public String arn() {
        return arn;
    }

    public StreamMode mode() {
        return mode;
    }

    public Instant createdAt() {
        return Instant.ofEpochMilli(createdMillis);
    }

    public StreamConsumers consumers() {
        return consumers;
    }

    public String status() {
        return System.currentTimeMillis() >= activeMillis ? "ACTIVE" : "CREATING";
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
                        "Could not find shard %s in stream %s.".formatted(shardId, name)));
    }

    /** The hash key that decides a record's shard: the explicit one if given, else the partition key's. */
    public static BigInteger hashKey(String partitionKey, String explicitHashKey) {
        return explicitHashKey == null
                ? HashRange.hash(partitionKey)
                : parseHashKey("ExplicitHashKey", explicitHashKey);
    }

    /** @throws KinesisServiceException InvalidArgumentException when the text is no number below 2^128 */
    public static BigInteger parseHashKey(String member, String text) {
        if (HASH_KEY.matcher(text).matches()) {
            BigInteger key = new BigInteger(text);
            if (key.compareTo(HashRange.SIZE) < 0) {
                return key;
            }
        }
        throw KinesisServiceException.invalidArgument(
                "Invalid %s. %s must be in the range: [0, 2^128-1]. Specified value was %s"
                        .formatted(member, member, text));
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
     * @throws KinesisServiceException ResourceNotFoundException, InvalidArgumentException when it is closed or the hash
     *                                 key is not inside its range, LimitExceededException
     */
    public List<Shard> split(String shardId, BigInteger newStartingHashKey) {
        Shard parent;
        List<Shard> children;
        synchronized (this) {
            parent = openShard(shardId);
            HashRange range = parent.hashRange();
            if (newStartingHashKey.compareTo(range.start()) <= 0 || newStartingHashKey.compareTo(range.end()) > 0) {
                throw KinesisServiceException.invalidArgument(
                        "NewStartingHashKey %s used in SplitShard() on shard %s in stream %s under account is not both greater than one plus the shard's StartingHashKey %s and less than the shard's EndingHashKey %s."
                                .formatted(newStartingHashKey, shardId, name, range.start(), range.end()));
            }
            if (openShards.size() >= rules.maxShards()) {
                throw KinesisServiceException.limitExceeded(
                        "Stream %s has %d open shards, the limit.".formatted(name, openShards.size()));
            }
            long now = System.currentTimeMillis();
            int index = shards.size();
            BigInteger lowerEnd = newStartingHashKey.subtract(BigInteger.ONE);
            children = List.of(
                    new Shard(index, parent, null, new HashRange(range.start(), lowerEnd), now),
                    new Shard(index + 1, parent, null, new HashRange(newStartingHashKey, range.end()), now));
            addShards(children);
            parent.close(children, now);
            replaceOpen(List.of(parent), children);
        }
        parent.wakeListeners();
        return children;
    }

    /**
     * Merges two open shards whose hash ranges touch.
     *
     * @throws KinesisServiceException ResourceNotFoundException, InvalidArgumentException when one is closed or they are
     *                                 not adjacent
     */
    public Shard merge(String shardId, String adjacentShardId) {
        Shard first;
        Shard second;
        Shard child;
        synchronized (this) {
            first = openShard(shardId);
            second = openShard(adjacentShardId);
            if (first == second || !first.hashRange().adjacentTo(second.hashRange())) {
                throw KinesisServiceException.invalidArgument(
                        "Shards %s and %s in stream %s are not an adjacent pair of shards eligible for merging"
                                .formatted(shardId, adjacentShardId, name));
            }
            long now = System.currentTimeMillis();
            child = new Shard(shards.size(), first, second, first.hashRange().join(second.hashRange()), now);
            addShards(List.of(child));
            first.close(List.of(child), now);
            second.close(List.of(child), now);
            replaceOpen(List.of(first, second), List.of(child));
        }
        first.wakeListeners();
        second.wakeListeners();
        return child;
    }

    private Shard openShard(String shardId) {
        Shard shard = shard(shardId);
        if (!shard.isOpen()) {
            throw KinesisServiceException.invalidArgument(
                    "Shard %s in stream %s is closed; only an open shard can be split or merged."
                            .formatted(shardId, name));
        }
        return shard;
    }

    /** Before the parents close: whoever hears of the end of a parent finds its children listed. */
    private void addShards(List<Shard> added) {
        List<Shard> all = new ArrayList<>(shards);
        all.addAll(added);
        shards = List.copyOf(all);
    }

    /** After the parents closed: no child takes a record while a parent still does. */
    private void replaceOpen(List<Shard> closed, List<Shard> added) {
        List<Shard> open = new ArrayList<>(openShards);
        open.removeAll(closed);
        open.addAll(added);
        open.sort(Comparator.comparing(s -> s.hashRange().start()));
        openShards = List.copyOf(open);
    }
}
