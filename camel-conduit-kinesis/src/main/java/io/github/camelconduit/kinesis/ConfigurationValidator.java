package io.github.camelconduit.kinesis;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.github.camelconduit.kinesis.observe.HealthThresholds;
import io.github.camelconduit.kinesis.publish.PublishSettings;

import static io.github.camelconduit.kinesis.Text.hasText;
import static io.github.camelconduit.kinesis.Text.isEmpty;

/**
 * Holds a configuration against what can work, before anything is called. Each error is an
 * {@link IllegalArgumentException} that names the option, the value (never a secret) and what is allowed.
 *
 * <p>Contradictions are looked for when the endpoint is created; what may still be added by a setter (credentials,
 * region) when it starts; what only one side uses when a consumer or producer is created.
 */
final class ConfigurationValidator {

    static final long MIN_BUFFERED_BYTES = 1024 * 1024;
    static final long MIN_REFRESH_INTERVAL_MILLIS = 10_000;

    private static final String CREDENTIALS_WAYS = "accessKeyId with secretAccessKey (and sessionToken), "
            + "useDefaultCredentialsProvider=true, profileCredentialsName, or amazonKinesisAsyncClient";
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern SHARD_ID = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern CONSUMER_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

    private ConfigurationValidator() {}

    /** What no later setting can mend. */
    static void checkContradictions(ConduitKinesisConfiguration configuration) {
        StreamIdentity.of(configuration);
        checkRegion(configuration.getRegion());
        checkUrl(configuration.getUrl());
        checkProxy(configuration);
        List<String> ways = credentialsWays(configuration);
        if (ways.size() > 1) {
            throw new IllegalArgumentException("Credentials are given in several ways, by "
                    + String.join(" and by ", ways) + "; allowed: one of " + CREDENTIALS_WAYS);
        }
    }

    /** That nothing is missing to make the clients. */
    static void checkComplete(ConduitKinesisConfiguration configuration) {
        checkContradictions(configuration);
        checkKeyPair(configuration);
        if (credentialsWays(configuration).isEmpty()) {
            throw new IllegalArgumentException("No credentials chosen; allowed: " + CREDENTIALS_WAYS);
        }
        if (configuration.getAmazonKinesisAsyncClient() == null
                && isEmpty(StreamIdentity.of(configuration).region())) {
            throw new IllegalArgumentException("region is not set; allowed: the option region (such as eu-central-1), "
                    + "the stream's ARN, or amazonKinesisAsyncClient");
        }
    }

    /** What only a consumer uses. */
    static void checkConsumer(ConduitKinesisConfiguration configuration) {
        if (configuration.isStreamNameATemplate()) {
            throw bad(
                    "streamName",
                    configuration.getStreamName(),
                    "a template, which only a producer can use",
                    "the name in the path, " + StreamIdentity.NAME_RULE);
        }
        checkConsumerIdentity(configuration);
        checkStart(configuration);
        PositionStores.check(configuration);
        requireAtLeast("concurrentConsumers", configuration.getConcurrentConsumers(), 1, "");
        requireAtLeast("maxBufferedBytes", configuration.getMaxBufferedBytes(), MIN_BUFFERED_BYTES, " bytes");
        requireAtLeast(
                "subscriptionRefreshInterval",
                configuration.getSubscriptionRefreshInterval(),
                MIN_REFRESH_INTERVAL_MILLIS,
                " milliseconds");
        requireAtLeast("commitInterval", configuration.getCommitInterval(), 1, " milliseconds");
        HealthThresholds.of(configuration);
    }

    /** What only a producer uses. Templates and expressions are checked where they are compiled, just after. */
    static void checkProducer(ConduitKinesisConfiguration configuration) {
        Object partitionKey = configuration.getPartitionKey();
        boolean hasKey = partitionKey instanceof String text ? hasText(text) : partitionKey != null;
        if (hasKey && hasText(configuration.getPartitionKeyTemplate())) {
            throw new IllegalArgumentException("partitionKey=" + partitionKey + " and partitionKeyTemplate="
                    + configuration.getPartitionKeyTemplate() + " are both set; allowed: one of them");
        }
        if (configuration.isStreamNameATemplate()
                && !configuration.getStreamName().equals(configuration.getStreamNameTemplate())) {
            throw new IllegalArgumentException("Option given twice with different values: streamNameTemplate="
                    + configuration.getStreamNameTemplate() + " and, as a template, streamName="
                    + configuration.getStreamName() + "; allowed: one of them");
        }
        Integer shards = configuration.getAutoCreateStreamShards();
        if (shards != null) {
            requireAtLeast("autoCreateStreamShards", shards, 1, "");
            if (!configuration.isAutoCreateStream()) {
                throw bad(
                        "autoCreateStreamShards",
                        shards,
                        "no stream is created",
                        "together with autoCreateStream=true");
            }
        }
        PublishSettings.of(configuration);
        HealthThresholds.of(configuration);
    }

