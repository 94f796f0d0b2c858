package io.github.camelconduit.kinesis.examples.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.main.MainConstants;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What pages name outside of code blocks is there: pages and sections, commands, headers, exceptions, options. */
class DocumentedNamesTest {

    private static final Project PROJECT = new Project();
    private static final Pattern XREF = Pattern.compile("xref:([\\w./-]+)(?:#([\\w.-]+))?\\[");
    private static final Pattern SECTION_LINK = Pattern.compile("<<([\\w.-]+)[,>]");
    private static final Pattern MARKDOWN_LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]+))?\\)");
    private static final Pattern SECTION = Pattern.compile("^=+ (.+)$", Pattern.MULTILINE);
    private static final Pattern ID = Pattern.compile("^\\[(?:#|\\[)([\\w-]+)]{1,2}$", Pattern.MULTILINE);
    private static final Pattern MARKDOWN_SECTION = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern HEADER = Pattern.compile("\\bCamelConduitKinesis\\w+");
    private static final Pattern EXCEPTION = Pattern.compile("`([A-Z]\\w+Exception)`");
    private static final Pattern OPTION = Pattern.compile("`([a-z]\\w+)=[^`]*`");
    private static final Pattern MAIN_PROPERTY = Pattern.compile("-D(camel\\.main\\.[\\w-]+)=");
    /** Options of Camel's own components and patterns, and of the JVM, in prose. */
    private static final Set<String> OPTIONS_OF_OTHERS = Set.of(
            "blockWhenFull",
            "discardWhenFull",
            "allowRedeliveryWhileStopping",
            "pollingConsumerBlockWhenFull",
            "strategy",
            "replicas",
            "type");

    private record Link(String page, String target, String section) {}

    static List<String> pages() {
        return PROJECT.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(String page) {
        assertThat(links(page)).allSatisfy(link -> {
            assertThat(PROJECT.hasFile(link.target())).as("%s is there", link).isTrue();
            if (link.section() != null) {
                assertThat(sections(link.target())).as("sections for %s", link).contains(link.section());
            }
        });
    }

    @Test
    void everyPageIsReachedFromTheReadme() {
        Set<String> reached = new HashSet<>(Set.of("README.md"));
        Deque<String> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            links(next.remove()).stream()
                    .map(Link::target)
                    .filter(target -> PROJECT.pages().contains(target))
                    .filter(reached::add)
                    .forEach(next::add);
        }
        assertThat(reached).containsExactlyInAnyOrderElementsOf(PROJECT.pages());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsInSentencesWork(String page) {
        Commands commands = new Commands(PROJECT);
        inCode(page, text -> {
            if (Commands.isCommand(text)) {
                commands.check(text.replaceFirst("^JAVA_HOME=<[^>]*> ", ""));
            }
        });
    }

    @Test
    void whatIsRunForEveryChangeIsTheTestCommandOfTheReadme() {
        String command =
                Project.read(".ci/run").lines().reduce((before, last) -> last).orElseThrow();

        assertThat(command).startsWith("./mvnw ");
        assertThat(Project.read("README.md").lines()).contains(command);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void headersAndExceptionsAreThere(String page) {
        String text = Project.read(page);
        String constants = Project.read(
                "camel-conduit-kinesis/src/main/java/io/github/camelconduit/kinesis/ConduitKinesisConstants.java");

        assertThat(HEADER.matcher(text).results().map(MatchResult::group))
                .allSatisfy(header -> assertThat(constants).contains('"' + header + '"'));
        assertThat(EXCEPTION.matcher(text).results().map(found -> found.group(1)))
                .allSatisfy(name -> assertThat(PROJECT.hasClass(name) || isOfOthers(name))
                        .as("class " + name)
                        .isTrue());
    }

    private static boolean isOfOthers(String exception) {
        return Stream.of(
                        "org.apache.camel.",
                        "software.amazon.awssdk.services.kinesis.model.",
                        "java.util.concurrent.",
                        "java.io.",
                        "javax.net.ssl.")
                .anyMatch(where -> {
                    try {
                        Class.forName(where + exception);
                        return true;
                    } catch (ClassNotFoundException e) {
                        return false;
                    }
                });
    }

    /** On the component's page and those that tell about it: as in {@code positionStore=file}. */
    @ParameterizedTest
    @MethodSource("pages")
    void optionsInSentencesAreThere(String page) throws IOException {
        if (page.startsWith("src/main/docs/") && !page.contains("benchmarks") && !page.contains("camel-aws2")) {
            JsonObject metadata = ComponentMetadata.read();
            Set<Object> options = new HashSet<>(metadata.getMap("properties").keySet());
            options.addAll(metadata.getMap("componentProperties").keySet());
            assertThat(OPTION.matcher(Project.read(page)).results().map(found -> found.group(1)))
                    .as("options of the component; those of others are listed in this test")
                    .allMatch(option -> options.contains(option) || OPTIONS_OF_OTHERS.contains(option));
        }
    }

    /** What camel-main is told on a command line: an option of its own, or where it finds its options. */
    @ParameterizedTest
    @MethodSource("pages")
    void propertiesOfCamelMainAreThere(String page) throws Exception {
        Set<String> names = new HashSet<>(Set.of(MainConstants.PROPERTY_PLACEHOLDER_LOCATION));
        try (InputStream metadata =
                MainConstants.class.getResourceAsStream("/META-INF/camel-main-configuration-metadata.json")) {
            JsonObject all = (JsonObject) Jsoner.deserialize(new InputStreamReader(metadata, StandardCharsets.UTF_8));
            all.<JsonArray>getCollection("properties").forEach(one -> names.add(((JsonObject) one).getString("name")));
        }

        assertThat(MAIN_PROPERTY.matcher(Project.read(page)).results().map(found -> found.group(1)))
                .allSatisfy(name -> assertThat(names).contains(name));
    }

    private static void inCode(String page, Consumer<String> check) {
        CODE.matcher(Project.read(page)).results().forEach(found -> check.accept(found.group(1)));
    }

    private static List<Link> links(String page) {
        Path folder = Path.of(page).getParent();
        String text = Project.read(page);
        Pattern pattern = page.endsWith(".md") ? MARKDOWN_LINK : XREF;
        Stream<Link> toOthers = pattern.matcher(text).results().map(found -> {
            Path target = Path.of(found.group(1));
            String path = found.group(1).isEmpty()
                    ? page
                    : (folder == null ? target : folder.resolve(target))
                            .normalize()
                            .toString()
                            .replace('\\', '/');
            return new Link(page, path, found.group(2));
        });
        Stream<Link> within = SECTION_LINK.matcher(text).results().map(found -> new Link(page, page, found.group(1)));
        return Stream.concat(toOthers, within).toList();
    }

    /** The ids that AsciiDoc gives sections, or those of code hosts for Markdown. */
    private static Set<String> sections(String page) {
        boolean markdown = page.endsWith(".md");
        String text = Project.read(page);
        Stream<String> given = ID.matcher(text).results().map(found -> found.group(1));
        Stream<String> made = (markdown ? MARKDOWN_SECTION : SECTION)
                .matcher(text)
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .map(title -> markdown
                        ? title.replaceAll("[^\\w -]", "").replace(' ', '-')
                        : "_"
                                + title.replaceAll("[^\\w .-]", "")
                                        .replaceAll("[ .-]+", "_")
                                        .replaceAll("_$", ""));
        return Stream.concat(given, made).collect(Collectors.toSet());
    }
}
