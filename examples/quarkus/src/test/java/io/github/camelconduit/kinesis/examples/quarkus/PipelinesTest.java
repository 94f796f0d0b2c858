package io.github.camelconduit.kinesis.examples.quarkus;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The application with the server that Quarkus starts for it. */
@QuarkusTest
class PipelinesTest {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @ConfigProperty(name = "input.directory")
    Path input;

    @ConfigProperty(name = "output.directory")
    Path output;

    @ConfigProperty(name = "camel.component.conduit-kinesis.url")
    String server;

    @TestHTTPResource("/q/health/ready")
    URI readiness;

    @BeforeEach
    @AfterEach
    void removeWhatWasRead() throws IOException {
        Files.deleteIfExists(output.resolve("records.jsonl"));
        Files.deleteIfExists(input.resolve(".camel/earthquakes.jsonl"));
    }

    @Test
    void aFileGoesThroughTheStreamIntoAFileAndTheExplosionsIntoTheirOwnStream() throws Exception {
        ExampleData.writeTo(input);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(ExampleData.readFrom(output))
                .containsExactlyInAnyOrderElementsOf(ExampleData.events()));
        try (Streams streams = new Streams(server)) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(streams.records("explosions"))
                    .extracting(record -> record.data().asUtf8String())
                    .containsExactlyInAnyOrderElementsOf(ExampleData.explosions()));
            assertThat(streams.records("orders"))
                    .hasSameSizeAs(ExampleData.events())
                    .as("the template of the YAML file makes the key")
                    .allSatisfy(record -> assertThat(record.data().asUtf8String())
                            .startsWith("{\"id\": \"" + record.partitionKey() + "\""));
        }
    }

    @Test
    void theApplicationIsReadyWhileItsStreamsAreRead() throws Exception {
        String answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(readiness).build(), BodyHandlers.ofString())
                .body();

        assertThat(answer).contains("\"status\": \"UP\"").contains("camel");
    }
}
