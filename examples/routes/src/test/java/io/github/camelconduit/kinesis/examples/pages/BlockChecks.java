package io.github.camelconduit.kinesis.examples.pages;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.util.json.Jsoner;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * What becomes of a block. It is good when its lines are lines of a file that the build compiles or a test runs; else
 * by its language it is compiled, run, bound or parsed here. A block for which there is no way fails.
 */
final class BlockChecks implements AutoCloseable {

    private static final Pattern DEPENDENCY = Pattern.compile(
            "<groupId>(.*?)</groupId>\\s*<artifactId>(.*?)</artifactId>(?:\\s*<version>(.*?)</version>)?",
            Pattern.DOTALL);
    private static final Pattern KAMELET_PROPERTY = Pattern.compile("camel\\.kamelet\\.([\\w-]+)\\.(\\w+)");
    private static final String OURS = "io.github.camel-conduit";

    private final Project project;
    private final LocalServices services = new LocalServices();
    private final JavaBlocks java;
    private final RunBlocks run;
    private final Commands commands;
    private final TextBlocks texts;

    BlockChecks(Project project, List<Block> blocks, Path folder) {
        this.project = project;
        java = new JavaBlocks(
                blocks.stream()
                        .filter(block -> block.language().equals("java") && !project.quotes(block.lines()))
                        .toList(),
                folder);
        run = new RunBlocks(services, folder);
        commands = new Commands(project);
        texts = new TextBlocks();
    }

    void check(Block block) throws Exception {
        assertThat(block.text()).as("text").isNotBlank();
        if (project.quotes(block.lines())) {
            return;
        }
        switch (block.language()) {
            case "java" -> run.java(block, java.of(block));
            case "yaml" -> yaml(block);
            case "xml" -> xml(block);
            case "properties" -> properties(block);
            case "json" -> Jsoner.deserialize(block.text());
            case "bash", "sh", "shell", "console" -> commands.check(block.text());
            case "text" -> texts.check(block);
            case "mermaid" -> Mermaid.check(block.lines());
            case "" -> fail("A block without a language: it begins with [source,LANGUAGE] or ```LANGUAGE.");
            default ->
                fail(
                        "No check is known for blocks in %s, and no file that the build uses has these lines.",
                        block.language());
        }
    }

    private void yaml(Block block) throws Exception {
        if (ConduitPipelines.are(block.text())) {
            ConduitPipelines.check(block.text());
        } else {
            run.routes(block);
        }
    }

    private void xml(Block block) throws Exception {
        if (block.text().startsWith("<properties>")) {
            versions(block.lines());
            return;
        }
        if (!block.text().startsWith("<dependency>")) {
            run.routes(block);
            return;
        }
        List<MatchResult> found = DEPENDENCY.matcher(block.text()).results().toList();
        assertThat(found).as("dependencies").isNotEmpty();
        for (MatchResult named : found) {
            assertThat(project.isInPoms("<artifactId>" + named.group(2) + "</artifactId>"))
                    .as("a pom names %s", named.group(2))
                    .isTrue();
            if (named.group(1).equals(OURS)) {
                assertThat(named.group(3)).as("version").isEqualTo(Project.VERSION);
            }
        }
    }

    /** Versions for a pom: those of the build. */
    private void versions(List<String> lines) {
        int last = lines.size() - 1;
        assertThat(lines.get(last)).isEqualTo("</properties>");
        assertThat(lines.subList(1, last)).isNotEmpty().allSatisfy(line -> {
            assertThat(line).matches("  <[\\w.-]+\\.version>[^<]+</[\\w.-]+>");
            assertThat(project.isInPoms(line.strip()))
                    .as("a version of the build")
                    .isTrue();
        });
    }

    private void properties(Block block) throws Exception {
        Properties given = new Properties();
        given.load(new StringReader(block.text()));
        Properties bound = new Properties();
        given.forEach((key, value) -> {
            Matcher kamelet = KAMELET_PROPERTY.matcher((String) key);
            if (kamelet.matches()) {
                assertThat(kameletProperties(kamelet.group(1)).contains(kamelet.group(2)))
                        .as("the Kamelet has the property of %s", key)
                        .isTrue();
            } else if (PageContext.PLACEHOLDERS.containsKey(key)) {
                assertThat(PageContext.PLACEHOLDERS.get(key))
                        .as("the value with which routes of pages run")
                        .isEqualTo(value);
            } else {
                assertThat((String) key)
                        .as("a property that is bound here; others stand in a file that a test uses")
                        .startsWith("camel.");
                bound.put(key, value);
            }
        });
        run.properties(bound);
    }

    private static Set<?> kameletProperties(String kamelet) {
        String file = "kamelets/src/main/resources/kamelets/" + kamelet + ".kamelet.yaml";
        Object content = new Load(LoadSettings.builder().build()).loadFromString(Project.read(file));
        for (String key : List.of("spec", "definition", "properties")) {
            content = ((Map<?, ?>) content).get(key);
        }
        return ((Map<?, ?>) content).keySet();
    }

    @Override
    public void close() {
        services.close();
    }
}
