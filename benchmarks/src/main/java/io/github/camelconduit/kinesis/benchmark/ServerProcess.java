package io.github.camelconduit.kinesis.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelconduit.kinesis.embedded.cli.Standalone;

/** An embedded Kinesis in a JVM of its own. */
final class ServerProcess implements AutoCloseable {

    /** Further options for the server's JVM, separated by blanks, such as those of a profiler. */
    private static final String JVM_OPTIONS = System.getProperty("server.jvm.options", "");

    /** Further options for the server itself, separated by blanks, such as {@code --rule maxEventBytes=32768}. */
    private static final String OPTIONS = System.getProperty("server.options", "");

    private static final Pattern LISTENS = Pattern.compile("listens on (\\S+),");
    private static final Pattern PEAK_MEMORY = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private final Process process;
    private final URI endpoint;

    private ServerProcess(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param jvmOptions as for {@code java}, such as {@code -Xmx1g}
     * @param options    of the standalone program; it listens on a free port and throttles nothing
     */
    static ServerProcess start(List<String> jvmOptions, List<String> options) {
        List<String> flags = new ArrayList<>(jvmOptions);
        flags.addAll(JavaCommand.words(JVM_OPTIONS));
        List<String> command = JavaCommand.of(flags, Standalone.class, List.of("--port", "0", "--unthrottled"));
        command.addAll(options);
        command.addAll(JavaCommand.words(OPTIONS));
        try {
            Process process =
                    JavaCommand.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
            BufferedReader output = process.inputReader();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher matcher = LISTENS.matcher(line);
                if (matcher.find()) {
                    return new ServerProcess(process, URI.create(matcher.group(1)));
                }
            }
            throw new IllegalStateException("The server ended before it listened, status " + process.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /** All CPU time it has taken, in steps of ten milliseconds on Linux. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The most memory it has had resident, in mebibytes; 0 where there is no {@code /proc}. */
    long peakMebibytes() {
        try {
            Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
            if (!Files.exists(status)) {
                return 0;
            }
            Matcher matcher = PEAK_MEMORY.matcher(Files.readString(status));
            return matcher.find() ? Long.parseLong(matcher.group(1)) / 1024 : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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
