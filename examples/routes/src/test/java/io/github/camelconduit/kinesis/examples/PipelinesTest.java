package io.github.camelconduit.kinesis.examples;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.camel.main.KameletMain;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainCommandLineSupport;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Both pipelines in every language that Camel has for them, from the files as they are: a file, a stream, a file. */
@Timeout(600)
class PipelinesTest {

    private static final Path DATA = Path.of("data/earthquakes.jsonl");
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String URL = "camel.component.conduit-kinesis.url";
    private static final String AWS_URL = "camel.component.conduit-kinesis.aws.url";
    private static final Pattern KEY = Pattern.compile("^camel\\.component\\.\\S+", Pattern.MULTILINE);

    @TempDir
    Path directory;

    private String properties = "application.properties";
    private String urlOption = URL;
    private Supplier<MainCommandLineSupport> mains = Main::new;

    @Test
    void theRoutesInJavaCarryAFileThroughAStream() throws Exception {
        carries(main -> main.configure().addRoutesBuilder(new FileToKinesis()), main -> main.configure()
                .addRoutesBuilder(new KinesisToFile()));
    }

    @Test
    void theRoutesWithTypedEndpointsCarryAFileThroughAStream() throws Exception {
        carries(main -> main.configure().addRoutesBuilder(new TypedFileToKinesis()), main -> main.configure()
                .addRoutesBuilder(new TypedKinesisToFile()));
    }

    @Test
    void theRoutesInYamlCarryAFileThroughAStream() throws Exception {
        carries(file("yaml/file-to-kinesis.yaml"), file("yaml/kinesis-to-file.yaml"));
    }

    @Test
    void theRoutesInXmlCarryAFileThroughAStream() throws Exception {
        carries(file("xml/file-to-kinesis.xml"), file("xml/kinesis-to-file.xml"));
    }

    @Test
    void theOptionsOfTheComponentCanHaveTheNamesOfTheConduitConnector() throws Exception {
        properties = "application-conduit.properties";
        urlOption = AWS_URL;
        carries(file("yaml/file-to-kinesis.yaml"), file("yaml/kinesis-to-file.yaml"));
    }

    /** With the main class behind the command, and without the downloads that it does where it may. */
    @Test
    void theRoutesInYamlRunAsCamelRunStartsThem() throws Exception {
        mains = () -> {
            KameletMain main = new KameletMain("Camel CLI");
            main.setDownload(false);
            return main;
        };
        carries(file("yaml/file-to-kinesis.yaml"), file("yaml/kinesis-to-file.yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application.properties", "application-conduit.properties"})
    void camelRunTakesTheOptionsOfTheComponentWithDashes(String given) throws Exception {
        String text = KEY.matcher(Files.readString(Path.of(given)))
                .replaceAll(key -> StringHelper.camelCaseToDash(key.group()));
        assertThat(text).containsPattern("conduit-kinesis\\.(aws\\.)?access-key-id = test");
        properties = Files.writeString(directory.resolve(given), text).toString();
        urlOption = text.contains(".aws.url") ? AWS_URL : URL;
        theRoutesInYamlRunAsCamelRunStartsThem();
    }

    private static Consumer<MainCommandLineSupport> file(String path) {
        return main -> main.configure().setRoutesIncludePattern("file:" + path);
    }

    private void carries(Consumer<MainCommandLineSupport> destination, Consumer<MainCommandLineSupport> source)
            throws Exception {
        Path input = Files.createDirectory(directory.resolve("input"));
        Path output = directory.resolve("output");
        List<String> lines = Files.readAllLines(DATA).subList(0, 300);
        Files.write(input.resolve("earthquakes.jsonl"), lines);
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 4)
                .start()) {
            run(kinesis, input, output, destination, () -> await().atMost(LIMIT)
                    .until(() -> kinesis.records("orders").size() == lines.size()));
            assertThat(kinesis.records("orders"))
                    .allSatisfy(stored -> assertThat(text(stored)).startsWith("{\"id\": \"" + stored.partitionKey()));
            run(kinesis, input, output, source, () -> await().atMost(LIMIT).untilAsserted(() -> assertThat(
                            output.resolve("records.jsonl"))
                    .content()
                    .satisfies(content -> assertThat(content.lines()).containsExactlyInAnyOrderElementsOf(lines))));
        }
    }

    private static String text(StoredRecord stored) {
        return new String(stored.data(), StandardCharsets.UTF_8);
    }

    private void run(
            EmbeddedKinesis kinesis, Path input, Path output, Consumer<MainCommandLineSupport> routes, Runnable check)
            throws Exception {
        MainCommandLineSupport main = mains.get();
        main.setPropertyPlaceholderLocations("file:" + properties);
        main.addOverrideProperty("input.directory", input.toString());
        main.addOverrideProperty("output.directory", output.toString());
        main.addOverrideProperty(urlOption, kinesis.endpoint().toString());
        routes.accept(main);
        main.start();
        try {
            check.run();
        } finally {
            main.stop();
        }
    }
}
