package io.github.camelconduit.kinesis.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;

/** A server that remembers how it was called, and answers all calls alike. */
public final class RecordingServer implements AutoCloseable {

    private static final Buffer EMPTY_CBOR_MAP = Buffer.buffer(new byte[] {(byte) 0xA0});
    private static final String PASSWORD = "changeit";

    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> refusals = new ConcurrentLinkedQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final String scheme;
    private final int status;
    private final CompletableFuture<Void> held = new CompletableFuture<>();
    private volatile boolean holds;

    /** @param status what to answer with; 0 for no answer at all */
    private RecordingServer(String scheme, HttpServerOptions options, int status) throws Exception {
        this.scheme = scheme;
        this.status = status;
        server = await(vertx.createHttpServer(options.setHost("localhost").setPort(0))
                .requestHandler(this::answer)
                .exceptionHandler(refusals::add)
                .listen());
    }

    public static RecordingServer plain(int status) throws Exception {
        return new RecordingServer("http", new HttpServerOptions(), status);
    }

    /** With TLS, HTTP/2 by ALPN only, and a certificate nobody trusts. */
    public static RecordingServer tls(Path folder) throws Exception {
        Path store = folder.resolve("server.p12");
        createCertificate(store);
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PfxOptions().setPath(store.toString()).setPassword(PASSWORD));
        return new RecordingServer("https", options, 200);
    }

    public String url() {
        return scheme + "://localhost:" + server.actualPort();
    }

    public Queue<Call> calls() {
        return calls;
    }

    /** Connections that the client gave up during the TLS handshake. */
    public Queue<Throwable> refusals() {
        return refusals;
    }

    /** Answers nothing until it is released. */
    public void hold() {
        holds = true;
    }

    public void release() {
        held.complete(null);
    }

    private void answer(HttpServerRequest request) {
        calls.add(new Call(
                request.version(),
                request.connection().remoteAddress().port(),
                request.getHeader("Authorization"),
                request.getHeader("X-Amz-Security-Token")));
        if (holds) {
            held.thenRun(() -> respondTo(request));
        } else {
            respondTo(request);
        }
    }

    private void respondTo(HttpServerRequest request) {
        if (status != 0) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/x-amz-cbor-1.1")
                    .end(EMPTY_CBOR_MAP);
        }
    }

    private static void createCertificate(Path store) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    private static <T> T await(io.vertx.core.Future<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        vertx.close();
    }

    /** @param clientPort tells connections apart */
    public record Call(HttpVersion version, int clientPort, String authorization, String securityToken) {}
}
