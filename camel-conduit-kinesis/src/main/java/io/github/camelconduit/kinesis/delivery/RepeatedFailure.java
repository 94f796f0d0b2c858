package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of a shard that failed and is delivered again, until it is done: how often it has, and what the log says of
 * it, which is not each time. Thread-safe.
 */
final class RepeatedFailure {

    /** From this number of failures on, and each time it has doubled, the log says that the shard waits. */
    private static final int TOLD_FROM = 4;

    private static final Logger LOG = LoggerFactory.getLogger(RepeatedFailure.class);

    private final String shardId;

    private record Failing(InFlightWindow.Entry entry, FailingRecord known) {}

    /** Null when no record fails. Written under the lock; read for each record that is done. */
    private volatile Failing failing;

    RepeatedFailure(String shardId) {
        this.shardId = shardId;
    }

    /** A record could not be handed to the route, and nobody else says so: its shard would stop without a word. */
    void notMade(InFlightWindow.Entry entry, String sequenceNumber, Throwable cause) {
        FailingRecord known = note(entry, sequenceNumber, cause);
        say(known);
        if (known.failures() == 1) {
            LOG.error(
                    "Shard {}: record {} could not be handed to the route. It is tried again.",
                    shardId,
                    sequenceNumber,
                    cause);
        }
    }

    /**
     * A record is delivered again.
     *
     * @param failure what it failed with; null when it did not by itself
     */
    void failed(InFlightWindow.Entry entry, String sequenceNumber, Throwable failure) {
        if (failure != null) {
            say(note(entry, sequenceNumber, failure));
        }
    }

    private synchronized FailingRecord note(InFlightWindow.Entry entry, String sequenceNumber, Throwable failure) {
        Failing before = failing;
        boolean again = before != null && before.entry == entry;
        int failures = again ? before.known.failures() + 1 : 1;
        FailingRecord known = new FailingRecord(
                sequenceNumber, failures, failure.getClass().getName(), again ? before.known.since() : Instant.now());
        failing = new Failing(entry, known);
        return known;
    }

    /** Not under the lock: other records get done while the log takes its time. */
    private void say(FailingRecord known) {
        if (known.failures() >= TOLD_FROM && Integer.bitCount(known.failures()) == 1) {
            LOG.warn(
                    "Shard {}: record {} has failed {} times since {}, now with {}. It is delivered again until it does not"
                            + " fail, and nothing else of the shard before.",
                    shardId,
                    known.sequenceNumber(),
                    known.failures(),
                    known.since(),
                    known.error());
        }
    }

    /** A record is done. */
    void done(InFlightWindow.Entry entry) {
        // Asked for each record.
        if (failing == null) {
            return;
        }
        FailingRecord over;
        synchronized (this) {
            if (failing == null || failing.entry != entry) {
                return;
            }
            over = failing.known;
            failing = null;
        }
        if (over.failures() >= TOLD_FROM) {
            LOG.info(
                    "Shard {}: record {}, which had failed {} times, is done. The shard goes on.",
                    shardId,
                    over.sequenceNumber(),
                    over.failures());
        }
    }

    /** What is known of the record that fails; null when none does. */
    FailingRecord known() {
        Failing now = failing;
        return now == null ? null : now.known;
    }
}
