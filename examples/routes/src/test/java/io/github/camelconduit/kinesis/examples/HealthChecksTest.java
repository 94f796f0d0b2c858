package io.github.camelconduit.kinesis.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelconduit.kinesis.ConduitKinesisEndpoint;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The health of both pipelines, with the properties as they are in the file. */
@Timeout(600)
class HealthChecksTest {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    @Test
    void sayWhatIsWrongAndThatItIsOver() throws Exception {
        Path input = Files.createDirectory(directory.resolve("input"));
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 1)
                .start()) {
            Main main = new Main();
            main.setPropertyPlaceholderLocations("file:application-health.properties");
            main.addOverrideProperty("input.directory", input.toString());
            main.addOverrideProperty(
                    "output.directory", directory.resolve("output").toString());
            main.addOverrideProperty(
                    "camel.component.conduit-kinesis.url", kinesis.endpoint().toString());
            main.configure().addRoutesBuilder(new FileToKinesis());
            main.configure().addRoutesBuilder(new KinesisToFile());
            main.start();
            try {
                assertThat(HealthCheckRegistry.get(main.getCamelContext()).stream()
                                .map(HealthCheck::getId))
                        .contains(
                                "consumer:kinesis-to-file",
                                "consumer-liveness:kinesis-to-file",
                                "producer:orders",
                                "producer-liveness:orders");
                assertThresholds(
                        main.getCamelContext().getEndpoint("conduit-kinesis:orders", ConduitKinesisEndpoint.class));
                // Camel's own check of the file consumer is not ready until its first poll.
                await().atMost(LIMIT).untilAsserted(() -> assertThat(HealthReport.notReady(main.getCamelContext()))
                        .isEmpty());
                kinesis.faults()
                        .refuse("PutRecords")
                        .withError("AccessDeniedException")
                        .always();
                put(input.resolve("one.jsonl"), "{\"id\": \"1\"}");

                await().atMost(LIMIT).untilAsserted(() -> assertThat(HealthReport.notReady(main.getCamelContext()))
                        .singleElement()
                        .asString()
                        .startsWith("producer:orders: Stream orders: ")
                        .endsWith("ACCESS_DENIED"));
                assertThat(HealthReport.notLive(main.getCamelContext())).isEmpty();
                kinesis.faults().clear();
                put(input.resolve("two.jsonl"), "{\"id\": \"2\"}");
                await().atMost(LIMIT).until(() -> HealthReport.notReady(main.getCamelContext())
                        .isEmpty());
            } finally {
                main.stop();
            }
        }
    }

    /** All at once: the route would take a file before there is anything in it. */
    private static void put(Path file, String line) throws IOException {
        Path written = Files.writeString(file.resolveSibling("written"), line);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void assertThresholds(ConduitKinesisEndpoint endpoint) {
        assertThat(endpoint.getConfiguration().getHealthCheckErrorTolerance()).isEqualTo(60_000);
        assertThat(endpoint.getConfiguration().getHealthCheckMaxMillisBehindLatest())
                .isEqualTo(60_000);
        assertThat(endpoint.getConfiguration().getHealthCheckStuckTimeout()).isEqualTo(600_000);
    }
}
