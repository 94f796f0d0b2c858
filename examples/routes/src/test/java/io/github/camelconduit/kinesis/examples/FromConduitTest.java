package io.github.camelconduit.kinesis.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

/** The tables for those who come from the Conduit connector. */
class FromConduitTest {

    private static final Path PROJECT = Path.of("../..");
    private static final Path DOCS = PROJECT.resolve("src/main/docs");
    /** The connector's name of an option, and ours. */
    private static final Pattern TABLE_ROW =
            Pattern.compile("^\\| (`[^|]*) \\| \\w+ \\| [^|`]*(`\\w+`) \\|", Pattern.MULTILINE);

    private static final Pattern TEMPLATE = Pattern.compile("^\\| `(.*)` \\| `(.*)` \\| `(.*)`$", Pattern.MULTILINE);

    @Test
    void thePageForThoseWhoComeFromConduitHasEveryOptionOfTheConnector() throws IOException {
        String page = Files.readString(DOCS.resolve("from-conduit.adoc"));
        String table =
                Files.readString(PROJECT.resolve("camel-conduit-kinesis/src/test/resources/configuration-table.md"));
        List<MatchResult> rows = TABLE_ROW.matcher(table).results().toList();

        assertThat(page.substring(page.indexOf("== Options"), page.indexOf("== The source pipeline"))
                        .lines()
                        .filter(line -> line.startsWith("| `")))
                .as("rows of the page")
                .hasSameSizeAs(rows);
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
