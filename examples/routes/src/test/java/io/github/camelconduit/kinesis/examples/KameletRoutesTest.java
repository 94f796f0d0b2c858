package io.github.camelconduit.kinesis.examples;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.main.KameletMain;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainCommandLineSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A route of the Kamelets, from the file as it is. */
@Timeout(600)
class KameletRoutesTest {

    @Test
    void theKameletsGetWhatTheComponentIsSetTo() throws Exception {
        copiesAStream(new Main(), "application.properties", List.of("camel.component.conduit-kinesis.url"));
    }

    @Test
    void theKameletsGetPropertiesOfTheirOwn() throws Exception {
        copiesAStream(
                new Main(),
                "application-kamelets.properties",
                List.of("camel.kamelet.conduit-kinesis-source.url", "camel.kamelet.conduit-kinesis-sink.url"));
    }

    @Test
    void theKameletsRunAsCamelRunStartsThem() throws Exception {
        KameletMain main = new KameletMain("Camel CLI");
        main.setDownload(false);
        copiesAStream(main, "application.properties", List.of("camel.component.conduit-kinesis.url"), () -> assertThat(
                        console(main))
                .as("what the dev console shows")
                .contains("Stream: orders", "Stream consumer: shop-archive", "shardId-000000000001: "));
    }

    private static String console(MainCommandLineSupport main) {
        DevConsole console = DevConsoleRegistry.get(main.getCamelContext())
                .getConsole("conduit-kinesis")
                .orElseThrow();
        return (String) console.call(DevConsole.MediaType.TEXT);
    }

    private static void copiesAStream(MainCommandLineSupport main, String properties, List<String> urlOptions)
            throws Exception {
        copiesAStream(main, properties, urlOptions, () -> {});
    }

    private static void copiesAStream(
            MainCommandLineSupport main, String properties, List<String> urlOptions, Runnable whileRunning)
            throws Exception {
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 2).stream(
                        "archive", 2)
                .start()) {
            IntStream.range(0, 20)
                    .forEach(i -> kinesis.put(
                            "orders", "key-" + i, ("{\"id\": \"order-" + i + "\"}").getBytes(StandardCharsets.UTF_8)));
            main.setPropertyPlaceholderLocations("file:" + properties);
            urlOptions.forEach(option ->
                    main.addOverrideProperty(option, kinesis.endpoint().toString()));
            main.configure().setRoutesIncludePattern("file:yaml/kamelets.yaml");
            main.start();
            try {
                await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> assertThat(kinesis.records("archive"))
                        .hasSize(20));
                whileRunning.run();
            } finally {
                main.stop();
            }
            assertThat(kinesis.records("archive"))
                    .extracting(StoredRecord::partitionKey)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 20).mapToObj(i -> "order-" + i).toList());
        }
    }
}
