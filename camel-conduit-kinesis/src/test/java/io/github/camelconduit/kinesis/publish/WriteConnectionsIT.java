package io.github.camelconduit.kinesis.publish;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.client.EventLoops;
import io.github.camelconduit.kinesis.client.KinesisClients;
import io.github.camelconduit.kinesis.client.RecordingServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Requests on connections that are never there, never ready, slow, or closed: what is known of each. */
@Timeout(90)
class WriteConnectionsIT {

    private static final StreamTarget STREAM = new StreamTarget("orders", null);
    private static final Duration TIME = Duration.ofMillis(400);

    @TempDir
    private Path folder;

    private final CamelContext context = new DefaultCamelContext();
    private final EventLoops eventLoops = EventLoops.start(context);
    private final HeldTimer timer = new HeldTimer();
    private final ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();
    private KinesisClients clients;

    /** No time passes for it while it is held up, so that it does not depend on how fast this machine is. */
    private static final class HeldTimer extends ScheduledThreadPoolExecutor {

        private volatile CompletableFuture<Void> goesOn = CompletableFuture.completedFuture(null);

        HeldTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            CompletableFuture<Void> from = goesOn;
            return super.schedule(
                    () -> {
                        from.join();
                        task.run();
                    },
                    delay,
                    unit);
        }

        void holdUp() {
            goesOn = new CompletableFuture<>();
        }

