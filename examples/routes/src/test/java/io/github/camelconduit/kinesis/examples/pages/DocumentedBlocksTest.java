package io.github.camelconduit.kinesis.examples.pages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every code block of every page works: it is quoted from what the build uses, or compiled and run here. */
class DocumentedBlocksTest {

    private static final Project PROJECT = new Project();
    private static final Pattern VERSION = Pattern.compile("<version>\\$\\{([\\w.-]+)}</version>");

    @TempDir
    static Path folder;

    private static List<Block> blocks;
    private static List<Block> wrong;
    private static BlockChecks checks;

    @BeforeAll
    static void compileBlocks() {
        blocks = PROJECT.blocks();
        wrong = BlockReader.blocks("wrong.adoc", WRONG);
        List<Block> all = new ArrayList<>(blocks);
        all.addAll(wrong);
        checks = new BlockChecks(PROJECT, all, folder);
    }

    @AfterAll
    static void stopServers() {
        checks.close();
    }

    @TestFactory
    Stream<DynamicTest> everyBlockWorks() {
        return blocks.stream().map(block -> DynamicTest.dynamicTest(block.toString(), () -> checks.check(block)));
    }

    @Test
    void thePagesAreFound() {
        assertThat(PROJECT.pages())
                .contains("README.md", "CONTRIBUTING.md", "src/main/docs/conduit-kinesis-component.adoc");
        assertThat(blocks).hasSizeGreaterThan(40);
    }

    /** Who copies a block has to have what it takes its versions from. */
    @Test
    void aPageGivesTheVersionsThatItsBlocksTakeFromProperties() {
        Map<String, String> pages = blocks.stream()
                .filter(block -> block.language().equals("xml"))
                .collect(Collectors.groupingBy(Block::page, Collectors.mapping(Block::text, Collectors.joining("\n"))));

        assertThat(pages).allSatisfy((page, text) -> assertThat(
                        VERSION.matcher(text).results().map(found -> "<" + found.group(1) + ">"))
                .allSatisfy(property -> assertThat(text).contains(property)));
    }

    /** Each of these has one mistake. */
    @TestFactory
    Stream<DynamicTest> aBlockThatDoesNotWorkFails() {
        assertThat(wrong).hasSize(22);
        return wrong.stream()
                .map(block -> DynamicTest.dynamicTest(
                        block.text().lines().findFirst().orElseThrow(),
                        () -> assertThatThrownBy(() -> checks.check(block))));
    }

    private static final String WRONG = """
            ----
            a block of no language
            ----

             an indented block

            [source,cobol]
            ----
            DISPLAY "a language that nobody checks"
            ----

            [source,java]
            ----
            from("conduit-kinesis:orders?region=eu-central-1").to("log:orders").aMethodThatCamelDoesNotHave();
            ----

            [source,java]
            ----
            from("conduit-kinesis:orders?region=eu-central-1&optionThatIsNot=true").to("log:orders");
            ----

            [source,java]
            ----
            throw new IllegalStateException("statements that fail");
            ----

            [source,yaml]
            ----
            - route:
                from:
                  uri: conduit-kinesis:orders
                  parameters:
                    optionThatIsNot: true
                  steps:
                    - to: log:orders
            ----

            [source,yaml]
            ----
            # a setting that is not
            version: 2.2
            pipelines:
              - connectors:
                  - type: source
                    plugin: kinesis
                    settings:
                      partitionKeyTemplate: of the other side
                  - type: destination
                    plugin: builtin:file
                    settings:
                      path: records.jsonl
            ----

            [source,yaml]
            ----
            # YAML for somebody else
            kind: Secret
            ----

            [source,xml]
            ----
            <dependency>
              <groupId>io.github.camel-conduit</groupId>
              <artifactId>camel-conduit-kinesis</artifactId>
              <version>an old version</version>
            </dependency>
            ----

            [source,xml]
            ----
            <properties>
              <camel.version>an old version</camel.version>
            </properties>
            ----

            [source,mermaid]
            ----
            flowchart LR
                a["a quote that is not closed] --> b["another"]
            ----

            [source,mermaid]
            ----
            flowchart TD
                subgraph stream["without an end"]
                    shard["shard"]
            ----

            [source,properties]
            ----
            camel.component.conduit-kinesis.option-that-is-not = true
            ----

            [source,properties]
            ----
            camel.kamelet.conduit-kinesis-source.propertyThatIsNot = true
            ----

            [source,json]
            ----
            {"not closed": true
            ----

            [source,bash]
            ----
            ./mvnw verify -pl module-that-is-not
            ----

            [source,bash]
            ----
            a-command-that-nobody-knows
            ----

            [source,bash]
            ----
            kubectl apply -f kamelets/src/main/resources/kamelets/ -f credentials.yaml
            ----

            [source,bash]
            ----
            camel run kinesis-to-file.yaml --camel-version=4.17.0
            ----

            [source,bash]
            ----
            cd examples/routes
            camel run yaml/kinesis-to-file.yaml
            ----

            [source,text]
            ----
            Text that no test expects.
            ----
            """;
}
