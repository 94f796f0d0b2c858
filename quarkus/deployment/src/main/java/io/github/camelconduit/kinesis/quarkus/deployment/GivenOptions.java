package io.github.camelconduit.kinesis.quarkus.deployment;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.Config;

/**
 * The options of the component that an application sets by {@code camel.component.conduit-kinesis.*}, in any spelling that
 * Camel takes: {@code accessKeyId}, {@code access-key-id}, with the prefix {@code aws.} of the Conduit connector, or as an
 * environment variable. An option whose value is empty, or refers to something that there is not, is not set.
 */
final class GivenOptions {

    static final String PREFIX = "camel.component.conduit-kinesis.";

    private final Config config;
    private final Map<String, String> values = new HashMap<>();

    GivenOptions(Config config) {
        this.config = config;
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                property(name).ifPresent(value -> values.put(normalized(name.substring(PREFIX.length())), value));
            }
        }
    }

    /** @param option its name in the component's documentation */
    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(normalized(option)))
                // An environment variable is found only by the name with dashes, not listed under it.
                .or(() -> property(PREFIX + dashed(option)));
    }

    /** Whether one of these is set. */
    boolean hasAny(String... options) {
        return Stream.of(options).anyMatch(option -> value(option).isPresent());
    }

    private Optional<String> property(String name) {
        return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
    }

    private static String normalized(String option) {
        return option.replaceFirst("^configuration\\.", "")
                .replaceFirst("^aws\\.", "")
                .replace("-", "")
                .toLowerCase(Locale.ROOT);
    }

    private static String dashed(String option) {
        return option.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
