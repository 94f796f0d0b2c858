package io.github.camelconduit.kinesis.publish;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.partition.HashKeys;

/**
 * Sends the records of one stream: what gathers while earlier requests are unanswered goes out together in the next one.
 *
 * <p>Thread-safe. One lock guards the records; it is held for a moment only, never while anything is called. Requests
 * are made on the sender's executor, or by the thread that hands a record over where none is under way; answers are
 * worked off on the thread that brings them.
 */
final class StreamPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(StreamPublisher.class);

    private enum State {
        OPEN,
        /** Takes nothing new, sends what it has. */
        FLUSHING,
        CLOSED,
        /** Was idle: another one takes its place. */
        RETIRED
    }

    /** What is to be done about the next request. */
    private enum Next {
        /** Nothing: there is nothing to send, somebody sees to it already, or an alarm is set. */
        NOTHING,
        /** It is to be made. */
        REQUEST,
        /** No alarm could be set: it is to be tried again. */
        AGAIN
    }

    private final StreamTarget stream;
    private final Sender sender;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final Requests requests;
    private final Pump pump;
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

    StreamPublisher(StreamTarget stream, Sender sender) {
        this.stream = stream;
        this.sender = sender;
        this.requests = new Requests(stream, sender.call(), this::answered);
        this.gates =
                new ShardGates(sender.backoff(), sender.buffer()::newShare, RecordAccumulator.MAX_RECORDS_PER_REQUEST);
        this.records = new RecordAccumulator(sender.keepsKeyOrder(), gates);
        this.outcomes = new Outcomes(stream, sender, records, condition, toLog::add);
        this.pace = new Pace(sender, records, inFlight);
        this.pump = new Pump(stream, sender, this::makeRequest);
        this.offeredNanos = System.nanoTime();
    }

    /** Takes a record over; false if it takes none any more. When this throws, the record was not taken. */
    boolean offer(OutgoingRecord record) {
        Next next = Next.NOTHING;
        boolean alone = false;
        boolean barred;
        synchronized (lock) {
            if (state != State.OPEN) {
                return false;
            }
            barred = !records.add(record);
            if (barred) {
                outcomes.barred(record);
            }
            // From here on it is taken, and nothing is thrown.
            if (outstanding++ == 0) {
                movedNanos = record.acceptedNanos();
            }
            offeredNanos = record.acceptedNanos();
            if (!barred) {
                alone = inFlight.size() == 0 && records.readyCount() == 1;
                next = whatNext(record.acceptedNanos());
            }
        }
        if (barred) {
            finish(List.of(record));
        }
        // The SDK may wait for credentials, and gives that up on a thread that is interrupted.
        if (next == Next.REQUEST && alone && !Thread.currentThread().isInterrupted()) {
            pump.run();
        } else {
            seeTo(next);
        }
        return true;
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
        pump.execute();
        return drained;
    }

    /** Gives up whatever is not settled. Answers that come later are ignored. */
    void abandon() {
        synchronized (lock) {
            state = State.CLOSED;
            pace.hold(true);
        }
        pump.close();
        // First, to know which of them the service has not got.
        Collection<List<OutgoingRecord>> notSent = requests.close();
        List<OutgoingRecord> settled;
        synchronized (lock) {
            List<OutgoingRecord> sent = inFlight.records();
            settled = records.takeAll(sent);
            inFlight.loseAnswers(notSent);
            settled.addAll(sent);
            outcomes.giveUp(settled, "the producer was stopped before it was written", null);
        }
        finish(settled);
    }

    /** Sends the next request if there is one to send and a request may be sent. */
    private void makeRequest() {
        List<OutgoingRecord> settled = new ArrayList<>(0);
        List<OutgoingRecord> request = List.of();
        try {
            Next next;
            try {
                synchronized (lock) {
                    pump.begun();
                    long now = System.nanoTime();
                    records.releaseDueRetries(now);
                    if (pace.sends(now)) {
                        List<OutgoingRecord> expired = new ArrayList<>(0);
                        request = take(now, expired);
                        outcomes.overdue(expired, settled);
                    }
                    next = whatNext(now);
                }
            } finally {
                finish(settled);
            }
            seeTo(next);
        } finally {
            // Whatever went wrong: it is taken out, and nobody else sends it.
            if (!request.isEmpty()) {
                sender.statistics().requested();
                requests.send(request);
            }
        }
    }

    /** Takes out what the next request carries: it is in flight from now on. */
    private List<OutgoingRecord> take(long now, List<OutgoingRecord> expired) {
        List<OutgoingRecord> request = records.takeRequest(now, now - sender.deliveryNanos(), expired);
        if (!request.isEmpty()) {
            try {
                inFlight.add(request, now);
            } catch (RuntimeException | Error e) {
                records.notSent(request);
                records.putBack(expired);
                throw e;
            }
            movedNanos = now;
        }
        return request;
    }

    private void answered(List<OutgoingRecord> request, PutAnswer answer) {
        List<OutgoingRecord> settled = new ArrayList<>(request.size());
        boolean create;
        Next next;
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
            next = whatNext(now);
            log = List.copyOf(toLog);
            toLog.clear();
        }
        finish(settled);
        // Neither here: making a request takes time, and may wait for credentials.
        if (create) {
            executeOrFailToCreate(this::createStream);
        }
        seeTo(next);
        log.forEach(sender.log()::add);
    }

    private void createStream() {
        sender.creator()
                .ensure(stream)
                .whenComplete((done, failure) -> executeOrFailToCreate(() -> streamCreated(failure)));
    }

    /** Nothing is sent until the stream is created, or is known not to be. */
    private void executeOrFailToCreate(Runnable step) {
        try {
            sender.execute(step);
        } catch (RuntimeException | Error e) {
            streamCreated(e);
        }
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
        pump.run();
    }

    /** Hands settled records over for completion. Throws nothing: what follows is about other records. */
    private void finish(List<OutgoingRecord> settled) {
        if (settled.isEmpty()) {
            return;
        }
        settled.forEach(sender.statistics()::settled);
        try {
            sender.completions().add(settled);
        } catch (RuntimeException | Error e) {
            sender.log().add(() -> LOG.error("What became of records for stream {} could not be told", stream, e));
        }
        boolean done;
        synchronized (lock) {
            outstanding -= settled.size();
            done = outstanding == 0 && state != State.OPEN;
        }
        if (done) {
            drained.complete(null);
        }
    }

    /** What is to be done about the next request when the lock is free. Sets the alarm where it is for later. */
    private Next whatNext(long now) {
        if (pump.isClaimed()) {
            return Next.NOTHING;
        }
        if (pace.sends(now)) {
            return pump.claim() ? Next.REQUEST : Next.NOTHING;
        }
        Long later = pace.nextNanos(now);
        return later == null || pump.at(later, now) ? Next.NOTHING : Next.AGAIN;
    }

    private void seeTo(Next next) {
        switch (next) {
            case REQUEST -> pump.execute();
            case AGAIN -> pump.later();
            case NOTHING -> {}
        }
    }
}
