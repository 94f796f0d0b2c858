package io.github.camelconduit.kinesis.client;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Hundreds of connections take a while to be made: their subscriptions wait for longer than the SDK lets them. */
class ConnectionAcquisitionIT {

    /** After which the SDK gives up. */
    private static final Duration SDK_DEFAULT = Duration.ofSeconds(10);

    private final CamelContext context = new DefaultCamelContext();
    private final EventLoops eventLoops = EventLoops.start(context);

    @AfterEach
    void close() {
        eventLoops.close();
        context.stop();
    }

    @Test
    @Tag("failure-mode-12")
    void aSubscriptionWhoseConnectionTakesLongToBeMadeWaitsForIt() throws Exception {
        // Takes connections, and never says the first word of HTTP/2.
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();
            configuration.setStreamNameOrArn("orders");
            configuration.setUrl("http://localhost:" + server.getLocalPort());
            configuration.setAccessKeyId("id");
            configuration.setSecretAccessKey("secret");
            try (KinesisClients clients = KinesisClients.create(configuration, "eu-west-1", eventLoops)) {
                CompletableFuture<?> call = clients.subscriptions().describeLimits();

                await().pollDelay(SDK_DEFAULT.plusSeconds(1))
                        .atMost(SDK_DEFAULT.plusSeconds(10))
                        .untilAsserted(() -> assertThat(call).isNotDone());
                call.cancel(true);
            }
        }
    }
}
