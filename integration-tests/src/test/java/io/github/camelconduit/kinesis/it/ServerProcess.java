package io.github.camelconduit.kinesis.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A server that a script under {@code test/servers} starts; it ends with this object. */
final class ServerProcess implements AutoCloseable {

    /** The first start installs what it runs. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final int STOP_SECONDS = 10;

    private final String script;
    private final Process process;
    private final Path output;

    private ServerProcess(String script, Process process, Path output) {
        this.script = script;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a script and waits until its port answers.
     *
     * @param arguments what the script gets
     * @throws IllegalStateException with the script's output when the server does not come up
     */
    static ServerProcess start(String script, int port, String... arguments) throws IOException {
        Path directory = Files.createDirectories(directory());
        // The first start of a script installs what it runs, and tests run in several processes.
        try (FileChannel file = FileChannel.open(
                directory.resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Until the file is closed.
            file.lock();
            return startAlone(directory, script, port, arguments);
        }
    }

    private static ServerProcess startAlone(Path directory, String script, int port, String... arguments)
            throws IOException {
        Path output = directory.resolve(script + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(property("servers.scripts"), script).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        ServerProcess server = new ServerProcess(script, process, output);
        try {
            Awaitility.await(script + " answers on port " + port)
                    .atMost(START_LIMIT)
                    .until(() -> !process.isAlive() || answers(port));
        } catch (ConditionTimeoutException e) {
            server.close();
            throw new IllegalStateException(script + " did not start in time; it said:\n" + server.output(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    script + " ended with status " + process.exitValue() + "; it said:\n" + server.output());
        }
        return server;
    }

    /** Where scripts may install what they run. */
    static Path directory() {
        return Path.of(property("servers.directory"));
    }

    /** A port of loopback that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What the server has written so far. */
    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The output of " + script + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("The system property " + name + " is not set; the module's pom does");
        }
        return value;
    }
}
