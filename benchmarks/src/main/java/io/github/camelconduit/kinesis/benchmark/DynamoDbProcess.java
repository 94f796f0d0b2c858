package io.github.camelconduit.kinesis.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

import software.amazon.dynamodb.services.local.main.ServerRunner;

/** DynamoDB local in a JVM of its own, in memory: for the leases of the Kinesis Client Library. */
final class DynamoDbProcess implements AutoCloseable {

    private static final long START_MILLIS = 30_000;

    /** Where its native library is. */
    private static final Path SQLITE = Path.of("benchmarks", "target", "sqlite");

    private final Process process;
    private final int port;

    private DynamoDbProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and waits until it listens. */
    static DynamoDbProcess start() {
        try {
            int port = freePort();
            List<String> command = JavaCommand.of(
                    List.of("-Xmx512m", "-Dsqlite4java.library.path=" + SQLITE.toAbsolutePath()),
                    ServerRunner.class,
                    List.of("-inMemory", "-disableTelemetry", "-port", Integer.toString(port)));
            Process process = JavaCommand.start(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD));
            long limit = System.currentTimeMillis() + START_MILLIS;
            while (!listens(port)) {
                if (!process.isAlive() || System.currentTimeMillis() > limit) {
                    process.destroy();
                    throw new IllegalStateException("DynamoDB local does not start.");
                }
                Pause.millis(100);
            }
            return new DynamoDbProcess(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String url() {
        return "http://localhost:" + port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
