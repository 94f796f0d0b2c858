package io.github.camelconduit.kinesis.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How often the threads of this JVM have given up their core to wait for something, as Linux counts it. */
final class ThreadSwitches {

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String VOLUNTARY = "voluntary_ctxt_switches:";

    private ThreadSwitches() {}

    /** Of all threads that there are; 0 where this is not known. */
    static long voluntary() throws IOException {
        if (!Files.isDirectory(TASKS)) {
            return 0;
        }
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.mapToLong(ThreadSwitches::ofTask).sum();
        }
    }

    private static long ofTask(Path task) {
        try (Stream<String> lines = Files.lines(task.resolve("status"))) {
            return lines.filter(line -> line.startsWith(VOLUNTARY))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(VOLUNTARY.length()).trim()))
                    .sum();
        } catch (NoSuchFileException | UncheckedIOException e) {
            // It has ended meanwhile.
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
