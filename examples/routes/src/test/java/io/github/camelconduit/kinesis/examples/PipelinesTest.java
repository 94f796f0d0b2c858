package io.github.camelconduit.kinesis.examples;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Both pipelines, in Java DSL and in YAML: from a file through a stream to a file. */
class PipelinesTest {

    private static final Path DATA = Path.of("data/earthquakes.jsonl");

    @TempDir
    Path directory;

    @Test
    void theRoutesInJavaCarryAFileThroughAStream() throws Exception {
        carries(main -> main.configure().addRoutesBuilder(new FileToKinesis()), main -> main.configure()
                .addRoutesBuilder(new KinesisToFile()));
    }

    @Test
    void theRoutesInYamlCarryAFileThroughAStream() throws Exception {
        carries(
                main -> main.configure().setRoutesIncludePattern("file:yaml/file-to-kinesis.yaml"),
                main -> main.configure().setRoutesIncludePattern("file:yaml/kinesis-to-file.yaml"));
    }

    private void carries(Consumer<Main> destination, Consumer<Main> source) throws Exception {
        Path input = Files.createDirectory(directory.resolve("input"));
        Path output = directory.resolve("output");
        List<String> lines = Files.readAllLines(DATA).subList(0, 300);
        Files.write(input.resolve("earthquakes.jsonl"), lines);
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 4)
                .start()) {
            run(kinesis, input, output, destination, () -> await().atMost(Duration.ofSeconds(30))
                    .until(() -> kinesis.records("orders").size() == lines.size()));
            assertThat(kinesis.records("orders"))
                    .allSatisfy(stored -> assertThat(text(stored)).startsWith("{\"id\": \"" + stored.partitionKey()));
            run(kinesis, input, output, source, () -> await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(output.resolve("records.jsonl"))
                            .content()
                            .satisfies(content ->
                                    assertThat(content.lines()).containsExactlyInAnyOrderElementsOf(lines))));
        }
    }

    private static String text(StoredRecord stored) {
        return new String(stored.data(), StandardCharsets.UTF_8);
    }

    private void run(EmbeddedKinesis kinesis, Path input, Path output, Consumer<Main> routes, Runnable check)
            throws Exception {
        Main main = new Main();
        main.setPropertyPlaceholderLocations("file:application.properties");
        main.addOverrideProperty("input.directory", input.toString());
        main.addOverrideProperty("output.directory", output.toString());
        main.addOverrideProperty(
                "camel.component.conduit-kinesis.url", kinesis.endpoint().toString());
        routes.accept(main);
        main.start();
        try {
            check.run();
        } finally {
            main.stop();
        }
    }
}
