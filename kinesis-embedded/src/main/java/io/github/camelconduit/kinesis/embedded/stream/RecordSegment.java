package io.github.camelconduit.kinesis.embedded.stream;

import java.util.ArrayList;
import java.util.List;

/** Some successive records of a shard, trimmed together. Its log's shard locks, except where said. */
final class RecordSegment {

    /** Of this size or a record more. Small, since the growing one of every shard is not trimmed. */
    static final int BYTES = 64 * 1024;

    private final RecordLog log;
    private final long first;
    private final List<StreamRecord> records = new ArrayList<>();
    private long bytes;
    private long end;
    private volatile boolean trimmed;

    RecordSegment(RecordLog log, long first) {
        this.log = log;
        this.first = first;
        this.end = first;
    }

    void add(StreamRecord added) {
        records.add(added);
        bytes += added.memoryBytes();
        end = first + records.size();
    }

    boolean isFull() {
        return bytes >= BYTES;
    }

    /** The index of its first record. */
    long first() {
        return first;
    }

    /** The index after its last record. */
    long end() {
        return end;
    }

    long bytes() {
        return bytes;
    }

    boolean holds(long index) {
        return index >= first && index < end;
    }

    StreamRecord get(long index) {
        return records.get((int) (index - first));
    }

    /** The log; from any thread. */
    RecordLog log() {
        return log;
    }

    /** Its log has forgotten it. */
    void trimmed() {
        trimmed = true;
        records.clear();
    }

    /** From any thread. */
    boolean isTrimmed() {
        return trimmed;
    }
}
