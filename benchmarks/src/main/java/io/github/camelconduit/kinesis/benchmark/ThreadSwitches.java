package io.github.camelconduit.kinesis.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How often each thread of this JVM has given up its core to wait for something, as Linux counts it, at one moment.
 *
 * @param voluntary by thread; empty where this is not known
 */
record ThreadSwitches(Map<Path, Long> voluntary) {

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String VOLUNTARY = "voluntary_ctxt_switches:";

    static ThreadSwitches now() throws IOException {
        Map<Path, Long> voluntary = new HashMap<>();
        if (Files.isDirectory(TASKS)) {
            try (Stream<Path> tasks = Files.list(TASKS)) {
                tasks.forEach(task -> voluntary.put(task, ofTask(task)));
            }
        }
        return new ThreadSwitches(voluntary);
    }

    /** How many there were since then, without those of threads that have ended meanwhile. */
    long since(ThreadSwitches before) {
        return voluntary.entrySet().stream()
                .mapToLong(
                        thread -> Math.max(0, thread.getValue() - before.voluntary.getOrDefault(thread.getKey(), 0L)))
                .sum();
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