        void goOn() {
            goesOn.complete(null);
        }
    }

    @BeforeEach
    void configure() {
        configuration.setStreamNameOrArn("orders");
        configuration.setAccessKeyId("AKIAKEY");
        configuration.setSecretAccessKey("secret");
    }

    @AfterEach
    void close() {
        clients.close();
        eventLoops.close();
        timer.shutdownNow();
        context.stop();
    }

    @Test
    @Tag("failure-mode-37")
    void nothingIsSentWhereACertificateIsNotTrusted() throws Exception {
        try (RecordingServer server = RecordingServer.tls(folder)) {
            Throwable failure = failureOf(put(server.url(), Duration.ofSeconds(20)));
            assertNotSentButTriedAgain(failure);
            assertThat(server.calls()).isEmpty();
        }
    }

    @Test
    @Tag("failure-mode-37")
    void nothingIsSentWhereNoConnectionIsTaken() throws Exception {
        List<Socket> full = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Connections beyond its backlog are not answered.
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                full.add(socket);
                try {
                    socket.connect(server.getLocalSocketAddress(), 100);
                } catch (IOException e) {
                    assertThat(i).as("connections that it took").isPositive();
                }
            }
            Throwable failure = failureOf(put("http://127.0.0.1:" + server.getLocalPort(), TIME));
            assertNotSentButTriedAgain(failure);
            assertThat(failure).hasMessageContaining("there was no connection within 400 ms");
        } finally {
            for (Socket socket : full) {
                socket.close();
            }
        }
    }

    @Test
    @Tag("failure-mode-37")
    void nothingIsSentWhereTheTlsHandshakeDoesNotEnd() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Duration time = Duration.ofSeconds(2);
            configuration.setDeliveryTimeout(2 * time.toMillis());
            // Or on a machine that is slow to connect the request would be given up before the handshake is.
            timer.holdUp();
            Throwable failure;
            try {
                failure = failureOf(put("https://localhost:" + server.getLocalPort(), time));
            } finally {
                timer.goOn();
            }
            assertThat(failure).isNotInstanceOf(TimeoutException.class);
            if (failure.getMessage().contains("The connection was closed during the request")) {
                // The SDK has seen that before Netty told it of the handshake, and says nothing of how far it was.
                assertThat(PutFailure.ofRequest(failure).retryable()).isTrue();
            } else {
                assertNotSentButTriedAgain(failure);
            }
        }
    }

    @Test
    @Tag("failure-mode-37")
    void nothingIsSentWhereAProxyRefuses() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> refuseAll(proxy));
            configuration.setProxyHost("localhost");
            configuration.setProxyPort(proxy.getLocalPort());
            assertNotSentButTriedAgain(failureOf(put("http://kinesis.example:4567", Duration.ofSeconds(20))));
        }
    }

    @Test
    @Tag("failure-mode-37")
    void theOutcomeIsUnknownWhereTheServerHasTheRequestAndSaysNothing() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            timer.holdUp();
            CompletableFuture<PutRecordsResponse> answer = put("http://localhost:" + server.getLocalPort(), TIME);
            try (Socket socket = server.accept()) {
                readRequest(socket.getInputStream());
                timer.goOn();
                Throwable failure = failureOf(answer);
                assertThat(SdkPutRecordsCall.leavesOutcomeUnknown(failure)).isTrue();
                assertThat(failure).hasMessageContaining("no answer came within 400 ms");
                assertThat(socket.getInputStream().read()).as("closed").isEqualTo(-1);
            }
        }
    }

    @Test
    void aRequestThatWasGivenUpIsNotSentWhenThereIsAConnectionAfterAll() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CountDownLatch givenUp = new CountDownLatch(1);
            CompletableFuture<String> came = CompletableFuture.supplyAsync(() -> allOfOneConnection(server, givenUp));
            // Through a proxy that takes its time.
            configuration.setProxyHost("localhost");
            configuration.setProxyPort(server.getLocalPort());
            assertNotSentButTriedAgain(failureOf(put("http://kinesis.example:4567", TIME)));
            givenUp.countDown();
            assertThat(came.get(30, TimeUnit.SECONDS)).startsWith("CONNECT").doesNotContain("PartitionKey");
        }
    }

    @Test
    void aRequestThatTakesLongToBeReadIsNotLost() throws Exception {
        try (ServerSocket server = new ServerSocket()) {
            server.setReceiveBufferSize(4096);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            CompletableFuture<PutRecordsResponse> answer = put(
                    "http://localhost:" + server.getLocalPort(),
                    Duration.ofSeconds(30),
                    Collections.nCopies(10, entry(1024 * 1024)));
            try (Socket socket = server.accept()) {
                long from = System.nanoTime();
                // The SDK's own limit for Kinesis is ten seconds.
                await().pollInterval(Duration.ofMillis(100))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> System.nanoTime() - from
                                > Duration.ofMillis(10_500).toNanos());
                readRequest(socket.getInputStream());
                answer(socket);
                assertThat(answer.get(10, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void anIdleConnectionIsClosedBeforeServersDoSoAfterFiveSeconds() throws Exception {
        Duration limit = Duration.ofSeconds(5);
        Duration open = limit;
        // Left to itself the SDK closes it after five seconds, too: never sooner. A machine that is busy may do so
        // later.
        for (int attempt = 0; attempt < 4 && open.compareTo(limit) >= 0; attempt++) {
            open = openWhileIdle();
        }
        assertThat(open).isLessThan(limit);
    }

    private Duration openWhileIdle() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<PutRecordsResponse> answer =
                    put("http://localhost:" + server.getLocalPort(), Duration.ofSeconds(20));
            try (Socket socket = server.accept()) {
                readRequest(socket.getInputStream());
                long idle = System.nanoTime();
                answer(socket);
                answer.get(10, TimeUnit.SECONDS);
                assertThat(socket.getInputStream().read()).as("closed").isEqualTo(-1);
                return Duration.ofNanos(System.nanoTime() - idle);
            }
        } finally {
            clients.close();
        }
    }

    private CompletableFuture<PutRecordsResponse> put(String url, Duration time) {
        return put(url, time, List.of(entry(1)));
    }

    private CompletableFuture<PutRecordsResponse> put(String url, Duration time, List<PutRecordsRequestEntry> records) {
        configuration.setUrl(url);
        clients = KinesisClients.create(configuration, "eu-west-1", eventLoops);
        return new SdkPutRecordsCall(clients.writes(), time, timer).put(STREAM, records);
    }

    private static PutRecordsRequestEntry entry(int size) {
        return PutRecordsRequestEntry.builder()
                .partitionKey("k")
                .data(SdkBytes.fromByteArray(new byte[size]))
                .build();
    }

    private static Throwable failureOf(CompletableFuture<PutRecordsResponse> answer) throws Exception {
        return answer.handle((response, failure) -> failure).get(20, TimeUnit.SECONDS);
    }

    private static void assertNotSentButTriedAgain(Throwable failure) {
        PutFailure told = PutFailure.ofRequest(failure);
        assertThat(told.outcomeUnknown()).as("outcome unknown: " + failure).isFalse();
        assertThat(told.retryable()).as("retryable: " + failure).isTrue();
    }

    private static void refuseAll(ServerSocket proxy) {
        while (!proxy.isClosed()) {
            try (Socket socket = proxy.accept()) {
                socket.getOutputStream()
                        .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // Closed: the test is over.
            }
        }
    }

    /** Lets the tunnel be made when the request has been given up, and says what came until it is closed. */
    private static String allOfOneConnection(ServerSocket server, CountDownLatch givenUp) {
        try (Socket socket = server.accept()) {
            String head = readHead(socket.getInputStream());
            givenUp.await(30, TimeUnit.SECONDS);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(500);
            return head + allThatComes(socket.getInputStream());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String allThatComes(InputStream in) throws IOException {
        StringBuilder all = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.append((char) next);
            }
        } catch (SocketTimeoutException e) {
            all.append(" and no more");
        }
        return all.toString();
    }

    private static void readRequest(InputStream in) throws IOException {
        String head = readHead(in).toLowerCase(Locale.ROOT);
        int at = head.indexOf("content-length:");
        in.skipNBytes(Long.parseLong(head.substring(at + "content-length:".length(), head.indexOf('\r', at))
                .trim()));
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException(head.toString());
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** With an empty map in CBOR. */
    private static void answer(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-cbor-1.1\r\nContent-Length: 1\r\n\r\n"
                                + (char) 0xA0)
                        .getBytes(StandardCharsets.ISO_8859_1));
    }
}
