package io.github.camelconduit.kinesis.examples.quarkus;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.ShardView;
import io.github.camelconduit.kinesis.embedded.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The packaged application in a process of its own, as it runs in production, against a server that stands in for AWS. */
class PackagedApplicationIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Pattern PORT = Pattern.compile("Listening on: http://\\S+:(\\d+)");
    private static final Pattern AWS_SDK = Pattern.compile("software\\.amazon\\.awssdk\\.kinesis-(.*)\\.jar");
    private static final Path APPLICATION =
            Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void theApplicationCarriesAFileThroughAStreamAndEndsWhenItIsTold() throws Exception {
        Path input = directory.resolve("input");
        Path output = directory.resolve("output");
        ExampleData.writeTo(input);
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 4).stream(
                        "explosions", 1)
                .start()) {
            Process application = start(kinesis.endpoint());
            try {
                await().atMost(LIMIT).failFast(() -> !application.isAlive()).untilAsserted(() -> assertThat(
                                ExampleData.readFrom(output))
                        .containsExactlyInAnyOrderElementsOf(ExampleData.events()));
                await().atMost(LIMIT).untilAsserted(() -> assertThat(kinesis.records("explosions"))
                        .hasSameSizeAs(ExampleData.explosions()));
                assertThat(kinesis.records("orders"))
                        .extracting(StoredRecord::shardId)
                        .as("all shards are used")
                        .contains(kinesis.shards("orders").stream()
                                .map(ShardView::shardId)
                                .toArray(String[]::new));
                // Its routes run before its web server does.
                await().atMost(LIMIT).failFast(() -> !application.isAlive()).untilAsserted(() -> assertThat(readiness())
                        .contains("\"status\": \"UP\""));
            } finally {
                application.destroy();
            }
            assertThat(application.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as(log())
                    .isTrue();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(kinesis.openSubscriptions()).isEmpty());
            assertThat(Files.list(directory.resolve("kept")))
                    .as("positions are kept")
                    .isNotEmpty();
        }
    }

    @Test
    void nothingOfTheServerForDevelopmentIsPackaged() throws IOException {
        try (Stream<Path> files = Files.walk(APPLICATION.getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("io.github.camel-conduit.camel-conduit-kinesis-"))
                    .noneMatch(name -> name.contains("kinesis-embedded") || name.contains("deployment"));
        }
    }

    /** As for everybody who imports the platform's BOMs and no other. */
    @Test
    void theAwsSdkIsThatOfTheQuarkusPlatformWhichThePagesName() throws IOException {
        String version;
        try (Stream<Path> files = Files.walk(APPLICATION.getParent())) {
            version = files.map(file -> AWS_SDK.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(jar -> jar.group(1))
                    .findFirst()
                    .orElseThrow();
        }

        for (String page : List.of("quarkus.adoc", "camel-k.adoc")) {
            assertThat(Files.readString(Path.of("../../src/main/docs", page))).contains("AWS SDK " + version);
        }
    }

    private Process start(URI server) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dquarkus.http.port=0",
                        "-Dcamel.component.conduit-kinesis.url=" + server,
                        "-jar",
                        APPLICATION.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        // Where the AWS SDK looks for them.
        builder.environment().put("AWS_ACCESS_KEY_ID", "test");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        // As the application's properties say that it can be given.
        builder.environment()
                .put(
                        "CAMEL_COMPONENT_CONDUIT_KINESIS_POSITION_DIRECTORY",
                        directory.resolve("kept").toString());
        return builder.start();
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            return "No log: " + e;
        }
    }

    private String readiness() throws IOException, InterruptedException {
        Matcher port = PORT.matcher(log());
        assertThat(port.find()).as("listens").isTrue();
        URI uri = URI.create("http://127.0.0.1:" + port.group(1) + "/q/health/ready");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
