package io.github.camelconduit.kinesis.fanout;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

import io.github.camelconduit.kinesis.client.ServiceFailure;
import io.github.camelconduit.kinesis.position.Position;

/**
 * Tells a position that the service refuses from whatever else is wrong with a call. The service has no error of its own
 * for it: SubscribeToShard answers both with InvalidArgumentException, whose only member is a message (service model,
 * 2013-12-02), or with ValidationException where the form of an argument is wrong. What can be relied on in a message is
 * not its wording, but what it has to name: the value that was sent, or the member of the call that holds it. Servers by
 * others were tried, and take any number and any time: only AWS and the embedded server refuse one.
 */
final class RefusedPosition {

    /**
     * The members of StartingPosition as the service model and as the service's messages spell them, in lower case:
     * SequenceNumber, StartingSequenceNumber, Timestamp, timestampInMillis, StartingPosition, with or without a space.
     */
    private static final List<String> MEMBERS =
            List.of("sequencenumber", "sequence number", "timestamp", "startingposition", "starting position");

    private RefusedPosition() {}

    /** Whether an answer to such a call names a member of the call that says where to read from. */
    static boolean isNamedBy(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return MEMBERS.stream().anyMatch(message::contains);
    }

    /** Whether such an answer quotes the position that was sent. */
    static boolean isQuotedBy(Throwable failure, Position sent) {
        return failure instanceof AwsServiceException service
                && ServiceFailure.of(service) == ServiceFailure.INVALID_CALL
                && sent instanceof Position.After after
                && holdsNumber(String.valueOf(service.getMessage()), after.sequenceNumber());
    }

    /** As a number of its own, not as a part of another one. */
    private static boolean holdsNumber(String text, String number) {
        return Pattern.compile("(?<![0-9])" + number + "(?![0-9])")
                .matcher(text)
                .find();
    }
}
