package io.github.camelconduit.kinesis.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

/** What the pages on running routes show is what the examples hold, which other tests here run. */
class DocumentedExamplesTest {

    private static final Path PROJECT = Path.of("../..");
    private static final Path EXAMPLES = PROJECT.resolve("examples");
    private static final Path DOCS = PROJECT.resolve("src/main/docs");
    private static final Pattern BLOCK = Pattern.compile("\\[source,(\\w+)]\n----\n(.*?)\n----\n", Pattern.DOTALL);
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<groupId>(.*)</groupId>\\s*<artifactId>(.*)</artifactId>\\s*<version>(.*)</version>", Pattern.DOTALL);
    /** The connector's name of an option, and ours. */
    private static final Pattern TABLE_ROW =
            Pattern.compile("^\\| (`[^|]*) \\| \\w+ \\| [^|`]*(`\\w+`) \\|", Pattern.MULTILINE);

    private static final Pattern TEMPLATE = Pattern.compile("^\\| `(.*)` \\| `(.*)` \\| `(.*)`$", Pattern.MULTILINE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kamelets.adoc",
                "camel-k.adoc",
                "quarkus.adoc",
                "from-conduit.adoc",
                "from-camel-aws2-kinesis.adoc"
            })
    void everyBlockOfAPageIsPartOfAnExample(String page) throws IOException {
        List<List<String>> examples = examples();
        Matcher block = BLOCK.matcher(Files.readString(DOCS.resolve(page)));
        int blocks = 0;
        while (block.find()) {
            blocks++;
            if (isModule(block.group(2))) {
                assertNamesAModule(block.group(2));
            } else {
                List<String> lines = block.group(2).lines().toList();
                assertThat(examples).as(block.group(2)).anyMatch(example -> contains(example, lines));
            }
        }
        assertThat(blocks).isPositive();
    }

    private static List<List<String>> examples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(file -> !EXAMPLES.relativize(file).toString().matches("\\w+/(target|src/test)/.*"))
                    .filter(file -> file.toString().matches(".*\\.(yaml|xml|properties|java)"))
                    .map(DocumentedExamplesTest::lines)
                    .collect(Collectors.toList());
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether these are lines of a file, one after the other, but for what all are indented more there. */
    private static boolean contains(List<String> file, List<String> lines) {
        for (int i = 0; i + lines.size() <= file.size(); i++) {
            int indent = file.get(i).length() - lines.get(0).length();
            if (indent >= 0) {
                String before = " ".repeat(indent);
                List<String> indented = lines.stream()
                        .map(line -> line.isEmpty() ? line : before + line)
                        .toList();
                if (file.subList(i, i + lines.size()).equals(indented)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isModule(String block) {
        return block.startsWith("<dependency>") && block.contains("<groupId>io.github.camel-conduit</groupId>");
    }

    private static void assertNamesAModule(String dependency) throws IOException {
        Matcher named = DEPENDENCY.matcher(dependency);
        assertThat(named.find()).as(dependency).isTrue();
        assertThat(named.group(1)).isEqualTo("io.github.camel-conduit");
        assertThat(named.group(3)).isEqualTo(System.getProperty("project.version"));
        assertThat(Files.readString(PROJECT.resolve("pom.xml")))
                .contains("<artifactId>" + named.group(2) + "</artifactId>");
    }

    @Test
    void thePageForThoseWhoComeFromConduitHasEveryOptionOfTheConnector() throws IOException {
        String page = Files.readString(DOCS.resolve("from-conduit.adoc"));
        String table =
                Files.readString(PROJECT.resolve("camel-conduit-kinesis/src/test/resources/configuration-table.md"));
        List<MatchResult> rows = TABLE_ROW.matcher(table).results().toList();

        assertThat(rows).hasSizeGreaterThan(8).allSatisfy(row -> assertThat(page.lines())
                .as(row.group())
                .anyMatch(line -> line.startsWith("| " + row.group(1) + " | ") && line.contains(row.group(2))));
    }

    @Test
    void theTemplatesForThoseWhoComeFromConduitGiveWhatThePageSays() throws Exception {
        String page = Files.readString(DOCS.resolve("from-conduit.adoc"));
        String table = page.substring(page.indexOf("// templates: begin"), page.indexOf("// templates: end"));
        List<String> templates = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        TEMPLATE.matcher(table).results().forEach(row -> {
            templates.add(row.group(2));
            expected.add(row.group(3));
        });
        assertThat(templates).hasSizeGreaterThan(5);
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 1)
                        .start();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    for (int i = 0; i < templates.size(); i++) {
                        from("direct:" + i)
                                .to("conduit-kinesis:orders?region=us-east-1&accessKeyId=test&secretAccessKey=test&url="
                                        + kinesis.endpoint() + "&partitionKeyTemplate=RAW(" + templates.get(i) + ")");
                    }
                }
            });
            camel.start();
            ProducerTemplate template = camel.createProducerTemplate();
            for (int i = 0; i < templates.size(); i++) {
                template.sendBodyAndHeaders(
                        "direct:" + i,
                        "{\"id\": \"7\", \"customer\": {\"id\": \"berlin\"}}".getBytes(StandardCharsets.UTF_8),
                        Map.of(
                                "CamelConduitKinesisPartitionKey", "k1",
                                "customer", "c9",
                                "kafka.topic", "orders"));
            }

            assertThat(kinesis.records("orders"))
                    .extracting(StoredRecord::partitionKey)
                    .containsExactlyElementsOf(expected);
        }
    }
}
