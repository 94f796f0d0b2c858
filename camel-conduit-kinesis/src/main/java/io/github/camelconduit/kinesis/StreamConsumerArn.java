package io.github.camelconduit.kinesis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a stream consumer (the registered fan-out consumer), taken apart. It holds the time the consumer was
 * created: one that was removed and registered again has another ARN.
 *
 * @param arn the whole ARN
 * @param stream the stream it reads
 * @param consumerName its name
 * @param creationTimestamp when it was registered, in seconds since the epoch
 */
public record StreamConsumerArn(String arn, StreamIdentity stream, String consumerName, long creationTimestamp) {

    static final String FORM = StreamIdentity.ARN_FORM + "/consumer/<name>:<creation timestamp>";

    private static final Pattern ARN =
            Pattern.compile("(arn:.*:stream/[^/]+)/consumer/([a-zA-Z0-9_.-]{1,128}):(\\d{1,18})");

    /**
     * Reads the ARN of a stream consumer.
     *
     * @param option which option it is from, for the error
     * @throws IllegalArgumentException when it is none
     */
    public static StreamConsumerArn parse(String option, String arn) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    option + "=" + arn + ": not the ARN of a stream consumer; allowed: " + FORM);
        }
        return new StreamConsumerArn(
                arn,
                StreamIdentity.parseArn(option, matcher.group(1)),
                matcher.group(2),
                Long.parseLong(matcher.group(3)));
    }
}
