package io.github.camelconduit.kinesis.publish;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The gates of the shards of one stream that are throttled, so that throttling slows those shards only and requests are
 * not filled with records that will be refused. There are none, and nothing is computed, while no shard is throttled.
 *
 * <p>Guarded by the lock of the {@link StreamPublisher}.
 */
final class ShardGates {

    /** As the API reference of PutRecords shows it. Where it is put otherwise records are held back one by one. */
    private static final Pattern SHARD = Pattern.compile("\\bshard (shardId-\\d+)");

    private final RetryBackoff backoff;
    private final Supplier<SendBuffer.Share> shares;
    private final int maxQuota;
    private final Map<String, ShardGate> byShard = new HashMap<>();
    private final TreeMap<BigInteger, ShardGate> byLowest = new TreeMap<>();

    /**
     * @param shares makes the room for the records of one shard
     * @param maxQuota how many records a request may have
     */
    ShardGates(RetryBackoff backoff, Supplier<SendBuffer.Share> shares, int maxQuota) {
        this.backoff = backoff;
        this.shares = shares;
        this.maxQuota = maxQuota;
    }

    boolean isEmpty() {
        return byShard.isEmpty();
    }

    Collection<ShardGate> all() {
        return byShard.values();
    }

    /** The gate of a hash key's shard; null if it is not throttled, or not known to be the hash key's. */
    ShardGate of(BigInteger hashKey) {
        Map.Entry<BigInteger, ShardGate> below = byLowest.floorEntry(hashKey);
        return below != null && below.getValue().holds(hashKey) ? below.getValue() : null;
    }

    /** The gate of a record; null as {@link #of(BigInteger)}. */
    ShardGate of(OutgoingRecord record) {
        return byShard.isEmpty() ? null : of(record.hashKey());
    }

    /** A record was throttled. The gate of its shard, which it is to be held by; null if the shard is not known. */
    ShardGate throttled(OutgoingRecord record, PutFailure failure) {
        Matcher shard = failure.throttled() ? SHARD.matcher(failure.reason()) : null;
        if (shard == null || !shard.find()) {
            return null;
        }
        ShardGate gate = byShard.get(shard.group(1));
        if (gate == null) {
            gate = new ShardGate(shard.group(1), record.hashKey(), shares.get());
            byShard.put(gate.shardId(), gate);
            byLowest.put(gate.low(), gate);
        } else {
            extend(gate, record.hashKey());
        }
        gate.wasThrottled();
        return gate;
    }

    /** A record was written to a shard. */
    void written(OutgoingRecord record, String shardId) {
        if (byShard.isEmpty()) {
            return;
        }
        ShardGate gate = byShard.get(shardId);
        if (gate != null) {
            extend(gate, record.hashKey());
            gate.wasWritten();
        } else if (of(record.hashKey()) != null) {
            of(record.hashKey()).becomeObsolete();
        }
    }

    /**
     * An answer is worked off.
     *
     * @param request what it was for
     * @param free takes the records that nothing holds back any more
     */
    void answered(List<OutgoingRecord> request, long nowNanos, double draw, List<OutgoingRecord> free) {
        if (byShard.isEmpty()) {
            return;
        }
        for (ShardGate gate : new ArrayList<>(byShard.values())) {
            gate.answered(request, backoff, nowNanos, draw, maxQuota);
            if (gate.isOpenAgain(maxQuota, nowNanos)) {
                remove(gate, free);
            }
        }
    }

    private void extend(ShardGate gate, BigInteger hashKey) {
        BigInteger lowest = gate.low();
        gate.extendTo(hashKey);
        if (!gate.low().equals(lowest)) {
            byLowest.remove(lowest, gate);
            byLowest.put(gate.low(), gate);
        }
    }

    private void remove(ShardGate gate, List<OutgoingRecord> free) {
        // First, since it needs memory.
        gate.takeAll(free);
        byShard.remove(gate.shardId());
        byLowest.remove(gate.low(), gate);
    }

    /** Whether a gate has records that may go. */
    boolean anyDue(long nowNanos) {
        for (ShardGate gate : byShard.values()) {
            if (!gate.held().isEmpty() && gate.admits(nowNanos)) {
                return true;
            }
        }
        return false;
    }

    /** When the next gate with records is due; null if none is, or only the answer to a request can tell. */
    Long firstDueNanos() {
        Long first = null;
        for (ShardGate gate : byShard.values()) {
            if (!gate.held().isEmpty() && !gate.isUnderWay() && (first == null || gate.dueNanos() - first < 0)) {
                first = gate.dueNanos();
            }
        }
        return first;
    }
}
