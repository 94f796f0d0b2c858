package io.github.camelconduit.kinesis.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A benchmark's options, given as {@code name=value}. */
final class Options {

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * @param defaults the options that there are
     * @throws IllegalArgumentException for one that there is not
     */
    static Options parse(Map<String, String> defaults, String[] args) {
        Map<String, String> values = new TreeMap<>(defaults);
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String name = equals < 0 ? arg : arg.substring(0, equals);
            if (equals < 0 || !defaults.containsKey(name)) {
                throw new IllegalArgumentException("Options are name=value, was %s; there are, with their defaults: %s"
                        .formatted(arg, new TreeMap<>(defaults)));
            }
            values.put(name, arg.substring(equals + 1));
        }
        return new Options(values);
    }

    int integer(String name) {
        return Integer.parseInt(values.get(name));
    }

    double number(String name) {
        return Double.parseDouble(values.get(name));
    }

    String text(String name) {
        return values.get(name);
    }

    /** What is separated by commas. */
    List<String> list(String name) {
        return Arrays.asList(values.get(name).split(","));
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
