package io.github.camelconduit.kinesis.publish;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelconduit.kinesis.partition.HashKeys;

/**
 * Sends the records of one stream: what gathers while earlier requests are unanswered goes out together in the next one.
 *
 * <p>Thread-safe. One lock guards the records; it is held for a moment only, never while anything is called. Requests
 * are made on the sender's executor, or by the thread that hands a record over where none is under way; answers are
 * worked off on the thread that brings them.
 */
final class StreamPublisher {

    private enum State {
        OPEN,
        /** Takes nothing new, sends what it has. */
        FLUSHING,
        CLOSED,
        /** Was idle: another one takes its place. */
        RETIRED
    }

    /** Who makes the next request. */
    private enum Pump {
        /** Nobody: there is nothing to send, or somebody does already. */
        NONE,
        CALLER,
        EXECUTOR
    }

    /** Until it is tried again to make requests, when that failed. */
    private static final Duration PUMP_AGAIN = Duration.ofMillis(10);

    private final StreamTarget stream;
    private final Sender sender;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final Requests requests;
    private final WakeUp wakeUp;
    private volatile boolean throttled;

    private final Object lock = new Object();
    // The rest is guarded by the lock.
    private final ShardGates gates;
    private final RecordAccumulator records;
    private final InFlightRequests inFlight = new InFlightRequests();
    private final Outcomes outcomes;
    private final Pace pace;
    private final StreamCondition condition = new StreamCondition();
    /** What is to be logged when the lock is free. */
    private final List<Runnable> toLog = new ArrayList<>(0);

    private State state = State.OPEN;
    /** When something was last sent, answered or handed over while there was nothing. */
    private long movedNanos = System.nanoTime();

    private int outstanding;
    private long offeredNanos;
    private boolean pumpQueued;

    StreamPublisher(StreamTarget stream, Sender sender) {
        this.stream = stream;
        this.sender = sender;
        this.requests = new Requests(stream, sender.call(), this::answered);
        this.gates =
                new ShardGates(sender.backoff(), sender.buffer()::newShare, RecordAccumulator.MAX_RECORDS_PER_REQUEST);
        this.records = new RecordAccumulator(sender.keepsKeyOrder(), gates);
        this.outcomes = new Outcomes(stream, sender, records, condition, toLog::add);
        this.pace = new Pace(sender, records, inFlight);
        this.wakeUp = new WakeUp(sender.timer(), () -> sender.execute(this::pump));
        this.offeredNanos = System.nanoTime();
    }

    /** Takes a record over; false if it takes none any more. */
    boolean offer(OutgoingRecord record) {
        boolean barred;
        Pump pump = Pump.NONE;
        synchronized (lock) {
            if (state != State.OPEN) {
                return false;
            }
            if (outstanding++ == 0) {
                movedNanos = record.acceptedNanos();
            }
            offeredNanos = record.acceptedNanos();
            barred = !records.add(record);
            if (barred) {
                outcomes.barred(record);
            } else {
                boolean alone = inFlight.size() == 0 && records.readyCount() == 1;
                pump = !queuePump(record.acceptedNanos()) ? Pump.NONE : alone ? Pump.CALLER : Pump.EXECUTOR;
            }
        }
        if (barred) {
            finish(List.of(record));
        }
        try {
            // The SDK may wait for credentials, and gives that up on a thread that is interrupted.
            if (pump == Pump.CALLER && !Thread.currentThread().isInterrupted()) {
                pump();
            } else if (pump != Pump.NONE) {
                sender.execute(this::pump);
            }
        } catch (RuntimeException | Error e) {
            // As for a lack of memory. Whoever hands the record over must not take it for not taken.
            pumpLater();
        }
        return true;
    }

    private void pumpLater() {
        long now = System.nanoTime();
        synchronized (lock) {
            pumpQueued = false;
        }
        wakeUp.at(now + PUMP_AGAIN.toNanos(), now);
    }

    /** The room that records of a record's shard share while the shard is throttled; null while it is not. */
    SendBuffer.Share shareOf(RecordToSend record) {
        if (!throttled) {
            return null;
        }
        BigInteger hashKey = HashKeys.of(record.partitionKey(), record.explicitHashKey());
        synchronized (lock) {
            ShardGate gate = gates.of(hashKey);
            return gate == null ? null : gate.share();
        }
    }

