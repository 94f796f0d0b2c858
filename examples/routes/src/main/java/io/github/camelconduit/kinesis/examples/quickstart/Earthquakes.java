package io.github.camelconduit.kinesis.examples.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The events: earthquakes, over and over, each time with a number of its own. The number and the run are put in front
 * of the object's own fields.
 */
final class Earthquakes {

    private final List<String> lines;
    private final String run;

    private Earthquakes(List<String> lines, String run) {
        this.lines = lines;
        this.run = run;
    }

    static Earthquakes load(Path file, String run) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.isEmpty() || !lines.get(0).startsWith("{")) {
            throw new IllegalArgumentException("No JSON object in the first line of " + file + ".");
        }
        return new Earthquakes(lines, run);
    }

    int count() {
        return lines.size();
    }

    /** The event with this number, about this earthquake: one line of JSON. */
    String event(long number, int earthquake) {
        return "{\"run\": \"" + run + "\", \"event\": " + number + ", "
                + lines.get(earthquake).substring(1);
    }
}
