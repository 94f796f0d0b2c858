package io.github.camelconduit.kinesis.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.core.TerminalFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The command {@code camel run} with routes in YAML as they are, in a process of its own and without downloads. */
@Timeout(1_200)
class CamelRunIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    /** With the directory from the environment, as the properties file says that it may be. */
    @Test
    void runsRoutesInYamlWithTheComponentAndWithTheKamelets() throws Exception {
        List<String> lines =
                Files.readAllLines(Path.of("data/earthquakes.jsonl")).subList(0, 100);
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 2).stream(
                        "archive", 2)
                .start()) {
            for (int i = 0; i < lines.size(); i++) {
                kinesis.put("orders", "key-" + i, lines.get(i).getBytes(StandardCharsets.UTF_8));
            }
            Path log = directory.resolve("log");
            Process camel = run(
                    log,
                    Map.of("OUTPUT_DIRECTORY", directory.resolve("output").toString()),
                    "run",
                    Path.of("yaml/kinesis-to-file.yaml").toAbsolutePath().toString(),
                    Path.of("yaml/kamelets.yaml").toAbsolutePath().toString(),
                    "--properties=" + Path.of("application.properties").toAbsolutePath(),
                    "--prop=camel.component.conduit-kinesis.url=" + kinesis.endpoint(),
                    "--download=false",
                    "--logging-color=false");
            try {
                await().atMost(LIMIT)
                        .failFast("camel ended", () -> !camel.isAlive())
                        .untilAsserted(() -> assertThat(directory.resolve("output/records.jsonl"))
                                .content()
                                .satisfies(content ->
                                        assertThat(content.lines()).containsExactlyInAnyOrderElementsOf(lines)));
                await().atMost(LIMIT)
                        .failFast("camel ended", () -> !camel.isAlive())
                        .untilAsserted(() -> assertThat(kinesis.records("archive"))
                                .hasSameSizeAs(lines)
                                .as("the template of the Kamelet makes the key")
                                .noneMatch(stored -> stored.partitionKey().startsWith("key-")));
            } catch (TerminalFailureException e) {
                throw new AssertionError(Files.readString(log), e);
            } finally {
                camel.destroy();
                assertThat(camel.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .as("stops")
                        .isTrue();
            }
        }
    }

    private Process run(Path log, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It is up before a better compiler pays.
                "-XX:TieredStopAtLevel=1",
                // Where it keeps what it knows of its processes.
                "-Duser.home=" + directory,
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                "-cp",
                System.getProperty("java.class.path"),
                CamelCommand.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
