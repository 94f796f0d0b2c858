package io.github.camelconduit.kinesis.examples.quarkus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The first events of the week that the examples come with, a line an event, and the files that the routes use. */
final class ExampleData {

    private static final int EVENTS = 300;
    private static final Path EARTHQUAKES = Path.of("../routes/data/earthquakes.jsonl");

    private ExampleData() {}

    static List<String> events() {
        try {
            return Files.readAllLines(EARTHQUAKES).subList(0, EVENTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> explosions() {
        return events().stream()
                .filter(event -> event.contains("\"type\": \"explosion\""))
                .toList();
    }

    /** Puts the events where the route takes files from, all at once. */
    static void writeTo(Path input) throws IOException {
        Files.createDirectories(input);
        Path written = Files.write(input.resolve("earthquakes.tmp"), events());
        Files.move(written, input.resolve("earthquakes.jsonl"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The lines that the route has written so far. */
    static List<String> readFrom(Path output) throws IOException {
        Path file = output.resolve("records.jsonl");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
