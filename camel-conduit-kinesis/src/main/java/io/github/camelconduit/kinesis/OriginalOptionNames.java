package io.github.camelconduit.kinesis;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The names that options have in the Conduit connector for Kinesis, where they differ from ours. Both are accepted
 * wherever options are written. An option given under both with different values is an error: there is no telling
 * which one was meant.
 */
final class OriginalOptionNames {

    private static final String AWS_PREFIX = "aws.";

    private static final List<Name> NAMES = List.of(
            new Name("aws.accessKeyId", "accessKeyId", true),
            new Name("aws.secretAccessKey", "secretAccessKey", true),
            new Name("aws.sessionToken", "sessionToken", true),
            new Name("aws.region", "region", false),
            new Name("aws.url", "url", false),
            new Name("streamARN", "streamArn", false),
            new Name("auto.create.streams", "autoCreateStream", false));

    private static final Map<String, Accessor> AWS_OPTIONS = Map.of(
            "accessKeyId",
            new Accessor(ConduitKinesisConfiguration::getAccessKeyId, ConduitKinesisConfiguration::setAccessKeyId),
            "secretAccessKey",
            new Accessor(
                    ConduitKinesisConfiguration::getSecretAccessKey, ConduitKinesisConfiguration::setSecretAccessKey),
            "sessionToken",
            new Accessor(ConduitKinesisConfiguration::getSessionToken, ConduitKinesisConfiguration::setSessionToken),
            "region",
            new Accessor(ConduitKinesisConfiguration::getRegion, ConduitKinesisConfiguration::setRegion),
            "url",
            new Accessor(ConduitKinesisConfiguration::getUrl, ConduitKinesisConfiguration::setUrl));

    private OriginalOptionNames() {}

    /**
     * Replaces the original names among the parameters of an endpoint by ours.
     *
     * @throws IllegalArgumentException for an option given twice with different values, or an {@code aws.} option that
     *     does not exist
     */
    static void translate(Map<String, Object> parameters) {
        for (Name name : NAMES) {
            Object original = parameters.remove(name.original());
            if (original == null) {
                continue;
            }
            Object ours = parameters.putIfAbsent(name.option(), original);
            requireSame(name, ours, original);
        }
        NAMES.stream()
                .filter(Name::secret)
                .forEach(name -> parameters.computeIfPresent(name.option(), (option, value) -> withPlus(value)));
        for (String key : parameters.keySet()) {
            if (key.startsWith(AWS_PREFIX)) {
                throw unknown(key);
            }
        }
    }

    /**
     * Moves what was set under an original name by a property (of the component, or a setter) to where it belongs.
     *
     * @throws IllegalArgumentException as {@link #translate}
     */
    static void settle(ConduitKinesisConfiguration configuration) {
        Map<String, Object> aws = configuration.getAws();
        if (aws != null) {
            configuration.setAws(null);
            aws.forEach((key, value) -> settleAws(configuration, key, value));
        }
        Boolean create = configuration.getAutoCreateStreams();
        if (create != null) {
            configuration.setAutoCreateStreams(null);
            if (configuration.isAutoCreateStreamSet()) {
                requireSame(named("auto.create.streams"), configuration.isAutoCreateStream(), create);
            }
            configuration.setAutoCreateStream(create);
        }
    }

    private static void settleAws(ConduitKinesisConfiguration configuration, String key, Object value) {
        Accessor accessor = AWS_OPTIONS.get(camelCase(key));
        if (accessor == null) {
            throw unknown(AWS_PREFIX + key);
        }
        if (value == null) {
            return;
        }
        requireSame(named(AWS_PREFIX + camelCase(key)), accessor.get().apply(configuration), value);
        accessor.set().accept(configuration, value.toString());
    }

    private static void requireSame(Name name, Object ours, Object original) {
        if (ours == null || ours.toString().equals(original.toString())) {
            return;
        }
        String values =
                name.secret() ? "" : ": " + name.option() + "=" + ours + " and " + name.original() + "=" + original;
        throw new IllegalArgumentException("Option given twice with different values, as " + name.option() + " and as "
                + name.original() + values + "; allowed: one of them, or both with the same value");
    }

    /** Never with its value: the name may be a misspelt secret. */
    private static IllegalArgumentException unknown(String key) {
        String known = NAMES.stream()
                .map(Name::original)
                .filter(name -> name.startsWith(AWS_PREFIX))
                .sorted()
                .collect(Collectors.joining(", "));
        return new IllegalArgumentException("Unknown option " + key + "; allowed with this prefix: " + known);
    }

    private static Name named(String original) {
        return NAMES.stream()
                .filter(name -> name.original().equals(original))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Keys hold no spaces but often plus signs, and a plus sign in a URI is read as a space. Camel protects the options
     * it knows as secrets from that, but not those with a prefix.
     */
    private static Object withPlus(Object value) {
        return value instanceof String text ? text.replace(' ', '+') : value;
    }

    /** {@code access-key-id} as {@code accessKeyId}: property files and environments often write options with dashes. */
    private static String camelCase(String key) {
        StringBuilder text = new StringBuilder(key.length());
        boolean upper = false;
        for (char c : key.toCharArray()) {
            if (c == '-') {
                upper = true;
            } else {
                text.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return text.toString();
    }

    private record Name(String original, String option, boolean secret) {}

    private record Accessor(
            Function<ConduitKinesisConfiguration, String> get, BiConsumer<ConduitKinesisConfiguration, String> set) {}
}
