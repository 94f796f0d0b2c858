package io.github.camelconduit.kinesis.fanout;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
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

    private static final Pattern ARN = Pattern.compile("arn:[\\w.:/-]+");

    private static final Pattern NAMES_IN_ARN = Pattern.compile(":stream/([\\w.-]+)/consumer/([\\w.-]+):");

    private RefusedPosition() {}

    /**
     * Whether an answer to such a call names a member of the call that says where to read from.
     *
     * @param consumerArn the stream consumer of the call, whose name and stream may be called as such a member is
     */
    static boolean isNamedBy(Throwable failure, String consumerArn) {
        String message = withoutNames(failure, consumerArn).toLowerCase(Locale.ROOT);
        return MEMBERS.stream().anyMatch(message::contains);
    }

    /** Whether such an answer quotes the position that was sent. */
    static boolean isQuotedBy(Throwable failure, Position sent, String consumerArn) {
        return failure instanceof AwsServiceException service
                && ServiceFailure.of(service) == ServiceFailure.INVALID_CALL
                && sent instanceof Position.After after
                && holdsNumber(withoutNames(service, consumerArn), after.sequenceNumber());
    }

    /** What an answer says, without what the user has named and it repeats. */
    private static String withoutNames(Throwable failure, String consumerArn) {
        String message = ARN.matcher(String.valueOf(failure.getMessage())).replaceAll("");
        Matcher names = NAMES_IN_ARN.matcher(consumerArn);
        return names.find() ? without(names.group(2), without(names.group(1), message)) : message;
    }

    /** As a name of its own, not as a part of another word. */
    private static String without(String name, String message) {
        return message.replaceAll("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w-])", "");
    }

    /** As a number of its own, not as a part of another one. */
    private static boolean holdsNumber(String text, String number) {
        return Pattern.compile("(?<![0-9])" + number + "(?![0-9])")
                .matcher(text)
                .find();
    }
}
