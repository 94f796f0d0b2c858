package io.github.camelconduit.kinesis.publish;

import java.util.concurrent.TimeUnit;

/** Settles records of one stream as failed, each with an error that says what is known of it. */
final class GivenUp {

    private final StreamTarget stream;
    private final long deliveryNanos;

    GivenUp(StreamTarget stream, long deliveryNanos) {
        this.stream = stream;
        this.deliveryNanos = deliveryNanos;
    }

    void overdue(OutgoingRecord record) {
        because(
                record,
                "it could not be delivered within " + TimeUnit.NANOSECONDS.toMillis(deliveryNanos)
                        + " ms (deliveryTimeout)",
                null);
    }

    /** One of its key before it in its message failed. */
    void barred(OutgoingRecord record) {
        record.settleFailed(new RecordNotWrittenException(
                stream.toString(),
                "it was not sent, because a record of its partition key before it in the same message failed",
                null));
    }

    /** @param cause the exception behind it; null where what the last attempt said is to be told */
    void because(OutgoingRecord record, String reason, Throwable cause) {
        PutFailure last = record.lastFailure();
        boolean tellLast = last != null && cause == null && !reason.startsWith(last.reason());
        String why = tellLast
                ? reason + " (" + record.attempts() + " failed attempts, the last: " + last.reason() + ")"
                : reason;
        Throwable because = cause == null && last != null ? last.cause() : cause;
        record.settleFailed(
                record.lostAnswerOf() == 0
                        ? new RecordNotWrittenException(stream.toString(), why, because)
                        : new UnknownOutcomeException(stream.toString(), record.lostAnswerOf(), why, because));
    }
}
