package io.github.camelconduit.kinesis.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Sends the records of one stream: what gathers while earlier requests are unanswered goes out together in the next one.
 *
 * <p>Thread-safe. One lock guards the records; it is held for a moment only, never while anything is called. Requests
 * are made and answers worked off on the sender's executor, neither on threads of routes nor of the network.
 */
final class StreamPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(StreamPublisher.class);

    private static final long WARNING_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private enum State {
        OPEN,
        /** Takes nothing new, sends what it has. */
        FLUSHING,
        CLOSED
    }

    private final StreamTarget stream;
    private final Sender sender;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final Set<CompletableFuture<?>> unanswered = ConcurrentHashMap.newKeySet();

    private final Object lock = new Object();
    // The rest is guarded by the lock.
    private final RecordAccumulator records;
    private final Set<List<OutgoingRecord>> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());
    private State state = State.OPEN;
    private int outstanding;
    private boolean pumpQueued;
    private boolean creatingStream;
    private boolean troubled;
    private boolean warned;
    private long warnedNanos;
    private boolean wakeSet;
    private long wakeNanos;

    StreamPublisher(StreamTarget stream, Sender sender) {
        this.stream = stream;
        this.sender = sender;
        this.records = new RecordAccumulator(sender.keepsKeyOrder());
    }

    /** Takes a record over; false if it takes none any more. */
    boolean offer(OutgoingRecord record) {
        boolean pump;
        synchronized (lock) {
            if (state != State.OPEN) {
                return false;
            }
            records.add(record);
            outstanding++;
            pump = queuePump(record.acceptedNanos());
        }
        if (pump) {
            sender.execute(this::pump);
        }
        return true;
    }

    /** Takes no more and sends what it has. Completes when everything is settled. */
    CompletableFuture<Void> flush() {
        boolean done;
        synchronized (lock) {
            state = state == State.OPEN ? State.FLUSHING : state;
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
            List<OutgoingRecord> sent = inFlight.stream()
                    .flatMap(List::stream)
                    .filter(record -> !record.isSettled())
                    .toList();
            settled = records.takeAll(sent);
            sent.forEach(OutgoingRecord::setMayBeWritten);
            settled.addAll(sent);
            giveUp(settled, "the producer was stopped before it was written", null);
        }
        finish(settled);
        // A client cannot be closed well with requests under way.
        unanswered.forEach(request -> request.cancel(true));
    }

    /** Sends the next request if there is one to send and a request may be sent. */
    private void pump() {
        List<OutgoingRecord> expired = new ArrayList<>(0);
        List<OutgoingRecord> request = List.of();
        boolean more;
        synchronized (lock) {
            pumpQueued = false;
            long now = System.nanoTime();
            records.releaseDueRetries(now);
            if (maySend(now)) {
                request = records.takeRequest(now - sender.deliveryNanos(), expired);
                giveUp(expired, overdue(), null);
                if (!request.isEmpty()) {
                    inFlight.add(request);
                }
            }
            more = queuePump(now);
        }
        finish(expired);
        if (more) {
            sender.execute(this::pump);
        }
        if (!request.isEmpty()) {
            send(request);
        }
    }

    private void send(List<OutgoingRecord> request) {
        if (isClosed()) {
            return;
        }
        List<PutRecordsRequestEntry> entries = new ArrayList<>(request.size());
        request.forEach(record -> entries.add(record.entry()));
        CompletableFuture<PutRecordsResponse> answer;
        try {
            answer = sender.call().put(stream, entries);
        } catch (RuntimeException e) {
            // The SDK checks some things before it returns a future.
            answer = CompletableFuture.failedFuture(new RequestNotSentException(e));
        }
        CompletableFuture<PutRecordsResponse> sent = answer;
        unanswered.add(sent);
        if (isClosed()) {
            sent.cancel(true);
        }
        sent.whenComplete((response, failure) -> {
            unanswered.remove(sent);
            sender.execute(() -> answered(request, response, failure));
        });
    }

    private boolean isClosed() {
        synchronized (lock) {
            return state == State.CLOSED;
        }
    }

    private void answered(List<OutgoingRecord> request, PutRecordsResponse response, Throwable thrown) {
        List<OutgoingRecord> settled = new ArrayList<>(request.size());
        boolean create = false;
        PutFailure failure = failureOfAll(request, response, thrown);
        double draw = ThreadLocalRandom.current().nextDouble();
        synchronized (lock) {
            inFlight.remove(request);
            long now = System.nanoTime();
            boolean allWritten = failure == null;
            for (int i = 0; i < request.size(); i++) {
                OutgoingRecord record = request.get(i);
                if (record.isSettled()) {
                    continue;
                }
                PutRecordsResultEntry entry =
                        failure == null ? response.records().get(i) : null;
                if (entry != null && entry.errorCode() == null && entry.sequenceNumber() != null) {
                    record.settleWritten(entry.shardId(), entry.sequenceNumber());
                } else {
                    allWritten = false;
                    attemptFailed(
                            record, entry == null ? failureOrUnclear(failure) : PutFailure.ofEntry(entry), now, draw);
                }
                if (record.isSettled()) {
                    records.release(record);
                    settled.add(record);
                }
            }
            if (failure != null && failure.streamAbsent() && sender.creator() != null && !creatingStream) {
                creatingStream = true;
                create = true;
            }
            outcomeSeen(allWritten);
        }
        finish(settled);
        if (create) {
            createStream();
        }
        pump();
    }

    /** Decides what becomes of a record that was not acknowledged: tried again, or settled as failed. */
    private void attemptFailed(OutgoingRecord record, PutFailure failure, long now, double draw) {
        record.attemptFailed(failure);
        boolean retryable = failure.retryable() || failure.streamAbsent() && sender.creator() != null;
        if (!retryable) {
            record.settleFailed(new RecordNotWrittenException(
                    stream.toString(), failure.reason(), record.mayBeWritten(), failure.cause()));
            return;
        }
        long due = now + sender.backoff().nanos(record.attempts(), draw);
        if (due - record.acceptedNanos() >= sender.deliveryNanos()) {
            giveUp(List.of(record), overdue(), null);
        } else {
            records.retryAt(record, due);
        }
        if (!troubled && !failure.streamAbsent()) {
            troubled = true;
            warn(failure, now);
        }
    }

    /** An entry that is missing from an answer leaves open what became of its record. */
    private static PutFailure failureOrUnclear(PutFailure failure) {
        return failure != null ? failure : PutFailure.unclear();
    }

    private static PutFailure failureOfAll(
            List<OutgoingRecord> request, PutRecordsResponse response, Throwable thrown) {
        if (thrown != null) {
            return PutFailure.ofRequest(thrown);
        }
        int answered = response.records().size();
        return answered == request.size() ? null : PutFailure.ofMissingEntry(request.size(), answered);
    }

    private void outcomeSeen(boolean allWritten) {
        if (troubled && allWritten && !records.hasRetries()) {
            troubled = false;
            if (warned) {
                warned = false;
                LOG.info("Writing to stream {} succeeds again", stream);
            }
        }
    }

    /** A stream at its limits comes and goes many times a second: that is worth one line a minute. */
    private void warn(PutFailure failure, long now) {
        if (warnedNanos == 0 || now - warnedNanos >= WARNING_INTERVAL_NANOS) {
            warned = true;
            warnedNanos = now;
            LOG.warn("Writing to stream {} does not succeed and is tried again: {}", stream, failure.reason());
        }
    }

    private void createStream() {
        sender.creator().ensure(stream).whenComplete((done, failure) -> sender.execute(() -> streamCreated(failure)));
    }

    private void streamCreated(Throwable failure) {
        List<OutgoingRecord> settled = List.of();
        synchronized (lock) {
            creatingStream = false;
            if (failure != null) {
                List<OutgoingRecord> sent =
                        inFlight.stream().flatMap(List::stream).toList();
                settled = records.takeAll(sent);
                giveUp(settled, "it does not exist and could not be created: " + failure.getMessage(), failure);
            }
        }
        finish(settled);
        pump();
    }

    /** Settles as failed. */
    private void giveUp(Collection<OutgoingRecord> given, String reason, Throwable cause) {
        for (OutgoingRecord record : given) {
            PutFailure last = record.lastFailure();
            String why = last == null || cause != null
                    ? reason
                    : reason + " (" + record.attempts() + " failed attempts, the last: " + last.reason() + ")";
            record.settleFailed(new RecordNotWrittenException(
                    stream.toString(),
                    why,
                    record.mayBeWritten(),
                    cause != null || last == null ? cause : last.cause()));
        }
    }

    private String overdue() {
        return "it could not be delivered within " + TimeUnit.NANOSECONDS.toMillis(sender.deliveryNanos())
                + " ms (deliveryTimeout)";
    }

    /** Hands settled records over for completion. */
    private void finish(List<OutgoingRecord> settled) {
        if (settled.isEmpty()) {
            return;
        }
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
        if (maySend(now)) {
            pumpQueued = true;
            return true;
        }
        setWake(now);
        return false;
    }

    private boolean maySend(long now) {
        if (state == State.CLOSED
                || creatingStream
                || inFlight.size() >= sender.maxInFlightRequests()
                || !records.hasReady()) {
            return false;
        }
        return sender.lingerNanos() == 0
                || state == State.FLUSHING
                || records.hasFullRequest()
                || now - records.oldestReadyNanos() >= sender.lingerNanos();
    }

    private void setWake(long now) {
        boolean lingering = sender.lingerNanos() > 0
                && records.hasReady()
                && inFlight.size() < sender.maxInFlightRequests()
                && !creatingStream;
        if (!lingering && !records.hasRetries()) {
            return;
        }
        long due = lingering ? records.oldestReadyNanos() + sender.lingerNanos() : records.firstRetryNanos();
        if (lingering && records.hasRetries() && records.firstRetryNanos() - due < 0) {
            due = records.firstRetryNanos();
        }
        if (state == State.CLOSED || wakeSet && wakeNanos - due <= 0) {
            return;
        }
        wakeSet = true;
        wakeNanos = due;
        long at = due;
        try {
            sender.timer().schedule(() -> wake(at), Math.max(0, due - now), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("No wake-up for stream {}: the producer is stopping", stream);
        }
    }

    private void wake(long at) {
        synchronized (lock) {
            if (wakeNanos == at) {
                wakeSet = false;
            }
        }
        sender.execute(this::pump);
    }
}
