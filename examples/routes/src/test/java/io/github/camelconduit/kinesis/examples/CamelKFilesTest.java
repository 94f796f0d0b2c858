package io.github.camelconduit.kinesis.examples;

import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.apache.camel.main.Main;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.embedded.ConsumerView;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.StoredRecord;
import io.github.camelconduit.kinesis.examples.pages.LocalServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The files for Camel K: what they name, and the flows of the integration as routes in YAML, pod after pod, with the Secret
 * as properties. In a Quarkus application, as its operator has them run, they and the pipe are tested in examples/quarkus.
 */
@Timeout(600)
class CamelKFilesTest {

    private static final Path FILES = Path.of("camel-k");
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    private EmbeddedKinesis kinesis;

    @BeforeEach
    void startServer() {
        kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 2).stream("archive", 2)
                .start();
    }

    @AfterEach
    void stopServer() {
        kinesis.close();
    }

    @Test
    void theIntegrationCopiesAStreamAndGoesOnWithItInANewPod() throws Exception {
        put(0, 20);
        runIntegration(() -> awaitArchived(20));
        put(20, 40);
        runIntegration(() -> awaitArchived(40));

        assertThat(kinesis.records("archive"))
                .as("once each, under its own key")
                .hasSize(40)
                .allSatisfy(stored -> assertThat(text(stored)).contains("\"id\": \"" + id(stored.partitionKey())));
        assertThat(kinesis.consumers("orders")).extracting(ConsumerView::name).containsExactly("orders-to-archive");
    }

    @Test
    void theFilesNameEachOtherAndTheComponentOfThisVersion() throws Exception {
        String secret = (String) at(yaml("credentials.yaml"), "metadata", "name");
        String claim = (String) at(yaml("positions.yaml"), "metadata", "name");
        Map<String, Object> integration = yaml("orders-to-archive.yaml");
        Map<String, Object> pipe = yaml("orders-to-archive-pipe.yaml");

        assertThat(at(integration, "spec", "traits", "mount", "configs")).isEqualTo(List.of("secret:" + secret));
        assertThat(at(integration, "spec", "traits", "mount", "volumes")).isEqualTo(List.of(claim + ":/positions"));
        assertThat(at(pipe, "metadata", "annotations", "trait.camel.apache.org/mount.configs"))
                .isEqualTo("[\"secret:" + secret + "\"]");
        assertThat(at(pipe, "metadata", "annotations", "trait.camel.apache.org/mount.volumes"))
                .isEqualTo("[\"" + claim + ":/positions\"]");
        assertThat(at(integration, "spec", "dependencies")).isEqualTo(List.of(artifact("quarkus")));
        assertThat(at(pipe, "spec", "dependencies")).isEqualTo(List.of(artifact("quarkus")));
        for (String file : List.of("orders-to-archive-dynamodb.yaml", "orders-to-archive-dynamodb-pipe.yaml")) {
            assertThat(at(yaml(file), "spec", "dependencies"))
                    .isEqualTo(List.of(artifact("quarkus"), artifact("dynamodb")));
        }
    }

    private static String artifact(String suffix) {
        return "mvn:io.github.camel-conduit:camel-conduit-kinesis-" + suffix + ":"
                + System.getProperty("project.version");
    }

    @Test
    void inAPodWithARoleTheIntegrationKeepsItsPositionsInDynamoDb() throws Exception {
        try (LocalServices aws = new LocalServices()) {
            aws.kinesis().put("orders", "key-0", "{\"id\": \"order-0\"}".getBytes(StandardCharsets.UTF_8));
            Main main = new Main();
            main.configure().setRoutesIncludePattern("file:" + flows("orders-to-archive-dynamodb.yaml"));
            properties("orders-to-archive-dynamodb.yaml").forEach(main::addInitialProperty);
            main.addInitialProperty(
                    "camel.component.conduit-kinesis.url",
                    aws.kinesis().endpoint().toString());
            main.start();
            try {
                await().atMost(LIMIT).untilAsserted(() -> {
                    assertThat(aws.kinesis().records("archive")).hasSize(1);
                    assertThat(aws.dynamoDbCalls()).contains("Query", "UpdateItem");
                });
            } finally {
                main.stop();
            }
        }
    }

    /** In an integration a list in YAML, in a pipe one in JSON. */
    @Test
    void thePipeMakesTheBeanForDynamoDbAsTheIntegrationDoes() throws Exception {
        Map<String, Object> pipe = yaml("orders-to-archive-dynamodb-pipe.yaml");

        assertThat(Jsoner.deserialize(
                        (String) at(pipe, "metadata", "annotations", "trait.camel.apache.org/camel.properties")))
                .isEqualTo(at(yaml("orders-to-archive-dynamodb.yaml"), "spec", "traits", "camel", "properties"));
        assertThat(at(pipe, "spec", "source", "properties", "positionStore")).isEqualTo("#positions");
    }

    /** As the operator takes them apart, at the first equals sign. */
    private static Map<String, String> properties(String integration) throws IOException {
        return ((List<?>) at(yaml(integration), "spec", "traits", "camel", "properties"))
                .stream()
                        .map(line -> line.toString().split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** The build runs these tests a second time, with the AWS SDK that Camel Quarkus has. */
    @Test
    void theAwsSdkIsTheOneThatThisRunIsFor() {
        URL jar = KinesisAsyncClient.class.getProtectionDomain().getCodeSource().getLocation();

        assertThat(jar.getPath()).endsWith("/kinesis-" + System.getProperty("awssdk.version") + ".jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders-to-archive", "orders-to-archive-dynamodb"})
    void theFilesAskForTheRuntimeThatTheComponentIsMadeFor(String name) throws Exception {
        String version = System.getProperty("quarkus-platform.version");
        Map<String, Object> integration = yaml(name + ".yaml");
        Map<String, Object> pipe = yaml(name + "-pipe.yaml");
        String annotation = "trait.camel.apache.org/camel.runtime-";

        assertThat(at(integration, "spec", "traits", "camel", "runtimeProvider"))
                .isEqualTo("plain-quarkus");
        assertThat(at(integration, "spec", "traits", "camel", "runtimeVersion")).isEqualTo(version);
        assertThat(at(pipe, "metadata", "annotations", annotation + "provider")).isEqualTo("plain-quarkus");
        assertThat(at(pipe, "metadata", "annotations", annotation + "version")).isEqualTo(version);
    }

    private void runIntegration(Runnable check) throws Exception {
        Path routes = flows("orders-to-archive.yaml");
        run(main -> main.configure().setRoutesIncludePattern("file:" + routes), check);
    }

    private Path flows(String integration) throws IOException {
        Object flows = at(yaml(integration), "spec", "flows");
        return Files.writeString(
                directory.resolve("flows.yaml"), new Dump(DumpSettings.builder().build()).dumpToString(flows));
    }

    private void run(Consumer<Main> routes, Runnable check) throws Exception {
        Main main = new Main();
        Properties secret = new Properties();
        secret.load(new StringReader((String) at(yaml("credentials.yaml"), "stringData", "credentials.properties")));
        secret.forEach((key, value) -> main.addInitialProperty((String) key, (String) value));
        main.addInitialProperty(
                "positions.directory", directory.resolve("positions").toString());
        main.addInitialProperty(
                "camel.component.conduit-kinesis.url", kinesis.endpoint().toString());
        routes.accept(main);
        main.start();
        try {
            check.run();
        } finally {
            main.stop();
        }
    }

    private void put(int from, int to) {
        for (int i = from; i < to; i++) {
            kinesis.put("orders", "key-" + i, ("{\"id\": \"order-" + i + "\"}").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String id(String key) {
        return key.replace("key-", "order-");
    }

    private void awaitArchived(int count) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(kinesis.records("archive")).hasSize(count));
    }

    private static String text(StoredRecord stored) {
        return new String(stored.data(), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> yaml(String file) throws IOException {
        return (Map<String, Object>)
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILES.resolve(file)));
    }

    private static Object at(Map<String, Object> root, String... path) {
        Object value = root;
        for (String key : path) {
            value = ((Map<?, ?>) value).get(key);
        }
        return value;
    }
}
