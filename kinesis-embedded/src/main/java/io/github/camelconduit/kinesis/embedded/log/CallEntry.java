package io.github.camelconduit.kinesis.embedded.log;

import java.time.Instant;

import io.github.camelconduit.kinesis.embedded.stream.StartingPosition;

/** A call while it goes on. Thread-safe; what is written is seen by the next {@link #snapshot()}. */
public final class CallEntry {

    private final long id;
    private final Instant time;
    private final String operation;
    private String stream;
    private String shardId;
    private String consumerArn;
    private StartingPosition position;
    private int status;
    private String errorType;
    private Instant endedAt;
    private SubscriptionEnd end;
    private long events;
    private long records;

    CallEntry(long id, Instant time, String operation) {
        this.id = id;
        this.time = time;
        this.operation = operation;
    }

    public String operation() {
        return operation;
    }

    public synchronized void target(String stream, String shardId, String consumerArn) {
        this.stream = stream;
        this.shardId = shardId;
        this.consumerArn = consumerArn;
    }

    public synchronized void position(StartingPosition position) {
        this.position = position;
    }

    public synchronized void succeeded() {
        status = 200;
    }

    public synchronized void refused(int status, String errorType) {
        this.status = status;
        this.errorType = errorType;
    }

    public synchronized void stored(long records) {
        this.records += records;
    }

    public synchronized void eventSent(int records) {
        events++;
        this.records += records;
    }

    public synchronized void ended(SubscriptionEnd reason) {
        endedAt = Instant.now();
        end = reason;
    }

    public synchronized Call snapshot() {
        return new Call(
                id,
                time,
                operation,
                stream,
                shardId,
                consumerArn,
                position,
                status,
                errorType,
                endedAt,
                end,
                events,
                records);
    }
}
