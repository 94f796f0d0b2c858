package io.github.camelconduit.kinesis;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * Which stream an endpoint speaks of, put together from its path, its options and its client.
 *
 * @param name the name of the stream, always there
 * @param arn the ARN, or null where only the name was given
 * @param partition the AWS partition the ARN names ({@code aws}, {@code aws-cn}, {@code aws-us-gov}, …), or null
 * @param account the account that the ARN names, twelve digits, or null
 * @param region the region from the {@code region} option, the ARN or the client, in this order; null only with a
 *     client that does not tell its region
 */
public record StreamIdentity(String name, String arn, String partition, String account, String region) {

    static final String ARN_FORM = "arn:aws:kinesis:<region>:<12-digit account>:stream/<name>";
    static final String NAME_RULE = "1 to 128 characters of a-z, A-Z, 0-9, '_', '.' and '-'";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern ARN =
            Pattern.compile("arn:(aws[a-z0-9-]*):kinesis:([a-z0-9-]{1,64}):(\\d{12}):stream/([^/]*)");

    public StreamIdentity {
        Objects.requireNonNull(name, "name");
    }

    /**
     * The stream that a configuration names.
     *
     * @throws IllegalArgumentException naming the option when there is no stream name, it or an ARN cannot be right,
     *     or two places contradict each other
     */
    public static StreamIdentity of(ConduitKinesisConfiguration configuration) {
        String path = configuration.getStreamNameOrArn();
        if (Text.isEmpty(path)) {
            throw new IllegalArgumentException(
                    "streamNameOrArn: the path names no stream; allowed: conduit-kinesis:<name> or "
                            + "conduit-kinesis:" + ARN_FORM);
        }
        StreamIdentity stream = path.startsWith("arn:")
                ? parseArn("streamNameOrArn", path)
                : new StreamIdentity(requireName("streamNameOrArn", path), null, null, null, null);
        stream = stream.agreeingWithArn(configuration.getStreamArn());
        stream.requireSameName(configuration);
        return stream.in(configuration.getRegion(), configuration.getAmazonKinesisAsyncClient());
    }

    /**
     * Reads the ARN of a stream.
     *
     * @param option which option or header it is from, for the error
     * @throws IllegalArgumentException when it is none
     */
    public static StreamIdentity parseArn(String option, String arn) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    option + "=" + Text.shortened(arn) + ": not the ARN of a Kinesis stream; allowed: " + ARN_FORM);
        }
        return new StreamIdentity(
                requireName(option, matcher.group(4)), arn, matcher.group(1), matcher.group(3), matcher.group(2));
    }

    /**
     * Holds a name against the rule for stream names.
     *
     * @param option which option or header it is from, for the error
     * @return the name
     * @throws IllegalArgumentException when it breaks the rule
     */
    public static String requireName(String option, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(option + "=" + Text.shortened(name) + ": not a stream name; allowed: "
                    + NAME_RULE + ", or an ARN " + ARN_FORM);
        }
        return name;
    }

    private StreamIdentity agreeingWithArn(String streamArn) {
        if (Text.isEmpty(streamArn)) {
            return this;
        }
        StreamIdentity other = parseArn("streamArn", streamArn);
        if (!name.equals(other.name) || arn != null && !arn.equals(streamArn)) {
            throw contradiction("streamArn=" + streamArn, "streamNameOrArn=" + this, "the same stream, or only one");
        }
        return other;
    }

    private void requireSameName(ConduitKinesisConfiguration configuration) {
        String streamName = configuration.getStreamName();
        if (Text.isEmpty(streamName) || configuration.isStreamNameATemplate()) {
            return;
        }
        FreeMarkerMarkup.refuseGoTemplate("streamName", streamName);
        requireName("streamName", streamName);
        if (!name.equals(streamName)) {
            throw contradiction("streamName=" + streamName, "the stream is " + this, "the same name, or only one");
        }
    }

    private StreamIdentity in(String regionOption, KinesisAsyncClient client) {
        String given = Text.isEmpty(regionOption) ? null : regionOption;
        if (given != null && region != null && !given.equals(region)) {
            throw contradiction(
                    "region=" + given, "the ARN " + arn + " says " + region, "the same region, or only one");
        }
        String known = given != null ? given : region;
        String ofClient = client == null ? null : regionOf(client);
        if (known != null && ofClient != null && !known.equals(ofClient)) {
            throw contradiction(
                    (given != null ? "region=" + given : "streamNameOrArn=" + arn),
                    "amazonKinesisAsyncClient is made for " + ofClient,
                    "the client's region");
        }
        return new StreamIdentity(name, arn, partition, account, known != null ? known : ofClient);
    }

    private static String regionOf(KinesisAsyncClient client) {
        try {
            return client.serviceClientConfiguration().region().id();
        } catch (UnsupportedOperationException e) {
            // A client not built by the SDK's builder need not tell.
            return null;
        }
    }

    private static IllegalArgumentException contradiction(String one, String other, String allowed) {
        return new IllegalArgumentException(one + " contradicts: " + other + "; allowed: " + allowed);
    }

    /** The ARN, or the name where there is no ARN. */
    @Override
    public String toString() {
        return arn != null ? arn : name;
    }
}