    private static void checkStart(ConduitKinesisConfiguration configuration) {
        String timestamp = configuration.getStartTimestamp();
        if (hasText(timestamp)) {
            if (configuration.isStartFromLatest()) {
                throw new IllegalArgumentException(
                        "startTimestamp=" + timestamp + " and startFromLatest=true are both set; allowed: one of them");
            }
            Instant start;
            try {
                start = configuration.startInstant();
            } catch (DateTimeParseException e) {
                throw bad("startTimestamp", timestamp, "not a moment", "one in ISO form, such as 2026-01-31T12:00:00Z");
            }
            if (start.isAfter(Instant.now())) {
                throw bad("startTimestamp", timestamp, "in the future", "a moment that has passed");
            }
        }
        for (String shardId : configuration.shardIdSet()) {
            if (!SHARD_ID.matcher(shardId).matches()) {
                throw bad(
                        "shardIds",
                        configuration.getShardIds(),
                        "'" + shardId + "' is not the id of a shard",
                        "ids of 1 to 128 characters of a-z, A-Z, 0-9, '_', '.' and '-', separated by commas");
            }
        }
    }

    private static void checkRegion(String region) {
        if (hasText(region) && !REGION.matcher(region).matches()) {
            throw bad("region", region, "not a region", "a region's id in lower case, such as eu-central-1");
        }
    }

    private static void checkUrl(String url) {
        if (isEmpty(url)) {
            return;
        }
        String allowed = "http://host:port or https://host:port";
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw bad("url", withoutUser(url), "not a URL", allowed);
        }
        // The authority too: of a host that java.net.URI does not take for one it knows no user.
        if (uri.getUserInfo() != null
                || uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
            throw new IllegalArgumentException("url: must not hold a user or password; allowed: " + allowed);
        }
        boolean scheme = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!scheme || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw bad("url", withoutUser(url), "not the URL of a service", allowed);
        }
    }

    /** Whatever stands where a user and a password stand is not shown. */
    private static String withoutUser(String url) {
        int at = url.lastIndexOf('@');
        return at < 0 ? url : "***" + url.substring(at);
    }

    private static void checkProxy(ConduitKinesisConfiguration configuration) {
        String host = configuration.getProxyHost();
        Integer port = configuration.getProxyPort();
        String protocol = configuration.getProxyProtocol();
        if (port != null && isEmpty(host)) {
            throw bad("proxyPort", port, "there is no proxyHost to go with it", "both or none");
        }
        if (hasText(host) && port == null) {
            throw bad("proxyHost", host, "there is no proxyPort to go with it", "both or none");
        }
        if (port != null && (port < 1 || port > 65_535)) {
            throw bad("proxyPort", port, "not a port", "1 to 65535");
        }
        if (!"http".equals(protocol) && !"https".equals(protocol)) {
            throw bad("proxyProtocol", protocol, "not known", "http or https");
        }
    }

    private static void checkKeyPair(ConduitKinesisConfiguration configuration) {
        boolean id = hasText(configuration.getAccessKeyId());
        boolean secret = hasText(configuration.getSecretAccessKey());
        if (id && !secret) {
            throw new IllegalArgumentException("accessKeyId is set without secretAccessKey; allowed: both or none");
        }
        if (secret && !id) {
            throw new IllegalArgumentException("secretAccessKey is set without accessKeyId; allowed: both or none");
        }
        if (hasText(configuration.getSessionToken()) && !id) {
            throw new IllegalArgumentException(
                    "sessionToken is set without accessKeyId and secretAccessKey; allowed: all three, or no token");
        }
    }

    private static List<String> credentialsWays(ConduitKinesisConfiguration configuration) {
        List<String> ways = new ArrayList<>();
        if (hasText(configuration.getAccessKeyId())
                || hasText(configuration.getSecretAccessKey())
                || hasText(configuration.getSessionToken())) {
            ways.add("accessKeyId, secretAccessKey or sessionToken");
        }
        if (configuration.isUseDefaultCredentialsProvider()) {
            ways.add("useDefaultCredentialsProvider=true");
        }
        if (hasText(configuration.getProfileCredentialsName())) {
            ways.add("profileCredentialsName=" + configuration.getProfileCredentialsName());
        }
        if (configuration.getAmazonKinesisAsyncClient() != null) {
            ways.add("amazonKinesisAsyncClient");
        }
        return ways;
    }

    private static void checkConsumerIdentity(ConduitKinesisConfiguration configuration) {
        String name = configuration.getConsumerName();
        String arn = configuration.getConsumerArn();
        if (hasText(name) && !CONSUMER_NAME.matcher(name).matches()) {
            throw bad("consumerName", name, "not a name for a stream consumer", StreamIdentity.NAME_RULE);
        }
        if (isEmpty(arn)) {
            return;
        }
        if (hasText(name)) {
            throw new IllegalArgumentException(
                    "consumerName=" + name + " and consumerArn=" + arn + " are both set; allowed: one of them");
        }
        StreamIdentity stream = StreamIdentity.of(configuration);
        StreamIdentity read = StreamConsumerArn.parse("consumerArn", arn).stream();
        boolean sameStream = stream.arn() != null
                ? stream.arn().equals(read.arn())
                : stream.name().equals(read.name());
        if (!sameStream) {
            throw bad("consumerArn", arn, "it reads another stream than " + stream, "a consumer of this stream");
        }
        if (stream.region() != null && !stream.region().equals(read.region())) {
            throw bad(
                    "consumerArn", arn, "it is in another region than " + stream.region(), "a consumer of this stream");
        }
    }

    private static void requireAtLeast(String option, long value, long least, String unit) {
        if (value < least) {
            throw bad(option, value, "too small", least + unit + " or more");
        }
    }

    private static IllegalArgumentException bad(String option, Object value, String problem, String allowed) {
        return new IllegalArgumentException(option + "=" + value + ": " + problem + "; allowed: " + allowed);
    }
}
