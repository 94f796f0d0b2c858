package io.github.camelconduit.kinesis.quarkus.deployment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import org.apache.camel.ProducerTemplate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Quarkus says of an application whose stream cannot be read, nor written to. */
class HealthTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(OrdersRoute.class))
            .overrideConfigKey("camel.component.conduit-kinesis.on-missing-stream", "wait")
            .overrideConfigKey("camel.health.producers-enabled", "true");

    @TestHTTPResource("/q/health")
    URI health;

    @ConfigProperty(name = "camel.component.conduit-kinesis.url")
    URI server;

    @Inject
    ProducerTemplate template;

    @Inject
    OrdersRoute route;

    @Test
    void aMissingStreamIsDownInReadinessWithTheReasonAndUpAgainOnceItIsThere() throws Exception {
        await().atMost(LIMIT).untilAsserted(() -> {
            HttpResponse<String> answer = get("/ready");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).contains("NOT_FOUND").contains("orders");
        });
        assertThat(get("/live").statusCode()).as("a new start does not help").isEqualTo(200);
        assertThat(template.send("direct:orders", exchange -> exchange.getMessage()
                                .setBody("lost"))
                        .isFailed())
                .isTrue();
        assertThat(get("/ready").body()).containsPattern(producersAre("DOWN"));

        createStream();
        template.sendBody("direct:orders", "one");

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(get("/ready").statusCode()).isEqualTo(200));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(route.received()).containsExactly("customer-3=one"));
        assertThat(get("/ready").body()).containsPattern(producersAre("UP"));
        assertThat(get("/live").body()).contains("consumer-liveness:reader", "producer-liveness:orders");
        assertThat(get("").body()).contains("camel-consumers").doesNotContain("DOWN");
    }

    private static String producersAre(String status) {
        return "\"camel-producers\",\\s+\"status\": \"" + status + "\"";
    }

    private void createStream() {
        try (KinesisAsyncClient client = KinesisAsyncClient.builder()
                .endpointOverride(server)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build()) {
            client.createStream(stream -> stream.streamName("orders").shardCount(1))
                    .join();
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(health + path)).build(), BodyHandlers.ofString());
    }
}
