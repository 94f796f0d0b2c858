package io.github.camelconduit.kinesis.embedded.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, times and flags on the command line. Each takes a value, or {@code NAME=VALUE} and shows it whole in errors. */
final class Values {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Values() {}

    /** @throws IllegalArgumentException naming the option, the value seen and what is allowed */
    static int number(String option, String text) {
        String value = text.substring(text.indexOf('=') + 1);
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("%s must be a whole number from 0 on, was %s".formatted(option, text));
        }
        return Integer.parseInt(value);
    }

    /** @throws IllegalArgumentException naming the option, the value seen and what is allowed */
    static boolean flag(String option, String text) {
        return switch (text.substring(text.indexOf('=') + 1)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("%s must be true or false, was %s".formatted(option, text));
        };
    }

    /** @throws IllegalArgumentException naming the option, the value seen and what is allowed */
    static Duration duration(String option, String text) {
        return duration(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s must be a time such as 5m, 30s, 500ms or 0s, was %s".formatted(option, text)));
    }

    /** @throws IllegalArgumentException likewise */
    static Duration durationAboveZero(String option, String text) {
        return duration(text)
                .filter(time -> !time.isZero())
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s must be a time above zero such as 5m, 30s or 500ms, was %s".formatted(option, text)));
    }

    private static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text.substring(text.indexOf('=') + 1));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    default -> Duration.ofHours(amount);
                });
    }
}
