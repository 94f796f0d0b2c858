package io.github.camelconduit.kinesis.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * The records of one stream that are not in flight, and which of them may be sent next. With the order of keys kept, a
 * record is held back until the one of its key before it is settled.
 *
 * <p>Not thread-safe: guarded by the lock of its {@link StreamPublisher}. Every operation on one record takes constant
 * time, or logarithmic where a retry is involved.
 */
final class RecordAccumulator {

    /** The API reference of PutRecords. */
    static final int MAX_RECORDS_PER_REQUEST = 500;

    /** The API reference of PutRecords: data and partition keys of a request together, since October 2025. */
    static final long MAX_BYTES_PER_REQUEST = 10L * 1024 * 1024;

    private final boolean keepKeyOrder;
    private final ShardGates gates;
    private final ReadyRecords ready = new ReadyRecords();
    private final PriorityQueue<OutgoingRecord> retries =
            new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos() - b.dueNanos()));
    private final Map<String, OutgoingRecord> lastOfKey = new HashMap<>();

    RecordAccumulator(boolean keepKeyOrder, ShardGates gates) {
        this.keepKeyOrder = keepKeyOrder;
        this.gates = gates;
    }

    /** Takes a new record; false if it must not be sent, because one before it in its message failed. */
    boolean add(OutgoingRecord record) {
        OutgoingRecord before = keepKeyOrder ? lastOfKey.get(record.key()) : null;
        if (before == null && record.isBarred()) {
            return false;
        }
        if (keepKeyOrder) {
            noteAsLast(record);
        }
        if (before == null) {
            ready.add(record);
        } else {
            before.setNextOfKey(record);
        }
        return true;
    }

    private void noteAsLast(OutgoingRecord record) {
        try {
            lastOfKey.put(record.key(), record);
        } catch (Error e) {
            // It may be there though the map could not grow, and is not taken: those behind it would wait for ever.
            lastOfKey.remove(record.key(), record);
            throw e;
        }
    }

    /**
     * The record is written or given up: the next one of its key may go.
     *
     * @param barred takes those that must not go, because this one failed
     */
    void release(OutgoingRecord record, List<OutgoingRecord> barred) {
        if (!keepKeyOrder) {
            return;
        }
        OutgoingRecord next = takeNext(record);
        while (next != null && next.isBarred()) {
            barred.add(next);
            next = takeNext(next);
        }
        if (next == null) {
            lastOfKey.remove(record.key());
        } else {
            ready.add(next);
        }
    }

    /** The record is tried again at this moment; the later ones of its key go on waiting. */
    void retryAt(OutgoingRecord record, long dueNanos) {
        record.setDueNanos(dueNanos);
        retries.add(record);
    }

    /** Takes out a record, wherever it is; those of its key behind it stay. Takes time in proportion to all records. */
    void withdraw(OutgoingRecord record) {
        retries.remove(record);
        gates.all().forEach(gate -> gate.held().remove(record));
        ready.remove(record);
    }

    /** Makes ready the retries whose moment has come. */
    void releaseDueRetries(long nowNanos) {
        while (!retries.isEmpty() && retries.peek().dueNanos() - nowNanos <= 0) {
            ready.add(retries.poll());
        }
    }

    /** A shard throttled the record: it and others for that shard are held back. False if the shard is not known. */
    boolean throttled(OutgoingRecord record, PutFailure failure) {
        ShardGate gate = gates.throttled(record, failure);
        if (gate == null) {
            return false;
        }
        gate.hold(record);
        return true;
    }

    /** A record was written to a shard. */
    void written(OutgoingRecord record, String shardId) {
        gates.written(record, shardId);
    }

    /** The answer to a request is worked off, with a random number from 0 to 1. */
    void answered(List<OutgoingRecord> request, long nowNanos, double draw) {
        List<OutgoingRecord> free = new ArrayList<>(0);
        try {
            gates.answered(request, nowNanos, draw, free);
        } finally {
            putBack(free);
        }
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    int readyCount() {
        return ready.count();
    }

    /** Whether a throttled shard has records that may be tried. */
    boolean hasDueGate(long nowNanos) {
        return gates.anyDue(nowNanos);
    }

    /** Whether as much as the largest request holds is ready, so that waiting for more is of no use. */
    boolean hasFullRequest() {
        return ready.count() >= MAX_RECORDS_PER_REQUEST || ready.bytes() >= MAX_BYTES_PER_REQUEST;
    }

    /** When the record that has been ready longest was handed over. Only if there is one. */
    long oldestReadyNanos() {
        return ready.peek().acceptedNanos();
    }

    /** Whether something failed that is to be tried again. */
    boolean hasRetries() {
        return !retries.isEmpty() || !gates.isEmpty();
    }

    /** When the first retry is due; null if there is none, or an answer has to come first. */
    Long firstRetryNanos() {
        Long gate = gates.firstDueNanos();
        if (retries.isEmpty()) {
            return gate;
        }
        long retry = retries.peek().dueNanos();
        return gate == null || retry - gate < 0 ? Long.valueOf(retry) : gate;
    }

    /**
     * Takes out what the next request carries. Records whose time is over are taken out too and go into the other list;
     * they are to be given up and {@link #release released}. Whatever this throws, nothing is taken out then.
     *
     * @param acceptedBeforeNanos records handed over at or before this moment are given up
     * @param expired takes those; empty
     */
    List<OutgoingRecord> takeRequest(long nowNanos, long acceptedBeforeNanos, List<OutgoingRecord> expired) {
        Filling request = new Filling(nowNanos, acceptedBeforeNanos, expired);
        try {
            fill(request, nowNanos, expired);
        } catch (RuntimeException | Error e) {
            notSent(request.records);
            putBack(expired);
            throw e;
        }
        return request.records;
    }

    /** A request that was taken out does not go out: its records are ready again. */
    void notSent(List<OutgoingRecord> request) {
        for (ShardGate gate : gates.all()) {
            gate.notSent(request);
        }
        putBack(request);
    }

    /** Records that were taken out, and go nowhere, are ready again, but for those that are settled. Needs no memory. */
    void putBack(List<OutgoingRecord> taken) {
        for (int i = 0; i < taken.size(); i++) {
            OutgoingRecord record = taken.get(i);
            if (!record.isSettled()) {
                ready.add(record);
            }
        }
    }

    /** A record is taken out when it is elsewhere already: that needs memory. */
    private void fill(Filling request, long nowNanos, List<OutgoingRecord> expired) {
        for (ShardGate gate : gates.all()) {
            request.takeHeld(gate);
        }
        while (!ready.isEmpty()) {
            OutgoingRecord next = ready.peek();
            ShardGate gate = gates.of(next);
            if (request.isExpired(next)) {
                expired.add(next);
            } else if (gate != null && !gate.admits(nowNanos)) {
                gate.hold(next);
            } else if (request.hasRoomFor(next)) {
                request.take(next, gate);
            } else {
                break;
            }
            ready.remove();
        }
        for (ShardGate gate : gates.all()) {
            gate.sent(request.records);
        }
    }

    /** A request being put together. */
    private final class Filling {

        private final List<OutgoingRecord> records =
                new ArrayList<>(Math.min(ready.count() + 1, MAX_RECORDS_PER_REQUEST));
        private final long nowNanos;
        private final long acceptedBeforeNanos;
        private final List<OutgoingRecord> expired;
        private long bytes;
        private boolean closed;

        Filling(long nowNanos, long acceptedBeforeNanos, List<OutgoingRecord> expired) {
            this.nowNanos = nowNanos;
            this.acceptedBeforeNanos = acceptedBeforeNanos;
            this.expired = expired;
        }

        /** What a throttled shard is tried with; half of the request is for the other shards. */
        void takeHeld(ShardGate gate) {
            Queue<OutgoingRecord> held = gate.held();
            while (!held.isEmpty() && isExpired(held.peek())) {
                expired.add(held.peek());
                held.poll();
            }
            while (!held.isEmpty()
                    && gate.admits(nowNanos)
                    && (ready.isEmpty() || records.size() < MAX_RECORDS_PER_REQUEST / 2)
                    && hasRoomFor(held.peek())) {
                take(held.peek(), gate);
                held.poll();
            }
        }

        boolean isExpired(OutgoingRecord record) {
            return record.acceptedNanos() - acceptedBeforeNanos <= 0;
        }

        /** A record that not every stream takes goes alone: a stream that does not refuses the whole request. */
        boolean hasRoomFor(OutgoingRecord record) {
            return !closed
                    && records.size() < MAX_RECORDS_PER_REQUEST
                    && bytes + record.size() <= MAX_BYTES_PER_REQUEST
                    && (records.isEmpty() || !isLarge(record));
        }

        void take(OutgoingRecord record, ShardGate gate) {
            records.add(record);
            bytes += record.size();
            closed = isLarge(record);
            if (gate != null) {
                gate.took();
            }
        }

        private static boolean isLarge(OutgoingRecord record) {
            return record.size() > RecordSizeLimit.DEFAULT;
        }
    }

    /**
     * Takes out everything, the records that wait behind others of their key too.
     *
     * @param inFlight the records that are in flight: those that wait behind them are taken, they themselves are not
     */
    List<OutgoingRecord> takeAll(Collection<OutgoingRecord> inFlight) {
        List<OutgoingRecord> all = new ArrayList<>();
        inFlight.forEach(record -> takeFollowers(record, all));
        while (!ready.isEmpty()) {
            OutgoingRecord record = ready.remove();
            all.add(record);
            takeFollowers(record, all);
        }
        for (OutgoingRecord record : retries) {
            all.add(record);
            takeFollowers(record, all);
        }
        List<OutgoingRecord> held = new ArrayList<>();
        gates.all().forEach(gate -> gate.takeAll(held));
        for (OutgoingRecord record : held) {
            all.add(record);
            takeFollowers(record, all);
        }
        retries.clear();
        lastOfKey.clear();
        if (keepKeyOrder) {
            inFlight.forEach(record -> lastOfKey.put(record.key(), record));
        }
        return all;
    }

    private static void takeFollowers(OutgoingRecord record, List<OutgoingRecord> all) {
        for (OutgoingRecord next = takeNext(record); next != null; next = takeNext(next)) {
            all.add(next);
        }
    }

    private static OutgoingRecord takeNext(OutgoingRecord record) {
        OutgoingRecord next = record.nextOfKey();
        record.setNextOfKey(null);
        return next;
    }
}
