package io.github.camelconduit.kinesis.publish;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the answers to requests to what becomes of each record: written, tried again, or given up. Guarded by the lock of
 * the {@link StreamPublisher}.
 */
final class Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    private final Sender sender;
    private final RecordAccumulator records;
    private final GivenUp givenUp;
    private final WriteTrouble trouble;
    private final StreamTarget stream;
    private final StreamCondition condition;
    private final Consumer<Runnable> log;

    /** @param log takes what is to be logged, for when the lock is free */
    Outcomes(
            StreamTarget stream,
            Sender sender,
            RecordAccumulator records,
            StreamCondition condition,
            Consumer<Runnable> log) {
        this.log = log;
        this.stream = stream;
        this.condition = condition;
        this.sender = sender;
        this.records = records;
        this.givenUp = new GivenUp(stream, sender.deliveryNanos());
        this.trouble = new WriteTrouble(stream, log);
    }

    /**
     * Works an answer off. Whatever goes wrong in it, each record of the request has an outcome or another attempt then,
     * and neither those of its key nor those of its shard wait for it any longer.
     *
     * @param settled takes the records that are written or given up
     */
    void answered(List<OutgoingRecord> request, PutAnswer answer, long nowNanos, List<OutgoingRecord> settled) {
        if (request.get(0).isSettled()) {
            // A stop has given the whole of it up.
            return;
        }
        double draw = ThreadLocalRandom.current().nextDouble();
        boolean allWritten = false;
        try {
            workOff(request, answer, nowNanos, draw, settled);
            allWritten = answer.allWritten();
        } catch (RuntimeException | Error e) {
            giveUpAll(request, settled, e);
            log.accept(() -> LOG.error("An answer could not be worked off; what it was for is given up", e));
        } finally {
            // A throttled shard may have been tried with it, and is not tried again before.
            records.answered(request, nowNanos, draw);
        }
        if (allWritten && !records.hasRetries()) {
            trouble.over();
        }
    }

    private void workOff(
            List<OutgoingRecord> request, PutAnswer answer, long now, double draw, List<OutgoingRecord> settled) {
        int written = 0;
        int failures = 0;
        PutFailure lastFailure = null;
        for (int i = 0; i < request.size(); i++) {
            OutgoingRecord record = request.get(i);
            PutFailure failure = answer.failure(i);
            if (failure == null) {
                written++;
                record.settleWritten(answer.shardId(i), answer.sequenceNumber(i));
                records.written(record, answer.shardId(i));
            } else {
                failures++;
                lastFailure = failure;
                attemptFailed(record, failure, request.size(), now, draw);
            }
            if (record.isSettled()) {
                settle(record, settled);
            }
        }
        observe(written, failures, lastFailure);
    }

    private void observe(int written, int failures, PutFailure lastFailure) {
        Instant at = Instant.now();
        if (written > 0) {
            condition.written(at);
        }
        // A stream that is made when it is absent has not failed by being so.
        if (lastFailure == null || lastFailure.streamAbsent() && sender.creator() != null) {
            return;
        }
        sender.statistics().attemptsFailed(failures, lastFailure.kind(), stream, at);
        if (written == 0) {
            condition.failed(lastFailure.kind(), at);
        }
    }

    /** The stream is absent and could not be made: its records are given up. */
    void notCreated(List<OutgoingRecord> all, Throwable failure) {
        Instant at = Instant.now();
        sender.statistics().failed(WriteFailure.NOT_CREATED, stream, at);
        condition.failed(WriteFailure.NOT_CREATED, at);
        giveUp(all, "it does not exist and could not be created: " + failure.getMessage(), failure);
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
                settle(record, settled);
            }
        }
    }

    /** Records whose time is over. */
    void overdue(List<OutgoingRecord> expired, List<OutgoingRecord> settled) {
        try {
            for (OutgoingRecord record : expired) {
                givenUp.overdue(record);
                settle(record, settled);
            }
        } catch (RuntimeException | Error e) {
            // The others are given up the next time.
            records.putBack(expired);
            throw e;
        }
    }

    /** One that must not be sent, because a record of its key before it in its message failed. */
    void barred(OutgoingRecord record) {
        givenUp.barred(record);
    }

    /** Records that are not to be waited for any more, without regard to those behind them. */
    void giveUp(List<OutgoingRecord> all, String reason, Throwable cause) {
        all.forEach(record -> givenUp.because(record, reason, cause));
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
}