    /** How it stands now. */
    StreamReport report(long nowNanos) {
        synchronized (lock) {
            return new StreamReport(
                    stream.toString(),
                    outstanding,
                    inFlight.size(),
                    state != State.CLOSED && pace.isHeld(),
                    gates.all().stream().map(ShardGate::shardId).sorted().toList(),
                    condition.failing(),
                    condition.failingSince(),
                    condition.triedAt(),
                    condition.writtenAt(),
                    outstanding == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, nowNanos - movedNanos)));
        }
    }

    /** Takes no more if it has nothing and was offered nothing since this moment; false if it goes on. */
    boolean retire(long sinceNanos) {
        synchronized (lock) {
            if (state == State.OPEN && outstanding == 0 && offeredNanos - sinceNanos <= 0) {
                state = State.RETIRED;
            }
            return state == State.RETIRED;
        }
    }

    /** Takes no more and sends what it has. Completes when everything is settled. */
    CompletableFuture<Void> flush() {
        boolean done;
        synchronized (lock) {
            state = state == State.OPEN ? State.FLUSHING : state;
            pace.flush();
            done = outstanding == 0;
        }
        if (done) {
            drained.complete(null);
        }
        sender.execute(this::pump);
        return drained;
    }

    /** Gives up whatever is not settled. Answers that come later are ignored. */
    void abandon() {
        List<OutgoingRecord> settled;
        synchronized (lock) {
            state = State.CLOSED;
            pace.hold(true);
            List<OutgoingRecord> sent = inFlight.records();
            settled = records.takeAll(sent);
            inFlight.loseAnswers();
            settled.addAll(sent);
            outcomes.giveUp(settled, "the producer was stopped before it was written", null);
        }
        wakeUp.close();
        finish(settled);
        requests.close();
    }

    /** Sends the next request if there is one to send and a request may be sent. */
    private void pump() {
        List<OutgoingRecord> settled = new ArrayList<>(0);
        List<OutgoingRecord> request = List.of();
        boolean more;
        synchronized (lock) {
            pumpQueued = false;
            long now = System.nanoTime();
            records.releaseDueRetries(now);
            if (pace.sends(now)) {
                List<OutgoingRecord> expired = new ArrayList<>(0);
                request = records.takeRequest(now, now - sender.deliveryNanos(), expired);
                outcomes.overdue(expired, settled);
                if (!request.isEmpty()) {
                    inFlight.add(request, now);
                    movedNanos = now;
                }
            }
            more = queuePump(now);
        }
        finish(settled);
        if (more) {
            sender.execute(this::pump);
        }
        if (!request.isEmpty()) {
            sender.statistics().requested();
            requests.send(request);
        }
    }

    private void answered(List<OutgoingRecord> request, PutAnswer answer) {
        List<OutgoingRecord> settled = new ArrayList<>(request.size());
        boolean create;
        boolean pump;
        List<Runnable> log;
        synchronized (lock) {
            long now = System.nanoTime();
            movedNanos = now;
            pace.answered(request.size(), inFlight.remove(request, now), now);
            outcomes.answered(request, answer, now, settled);
            throttled = !gates.isEmpty();
            create = answer.streamAbsent() && sender.creator() != null && !pace.isHeld();
            if (create) {
                pace.hold(true);
            }
            records.releaseDueRetries(now);
            pump = queuePump(now);
            log = List.copyOf(toLog);
            toLog.clear();
        }
        finish(settled);
        // Neither here: making a request takes time, and may wait for credentials.
        if (create) {
            sender.execute(this::createStream);
        }
        if (pump) {
            sender.execute(this::pump);
        }
        log.forEach(sender.log()::add);
    }

    private void createStream() {
        sender.creator().ensure(stream).whenComplete((done, failure) -> sender.execute(() -> streamCreated(failure)));
    }

    private void streamCreated(Throwable failure) {
        List<OutgoingRecord> settled = List.of();
        synchronized (lock) {
            pace.hold(state == State.CLOSED);
            if (failure != null) {
                settled = records.takeAll(inFlight.records());
                outcomes.notCreated(settled, failure);
            }
        }
        finish(settled);
        pump();
    }

    /** Hands settled records over for completion. */
    private void finish(List<OutgoingRecord> settled) {
        if (settled.isEmpty()) {
            return;
        }
        settled.forEach(sender.statistics()::settled);
        sender.completions().add(settled);
        boolean done;
        synchronized (lock) {
            outstanding -= settled.size();
            done = outstanding == 0 && state != State.OPEN;
        }
        if (done) {
            drained.complete(null);
        }
    }

    /** Whether somebody must pump now. If only later, sees to it that it happens. */
    private boolean queuePump(long now) {
        if (pumpQueued) {
            return false;
        }
        if (pace.sends(now)) {
            pumpQueued = true;
            return true;
        }
        Long next = pace.nextNanos(now);
        if (next != null) {
            wakeUp.at(next, now);
        }
        return false;
    }
}
