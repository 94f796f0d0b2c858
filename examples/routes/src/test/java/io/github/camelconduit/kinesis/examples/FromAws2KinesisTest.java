package io.github.camelconduit.kinesis.examples;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/** The tables for those who come from camel-aws2-kinesis, held against what that component says of itself. */
class FromAws2KinesisTest {

    private static final String THEIRS = "/META-INF/org/apache/camel/component/aws2/kinesis/aws2-kinesis.json";
    private static final String OURS = "/META-INF/io/github/camelconduit/kinesis/conduit-kinesis.json";
    private static final String TRANSFORMER =
            "/META-INF/services/org/apache/camel/transformer/aws2-kinesis-application-cloudevents.json";
    private static final Pattern NAME = Pattern.compile("`(\\w+)");

    /** A row of a table: the names of there, what it says of here. */
    private record Row(Set<String> there, String here) {}

    private List<Row> options;
    private List<Row> headers;
    private String page;

    @BeforeEach
    void readPage() throws IOException {
        page = Files.readString(Path.of("../../src/main/docs/from-camel-aws2-kinesis.adoc"));
        options = rows("== Options");
        headers = rows("== Headers");
    }

    @Test
    void hasEveryOptionOfTheirsAndNoOther() throws IOException {
        assertThat(options.stream().flatMap(row -> row.there().stream()).collect(toSet()))
                .containsExactlyInAnyOrderElementsOf(optionsOf(THEIRS));
    }

    @Test
    void namesOptionsOfOursThatThereAre() throws IOException {
        Set<String> ours = optionsOf(OURS);

        assertThat(options).allSatisfy(row -> {
            assertThat(ours).containsAll(names(row.here()));
            if (row.here().equals("the same")) {
                assertThat(ours).containsAll(row.there());
            }
        });
    }

    @Test
    void hasEveryHeaderOfTheirsAndNoOther() throws IOException {
        assertThat(headers.stream().flatMap(row -> row.there().stream()).collect(toSet()))
                .containsExactlyInAnyOrderElementsOf(keys(json(THEIRS), "headers"));
        assertThat(keys(json(OURS), "headers"))
                .containsAll(headers.stream()
                        .flatMap(row -> names(row.here()).stream())
                        .toList());
    }

    @Test
    void namesTheDataTypeOfTheirs() throws IOException {
        assertThat(page).contains("`" + json(TRANSFORMER).getMap("transformer").get("name") + "`");
    }

    /** The page shows it; what it needs to run is not here. */
    @Test
    void theirRouteHasOptionsOfTheirs() throws Exception {
        RouteBuilder routes = new RouteBuilder() {
            @Override
            public void configure() {
                from("aws2-kinesis:{{stream}}?useDefaultCredentialsProvider=true&region=eu-central-1"
                                + "&maxResultsPerRequest=1000")
                        .routeId("kinesis-to-file")
                        .to("file:{{output.directory}}?fileName=records.jsonl&fileExist=Append&appendChars=\\n");
            }
        };
        routes.configure();
        RouteDefinition route = routes.getRouteCollection().getRoutes().get(0);

        Map<String, Object> given = URISupport.parseQuery(
                route.getEndpointUrl().substring(route.getEndpointUrl().indexOf('?') + 1));
        assertThat(given).isNotEmpty();
        assertThat(optionsOf(THEIRS)).containsAll(given.keySet());
    }

    private List<Row> rows(String section) {
        String table = page.substring(page.indexOf("|===", page.indexOf(section)));
        List<Row> rows = table.lines()
                .skip(2)
                .takeWhile(line -> !line.equals("|==="))
                .filter(line -> !line.isBlank())
                .map(line -> line.split("\\|", -1))
                .map(cells -> new Row(names(cells[1]), cells[2].strip()))
                .toList();
        assertThat(rows).hasSizeGreaterThan(4);
        return rows;
    }

    private static Set<String> names(String cell) {
        return NAME.matcher(cell)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !isValue(name))
                .collect(toSet());
    }

    /** As {@code AFTER_SEQUENCE_NUMBER}. */
    private static boolean isValue(String name) {
        return name.equals(name.toUpperCase(Locale.ROOT));
    }

    private static Set<String> optionsOf(String metadata) throws IOException {
        JsonObject json = json(metadata);
        return Stream.of("properties", "componentProperties")
                .flatMap(kind -> keys(json, kind).stream())
                .collect(toSet());
    }

    private static Set<String> keys(JsonObject json, String kind) {
        return json.getMap(kind).keySet().stream().map(String::valueOf).collect(toSet());
    }

    private static JsonObject json(String name) throws IOException {
        try (Reader metadata =
                new InputStreamReader(FromAws2KinesisTest.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            return (JsonObject) Jsoner.deserialize(metadata);
        } catch (DeserializationException e) {
            throw new IOException(name, e);
        }
    }
}
