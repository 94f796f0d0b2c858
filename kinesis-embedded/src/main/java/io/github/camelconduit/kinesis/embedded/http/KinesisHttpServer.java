package io.github.camelconduit.kinesis.embedded.http;

import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;

import io.github.camelconduit.kinesis.embedded.Rules;

/**
 * Listens on one port, on every event loop: a connection belongs to one loop for its life. Without TLS the port speaks
 * HTTP/1.1, h2c with prior knowledge and by upgrade; with TLS, HTTP/1.1 and HTTP/2 by ALPN.
 */
public final class KinesisHttpServer {

    /** Uploads of several megabytes at once need more than HTTP/2's 64 KiB. */
    private static final int STREAM_WINDOW = 1 << 20;

    private static final int CONNECTION_WINDOW = 8 << 20;

    private final Vertx vertx;
    private final HttpServerOptions options;
    private final Handler<HttpServerRequest> handler;

    /**
     * @param certificate for TLS, or null for none
     */
    public KinesisHttpServer(
            Vertx vertx,
            String host,
            Rules rules,
            SelfSignedCertificate certificate,
            Handler<HttpServerRequest> handler) {
        this.vertx = vertx;
        this.handler = handler;
        this.options = new HttpServerOptions()
                .setHost(host)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(rules.maxStreamsPerConnection())
                        .setInitialWindowSize(STREAM_WINDOW))
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                // A client may give up many subscriptions at once, and resets once more for every frame still under
                // way.
                .setHttp2RstFloodMaxRstFramePerWindow(Integer.MAX_VALUE);
        if (certificate != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PfxOptions()
                            .setValue(Buffer.buffer(certificate.pkcs12()))
                            .setPassword(certificate.password()));
        }
    }

    /**
     * Starts listening.
     *
     * @param port       0 for any free one
     * @param eventLoops on how many event loops
     * @return the port
     */
    public Future<Integer> listen(int port, int eventLoops) {
        AtomicInteger actualPort = new AtomicInteger();
        // A negative port is a free one shared by all who ask with the same number: one for each kind.
        int shared = port == 0 ? (options.isSsl() ? -2 : -1) : port;
        // One loop first: where the port is taken, the others would try it in turn while the first gives up.
        return deploy(1, shared, actualPort)
                .compose(v -> eventLoops == 1 ? Future.succeededFuture() : deploy(eventLoops - 1, shared, actualPort))
                .map(v -> actualPort.get());
    }

    private Future<Void> deploy(int instances, int port, AtomicInteger actualPort) {
        return vertx.deployVerticle(
                        () -> new Listener(port, actualPort), new DeploymentOptions().setInstances(instances))
                .mapEmpty();
    }

    /** One event loop's part. */
    private final class Listener extends AbstractVerticle {

        private final int port;
        private final AtomicInteger actualPort;

        Listener(int port, AtomicInteger actualPort) {
            this.port = port;
            this.actualPort = actualPort;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer(options)
                    .requestHandler(handler)
                    .listen(port)
                    .onSuccess(server -> actualPort.set(server.actualPort()))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
