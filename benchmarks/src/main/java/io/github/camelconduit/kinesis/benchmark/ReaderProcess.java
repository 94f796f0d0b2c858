package io.github.camelconduit.kinesis.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.camelconduit.kinesis.benchmark.reader.ReaderKind;
import io.github.camelconduit.kinesis.benchmark.reader.ReaderProgram;

/** A reader in a JVM of its own. */
final class ReaderProcess implements AutoCloseable {

    /** The same for every reader, unless a benchmark says otherwise. */
    static final List<String> FLAGS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

    /** Further options for the readers' JVMs, separated by blanks, such as those of a profiler. */
    private static final String JVM_OPTIONS = System.getProperty("reader.jvm.options", "");

    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;

    private ReaderProcess(Process process) {
        this.process = process;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader();
    }

    /**
     * What to read.
     *
     * @param leases DynamoDB's URL, which one of the readers needs; may be another server's for the others
     * @param application a name that nothing has used before
     * @param timed whether the records say when they were written
     * @param detail what else the reader wants to know
     */
    record Task(String endpoint, String stream, String leases, String application, boolean timed, String detail) {}

    /**
     * What a reader has done so far.
     *
     * @param nanos of the reader's own clock
     * @param cpuNanos of its process
     */
    record Sample(long records, long nanos, long cpuNanos, int threads) {}

    /** How long records took to come, in microseconds. */
    record Times(long count, long least, long median, long p99, long most) {}

    /** Starts the JVM; nothing is read before {@link #start}. */
    static ReaderProcess start(List<String> flags, ReaderKind kind, Task task) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(JavaCommand.words(JVM_OPTIONS));
        List<String> arguments = List.of(
                kind.name(),
                task.endpoint(),
                task.stream(),
                task.leases(),
                task.application(),
                Boolean.toString(task.timed()),
                task.detail());
        try {
            ReaderProcess started =
                    new ReaderProcess(new ProcessBuilder(JavaCommand.of(all, ReaderProgram.class, arguments))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
            // The JVM is there before anything is measured.
            started.sample();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts to read. Returns the time from then to the first record. */
    Duration start() {
        return Duration.ofNanos(ask("start")[0]);
    }

    /** Lets it read on. */
    void open() {
        ask("open");
    }

    /** Holds it up. */
    void hold() {
        ask("close");
    }

    Sample sample() {
        long[] answer = ask("sample");
        return new Sample(answer[0], answer[1], answer[2], (int) answer[3]);
    }

    /** How long the records took to come that came since the last call. */
    Times times() {
        long[] answer = ask("times");
        return new Times(answer[0], answer[1], answer[2], answer[3], answer[4]);
    }

    /** Bytes of its heap in use after a full collection. */
    long heap() {
        return ask("heap")[0];
    }

    /** Of how many shards a record has come. */
    int shards() {
        return (int) ask("shards")[0];
    }

    private long[] ask(String command) {
        commands.println(command);
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(ReaderProgram.ANSWER)) {
                    String numbers = line.substring(ReaderProgram.ANSWER.length());
                    return Arrays.stream(numbers.split(" "))
                            .mapToLong(Long::parseLong)
                            .toArray();
                }
            }
            throw new IllegalStateException("The reader ended at '" + command + "'; what it says is above.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At once when its output is at its end; a reader with a profiler has it write its file first. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
