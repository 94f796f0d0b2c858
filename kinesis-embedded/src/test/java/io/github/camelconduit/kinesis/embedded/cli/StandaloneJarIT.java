package io.github.camelconduit.kinesis.embedded.cli;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the jar that the build has made, as a user does: with nothing else on the class path. */
class StandaloneJarIT {

    private static final Pattern ENDPOINT = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    @Test
    @Timeout(120)
    void servesTheSdkFromTheJarAlone() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar().toString(),
                        "--port",
                        "0",
                        "--stream",
                        "orders:4"))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader printed = process.inputReader()) {
            URI endpoint = endpoint(printed);
            try (KinesisAsyncClient client = KinesisAsyncClient.builder()
                    .endpointOverride(endpoint)
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                    .build()) {
                assertThat(client.listShards(r -> r.streamName("orders")).get().shards())
                        .hasSize(4);
                assertThat(client.putRecord(r -> r.streamName("orders")
                                        .partitionKey("key")
                                        .data(SdkBytes.fromUtf8String("record")))
                                .get()
                                .sequenceNumber())
                        .isNotEmpty();
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static URI endpoint(BufferedReader printed) throws Exception {
        StringBuilder all = new StringBuilder();
        for (String line = printed.readLine(); line != null; line = printed.readLine()) {
            all.append(line).append('\n');
            Matcher endpoint = ENDPOINT.matcher(line);
            if (endpoint.find()) {
                return URI.create(endpoint.group());
            }
        }
        throw new AssertionError("It ended without saying where it listens: " + all);
    }

    private static Path jar() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith("-standalone.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
