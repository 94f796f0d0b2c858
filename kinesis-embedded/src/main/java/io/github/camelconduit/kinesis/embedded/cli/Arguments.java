package io.github.camelconduit.kinesis.embedded.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesisBuilder;

/**
 * The command line.
 *
 * @param help     whether only the usage was asked for
 * @param settings the server to start
 */
record Arguments(boolean help, EmbeddedKinesisBuilder settings) {

    static final String USAGE = """
            Usage: java -jar kinesis-embedded-standalone.jar [options]
              --port N                     port for HTTP/1.1 and HTTP/2 without TLS (default 4567, 0: any free one)
              --tls-port N                 further port with TLS and a self-signed certificate (default: none)
              --host ADDRESS               address to listen on (default 127.0.0.1: only this machine)
              --region NAME                region in ARNs (default us-east-1)
              --stream NAME:SHARDS         stream that is there from the start; repeatable
              --rules aws|fast             AWS's limits and times (default), or for tests: short times, no throttling
              --rule NAME=VALUE            single rule by its name in the documentation, such as resubscribeInterval=2s or
                                           consumersPerStream=50; repeatable, wins over --rules
              --unthrottled                no limits on writes, reads, pushes and calls a second
              --endless NAME:SHARDS:BYTES[:RATE]
                                           stream for benchmarks whose records of BYTES bytes never end and are not stored,
                                           as fast as they are taken or RATE a second and shard; repeatable
              --retention-bytes N          memory for records, such as 512m or 2g; the oldest go first (default half the heap)
              --subscription-lifetime T    how long a subscription lasts, such as 5m, 30s, 500ms (default 5m)
              --idle-event-interval T      time between the empty events of an idle subscription (default 5s)
              --help                       this text
            """;

    private static final int DEFAULT_PORT = 4567;
    private static final Pattern STREAM = Pattern.compile("([a-zA-Z0-9_.-]{1,128}):([1-9]\\d{0,4})");
    private static final Pattern ENDLESS =
            Pattern.compile("([a-zA-Z0-9_.-]{1,128}):([1-9]\\d{0,4}):([1-9]\\d{0,7})(?::([1-9]\\d{0,7}))?");
    private static final Pattern BYTES = Pattern.compile("([1-9]\\d{0,11})([kmg]?)");

    /** @throws IllegalArgumentException naming the option, the value seen and what is allowed */
    static Arguments parse(List<String> args) {
        EmbeddedKinesisBuilder settings = EmbeddedKinesis.builder().port(DEFAULT_PORT);
        RuleOptions rules = new RuleOptions();
        Deque<String> rest = new ArrayDeque<>(args);
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            if (option.equals("--help")) {
                return new Arguments(true, settings);
            }
            int equals = option.indexOf('=');
            if (option.startsWith("--") && equals > 0) {
                rest.addFirst(option.substring(equals + 1));
                option = option.substring(0, equals);
            }
            apply(option, rest, settings, rules);
        }
        return new Arguments(false, settings.rules(rules.rules()));
    }

    private static void apply(String option, Deque<String> rest, EmbeddedKinesisBuilder settings, RuleOptions rules) {
        switch (option) {
            case "--port" -> settings.port(port(option, value(option, rest)));
            case "--tls-port" -> settings.tlsPort(port(option, value(option, rest)));
            case "--host" -> settings.host(value(option, rest));
            case "--region" -> settings.region(value(option, rest));
            case "--stream" -> stream(value(option, rest), settings);
            case "--rules" -> rules.profile(value(option, rest));
            case "--rule" -> rules.single(value(option, rest));
            case "--unthrottled" -> settings.unthrottled();
            case "--endless" -> endless(value(option, rest), settings);
            case "--retention-bytes" -> settings.retentionBytes(bytes(option, value(option, rest)));
            case "--subscription-lifetime" ->
                settings.subscriptionLifetime(Values.durationAboveZero(option, value(option, rest)));
            case "--idle-event-interval" ->
                settings.idleEventInterval(Values.durationAboveZero(option, value(option, rest)));
            default -> throw new IllegalArgumentException("Unknown option %s; --help lists them".formatted(option));
        }
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty() || rest.peekFirst().isEmpty()) {
            throw new IllegalArgumentException("%s needs a value".formatted(option));
        }
        return rest.removeFirst();
    }

    private static int port(String option, String value) {
        if (value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65_535) {
            return Integer.parseInt(value);
        }
        throw new IllegalArgumentException("%s must be 0 to 65535, was %s".formatted(option, value));
    }

    private static void stream(String value, EmbeddedKinesisBuilder settings) {
        Matcher matcher = STREAM.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "--stream must be NAME:SHARDS, the name of [a-zA-Z0-9_.-] and at least one shard, was " + value);
        }
        settings.stream(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    private static void endless(String value, EmbeddedKinesisBuilder settings) {
        Matcher matcher = ENDLESS.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "--endless must be NAME:SHARDS:BYTES or NAME:SHARDS:BYTES:RATE, the numbers above zero, was "
                            + value);
        }
        int rate = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
        try {
            settings.endlessStream(
                    matcher.group(1), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)), rate);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--endless %s: %s".formatted(value, e.getMessage()), e);
        }
    }

    private static long bytes(String option, String value) {
        Matcher matcher = BYTES.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "%s must be a number of bytes above zero such as 512m, 2g or 1000000, was %s"
                            .formatted(option, value));
        }
        int shift =
                switch (matcher.group(2)) {
                    case "k" -> 10;
                    case "m" -> 20;
                    case "g" -> 30;
                    default -> 0;
                };
        return Long.parseLong(matcher.group(1)) << shift;
    }
}
