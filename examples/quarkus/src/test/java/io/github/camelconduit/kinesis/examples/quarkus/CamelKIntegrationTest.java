package io.github.camelconduit.kinesis.examples.quarkus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What Camel K builds is a Quarkus application: the flow of an integration runs in one, taken out of its file as the
 * operator does, with properties where a Secret gives them.
 */
@QuarkusTest
@TestProfile(CamelKIntegrationTest.Integration.class)
class CamelKIntegrationTest {

    @ConfigProperty(name = "camel.component.conduit-kinesis.url")
    String server;

    @Test
    void theIntegrationCopiesAStreamUnderTheSameKeys() {
        try (Streams streams = new Streams(server)) {
            IntStream.range(0, 20).forEach(i -> streams.put("orders", "key-" + i, "order-" + i));

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(streams.records("archive")).hasSize(20));
            assertThat(streams.records("archive"))
                    .allSatisfy(record -> assertThat(record.data().asUtf8String())
                            .isEqualTo(record.partitionKey().replace("key-", "order-")));
        }
    }

    /** What the operator makes of the file, and of what it mounts. */
    public static class Integration implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> properties = new HashMap<>();
            properties.put("camel.main.routes-include-pattern", "file:" + flows());
            properties.put("quarkus.conduit-kinesis.devservices.streams.archive", "2");
            properties.put("kinesis.region", "eu-central-1");
            properties.put("kinesis.accessKeyId", "AKIAIOSFODNN7EXAMPLE");
            properties.put("kinesis.secretAccessKey", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
            properties.put("positions.directory", "target/test/positions");
            return properties;
        }

        private static Path flows() {
            try {
                Object file = new Load(LoadSettings.builder().build())
                        .loadFromString(Files.readString(Path.of("../routes/camel-k/orders-to-archive.yaml")));
                Object flows = ((Map<?, ?>) ((Map<?, ?>) file).get("spec")).get("flows");
                Path routes = Files.createDirectories(Path.of("target/test")).resolve("flows.yaml");
                return Files.writeString(routes, new Dump(DumpSettings.builder().build()).dumpToString(flows));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
