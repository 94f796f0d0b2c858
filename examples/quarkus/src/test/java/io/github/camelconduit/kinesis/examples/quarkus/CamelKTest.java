package io.github.camelconduit.kinesis.examples.quarkus;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What Camel K builds is a Quarkus application. The integration and the pipe run in one, with their files taken apart as
 * the operator does it: routes, properties in the configuration of Quarkus, a Secret as a folder of properties.
 */
@QuarkusTest
@TestProfile(CamelKTest.Operator.class)
class CamelKTest {

    @ConfigProperty(name = "camel.component.conduit-kinesis.url")
    String server;

    @Test
    void theIntegrationCopiesAStreamUnderItsKeysAndThePipeUnderWhatItsTemplateGives() {
        try (Streams streams = new Streams(server)) {
            IntStream.range(0, 20).forEach(i -> streams.put("orders", "key-" + i, body(i)));

            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(streams.records("archive")).hasSize(40));
            assertThat(streams.records("archive"))
                    .extracting(record -> record.partitionKey() + " " + text(record))
                    .as("of the integration, of the pipe")
                    .contains(lines("key-"))
                    .contains(lines("order-"));
            assertThat(streams.consumers("orders")).contains("orders-to-archive", "orders-to-archive-pipe");
        }
    }

    private static String[] lines(String prefix) {
        return IntStream.range(0, 20).mapToObj(i -> prefix + i + " " + body(i)).toArray(String[]::new);
    }

    private static String body(int i) {
        return "{\"id\": \"order-" + i + "\"}";
    }

    private static String text(Record record) {
        return record.data().asUtf8String();
    }

    /** What the operator gives to the application. */
    public static class Operator implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            CamelKFiles files = new CamelKFiles(Path.of("target/test/camel-k"));
            Map<String, String> properties = new HashMap<>();
            properties.put(
                    "camel.main.routes-include-pattern",
                    "file:" + files.integrationRoutes() + ",file:" + files.pipeRoutes());
            properties.put("quarkus.config.locations", files.userProperties().toString());
            properties.put(
                    "camel.main.cloud-properties-location", files.secret().toString());
            properties.put("quarkus.conduit-kinesis.devservices.streams.archive", "2");
            properties.put("positions.directory", "target/test/positions");
            return properties;
        }
    }
}
