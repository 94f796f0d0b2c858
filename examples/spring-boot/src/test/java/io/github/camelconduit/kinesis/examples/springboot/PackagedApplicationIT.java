package io.github.camelconduit.kinesis.examples.springboot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The jar as it is deployed, in a process of its own. */
@Timeout(1_200)
class PackagedApplicationIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    @TempDir
    private Path directory;

    @Test
    void writesReadsTellsItsHealthAndStops() throws Exception {
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 2)
                .start()) {
            Path output = directory.resolve("output");
            Process application = start(kinesis, output);
            try {
                await().atMost(LIMIT).failFast(() -> !application.isAlive()).untilAsserted(() -> assertThat(
                                Files.readString(output))
                        .containsPattern("orders +: Exchange\\[Body: \\{\"id\": 3, \"customer\": \"customer-\\d\"}]"));
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(health(output)).contains("\"camelHealth\":{\"status\":\"UP\""));
            } finally {
                application.destroy();
                assertThat(application.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .as("stops when it is told to")
                        .isTrue();
                application.destroyForcibly();
            }
            assertThat(directory.resolve("positions"))
                    .as("what the next one goes on from")
                    .isNotEmptyDirectory();
        }
    }

    private Process start(EmbeddedKinesis kinesis, Path output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // It is up before a better compiler pays.
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        System.getProperty("application.jar"),
                        "--server.port=0",
                        "--shop.period=100",
                        "--camel.component.conduit-kinesis.url=" + kinesis.endpoint(),
                        "--camel.component.conduit-kinesis.position-directory=" + directory.resolve("positions"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static String health(Path output) throws IOException, InterruptedException {
        Matcher port = PORT.matcher(Files.readString(output));
        assertThat(port.find()).isTrue();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + "/actuator/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
