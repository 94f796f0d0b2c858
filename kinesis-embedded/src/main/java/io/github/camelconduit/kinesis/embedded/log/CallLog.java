package io.github.camelconduit.kinesis.embedded.log;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/** The calls a server was asked, the newest {@code capacity} of them. Thread-safe. */
public final class CallLog {

    private final int capacity;
    private final ArrayDeque<CallEntry> entries = new ArrayDeque<>();
    private long lastId;

    public CallLog(int capacity) {
        this.capacity = capacity;
    }

    /** Notes a call that has just arrived. */
    public synchronized CallEntry begin(String operation) {
        if (entries.size() >= capacity) {
            entries.removeFirst();
        }
        lastId++;
        CallEntry entry = new CallEntry(lastId, Instant.now(), operation);
        entries.addLast(entry);
        return entry;
    }

    /** The calls kept, oldest first. */
    public List<Call> calls() {
        List<CallEntry> kept;
        synchronized (this) {
            kept = List.copyOf(entries);
        }
        return kept.stream().map(CallEntry::snapshot).toList();
    }

    /** The calls of one operation kept, oldest first. */
    public List<Call> calls(String operation) {
        return calls().stream().filter(c -> c.operation().equals(operation)).toList();
    }

    public synchronized void clear() {
        entries.clear();
    }
}
