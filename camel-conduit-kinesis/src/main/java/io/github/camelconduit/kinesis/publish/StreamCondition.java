package io.github.camelconduit.kinesis.publish;

import java.time.Instant;

/**
 * Whether writing to one stream works, by what became of the last attempts. A record that is written clears all that
 * failed before; a record that the service finds fault with says nothing about the stream. Guarded by the lock of the
 * {@link StreamPublisher}.
 */
final class StreamCondition {

    private WriteFailure failing;
    private Instant failingSince;
    private Instant triedAt;
    private Instant writtenAt;

    /** An answer is worked off in which records were written. */
    void written(Instant now) {
        triedAt = now;
        writtenAt = now;
        failing = null;
        failingSince = null;
    }

    /** None was written, and this is why. */
    void failed(WriteFailure failure, Instant now) {
        triedAt = now;
        if (failure.remedy() == null) {
            return;
        }
        if (failing == null) {
            failingSince = now;
        }
        failing = failure;
    }

    /** Why writing fails; null when it does not. */
    WriteFailure failing() {
        return failing;
    }

    Instant failingSince() {
        return failingSince;
    }

    /** When the last answer came; null when none has. */
    Instant triedAt() {
        return triedAt;
    }

    /** When a record was written last; null when none was. */
    Instant writtenAt() {
        return writtenAt;
    }
}
