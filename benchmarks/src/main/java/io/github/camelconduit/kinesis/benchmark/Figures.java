package io.github.camelconduit.kinesis.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The same figure of several rounds. */
final class Figures {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    double median() {
        double[] sorted = sorted();
        return Arrays.stream(sorted)
                .skip((sorted.length - 1) / 2)
                .limit(2 - sorted.length % 2)
                .average()
                .orElse(Double.NaN);
    }

    private double[] sorted() {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** The median, and in brackets the least and the most. */
    String text(String format) {
        if (values.isEmpty()) {
            return "-";
        }
        double[] sorted = sorted();
        return String.format(
                Locale.ROOT,
                format + " (" + format + " to " + format + ")",
                median(),
                sorted[0],
                sorted[sorted.length - 1]);
    }
}
