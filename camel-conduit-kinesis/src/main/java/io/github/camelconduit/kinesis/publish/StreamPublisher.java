package io.github.camelconduit.kinesis.publish;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

import io.github.camelconduit.kinesis.partition.HashKeys;

/**
 * Sends the records of one stream: what gathers while earlier requests are unanswered goes out together in the next one.
 *
 * <p>Thread-safe. One lock guards the records; it is held for a moment only, never while anything is called. Requests
 * are made and answers worked off on the sender's executor, neither on threads of routes nor of the network.
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

    private final StreamTarget stream;
    private final Sender sender;
    private final GivenUp givenUp;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final Set<CompletableFuture<?>> unanswered = ConcurrentHashMap.newKeySet();
    private final WakeUp wakeUp;
    private volatile boolean throttled;

    private final Object lock = new Object();
    // The rest is guarded by the lock.
    private final ShardGates gates;
    private final RecordAccumulator records;
    private final InFlightRequests inFlight = new InFlightRequests();
    private final Regrouping regrouping = new Regrouping();
    private final WriteTrouble trouble;
    private State state = State.OPEN;
    private int outstanding;
    private long offeredNanos;
    private boolean pumpQueued;
    private boolean creatingStream;

    StreamPublisher(StreamTarget stream, Sender sender) {
        this.stream = stream;
        this.sender = sender;
        this.givenUp = new GivenUp(stream, sender.deliveryNanos());
        this.gates =
                new ShardGates(sender.backoff(), sender.buffer()::newShare, RecordAccumulator.MAX_RECORDS_PER_REQUEST);
        this.records = new RecordAccumulator(sender.keepsKeyOrder(), gates);
        this.trouble = new WriteTrouble(stream);
        this.wakeUp = new WakeUp(sender.timer(), () -> sender.execute(this::pump));
        this.offeredNanos = System.nanoTime();
    }

    /** Takes a record over; false if it takes none any more. */
    boolean offer(OutgoingRecord record) {
        boolean barred;
        boolean pump = false;
        synchronized (lock) {
            if (state != State.OPEN) {
                return false;
            }
            outstanding++;
            offeredNanos = record.acceptedNanos();
            barred = !records.add(record);
            if (barred) {
                givenUp.barred(record);
            } else {
                pump = queuePump(record.acceptedNanos());
            }
        }
        if (barred) {
            finish(List.of(record));
        }
        if (pump) {
            sender.execute(this::pump);
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
            List<OutgoingRecord> sent = inFlight.records();
            settled = records.takeAll(sent);
            inFlight.loseAnswers();
            settled.addAll(sent);
            settled.forEach(record -> givenUp.because(record, "the producer was stopped before it was written", null));
        }
        wakeUp.close();
        finish(settled);
        // A client cannot be closed well with requests under way.
        unanswered.forEach(request -> request.cancel(true));
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
            if (maySend(now)) {
                List<OutgoingRecord> expired = new ArrayList<>(0);
                request = records.takeRequest(now, now - sender.deliveryNanos(), expired);
                for (OutgoingRecord record : expired) {
                    givenUp.overdue(record);
                    settle(record, settled);
                }
                if (!request.isEmpty()) {
                    inFlight.add(request, now);
                }
            }
            more = queuePump(now);
        }
        finish(settled);
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
        CompletableFuture<PutRecordsResponse> sent = call(request);
        unanswered.add(sent);
        if (isClosed()) {
            sent.cancel(true);
        }
        sent.whenComplete((response, failure) -> {
            unanswered.remove(sent);
            sender.execute(() -> answered(request, response, failure));
        });
    }

    private CompletableFuture<PutRecordsResponse> call(List<OutgoingRecord> request) {
        try {
            List<PutRecordsRequestEntry> entries = new ArrayList<>(request.size());
            request.forEach(record -> entries.add(record.entry()));
            return sender.call().put(stream, entries);
        } catch (RuntimeException | Error e) {
            // The SDK checks some things before it returns a future.
            return CompletableFuture.failedFuture(new RequestNotSentException(e));
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return state == State.CLOSED;
        }
    }

    private void answered(List<OutgoingRecord> request, PutRecordsResponse response, Throwable thrown) {
        PutAnswer answer = PutAnswer.of(request.size(), response, thrown);
        List<OutgoingRecord> settled = new ArrayList<>(request.size());
        boolean create = false;
        synchronized (lock) {
            long now = System.nanoTime();
            boolean wasFull = inFlight.size() >= sender.maxInFlightRequests();
            long answerNanos = inFlight.remove(request, now);
            if (wasFull) {
                regrouping.answered(request.size(), answerNanos, now);
            }
            try {
                workOff(request, answer, now, settled);
                create = answer.streamAbsent() && sender.creator() != null && !creatingStream;
                creatingStream |= create;
            } catch (RuntimeException | Error e) {
                LOG.error("An answer could not be worked off; what it was for is given up", e);
                giveUpAll(request, settled, e);
            }
        }
        finish(settled);
        if (create) {
            createStream();
        }
        pump();
    }

    private void workOff(List<OutgoingRecord> request, PutAnswer answer, long now, List<OutgoingRecord> settled) {
        double draw = ThreadLocalRandom.current().nextDouble();
        for (int i = 0; i < request.size(); i++) {
            OutgoingRecord record = request.get(i);
            if (record.isSettled()) {
                continue;
            }
            PutFailure failure = answer.failure(i);
            if (failure == null) {
                record.settleWritten(answer.shardId(i), answer.sequenceNumber(i));
                records.written(record, answer.shardId(i));
            } else {
                attemptFailed(record, failure, request.size(), now, draw);
            }
            if (record.isSettled()) {
                settle(record, settled);
            }
        }
        records.answered(request, now, draw);
        throttled = !gates.isEmpty();
        if (answer.allWritten() && !records.hasRetries()) {
            trouble.over();
        }
    }

    /** Decides what becomes of a record that was not acknowledged: tried again, or given up. */
    private void attemptFailed(OutgoingRecord record, PutFailure failure, int requestSize, long now, double draw) {
        record.attemptFailed(failure, requestSize);
        if (failure.outcomeUnknown() && !sender.resendsAfterLostAnswer()) {
            givenUp.because(record, failure.reason() + "; it is not sent again (onLostAnswer=fail)", failure.cause());
            return;
        }
        boolean retryable = failure.retryable() || failure.streamAbsent() && sender.creator() != null;
        if (!retryable) {
            givenUp.because(record, failure.reason(), failure.cause());
            return;
        }
        long due = now + sender.backoff().nanos(record.attempts(), draw);
        if (due - record.acceptedNanos() >= sender.deliveryNanos()) {
            givenUp.overdue(record);
        } else if (!records.throttled(record, failure)) {
            records.retryAt(record, due);
        }
        if (!failure.streamAbsent()) {
            trouble.seen(failure, now);
        }
    }

    /** So that no exchange hangs, whatever went wrong here. */
    private void giveUpAll(List<OutgoingRecord> request, List<OutgoingRecord> settled, Throwable reason) {
        for (OutgoingRecord record : request) {
            if (!record.isSettled()) {
                records.withdraw(record);
                record.setAnswerLost(request.size());
                givenUp.because(record, "its answer could not be worked off: " + reason, reason);
                settle(record, settled);
            } else if (!settled.contains(record)) {
                settled.add(record);
            }
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
                settled = records.takeAll(inFlight.records());
                String reason = "it does not exist and could not be created: " + failure.getMessage();
                settled.forEach(record -> givenUp.because(record, reason, failure));
            }
        }
        finish(settled);
        pump();
    }

    /** A record that is written or given up makes way for the next of its key. */
    private void settle(OutgoingRecord record, List<OutgoingRecord> settled) {
        settled.add(record);
        int barred = settled.size();
        records.release(record, settled);
        for (int i = barred; i < settled.size(); i++) {
            givenUp.barred(settled.get(i));
        }
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
        setWakeUp(now);
        return false;
    }

    private boolean maySend(long now) {
        if (state == State.CLOSED || !mayRequest()) {
            return false;
        }
        if (records.hasDueGate(now)) {
            return true;
        }
        if (!records.hasReady() || regroups(now)) {
            return false;
        }
        return sender.lingerNanos() == 0
                || state == State.FLUSHING
                || records.hasFullRequest()
                || now - records.oldestReadyNanos() >= sender.lingerNanos();
    }

    private boolean regroups(long now) {
        return state == State.OPEN
                && inFlight.size() == sender.maxInFlightRequests() - 1
                && regrouping.waits(records.readyCount(), now);
    }

    private boolean mayRequest() {
        return !creatingStream && inFlight.size() < sender.maxInFlightRequests();
    }

    private void setWakeUp(long now) {
        if (state == State.CLOSED) {
            return;
        }
        if (records.hasReady() && regroups(now)) {
            wakeUp.at(regrouping.untilNanos(), now);
        }
        if (sender.lingerNanos() > 0 && records.hasReady() && mayRequest()) {
            wakeUp.at(records.oldestReadyNanos() + sender.lingerNanos(), now);
        }
        Long retry = records.firstRetryNanos();
        if (retry != null) {
            wakeUp.at(retry, now);
        }
    }
}
