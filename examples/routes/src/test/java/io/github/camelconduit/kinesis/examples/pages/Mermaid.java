package io.github.camelconduit.kinesis.examples.pages;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** Flowcharts of Mermaid: of its grammar as much as the pages use. Anything else counts as wrong. */
final class Mermaid {

    private static final String TEXT = "\"[^\"]*\"";
    private static final String NODE = "(\\w+)(\\[" + TEXT + "]|\\[\\(" + TEXT + "\\)])?";
    private static final String EDGE =
            "(?:-->|==>|-\\.->|-- " + TEXT + " -->|== " + TEXT + " ==>|-\\. " + TEXT + " \\.->)";
    private static final Pattern SUBGRAPH = Pattern.compile("subgraph (\\w+)\\[" + TEXT + "]");
    private static final Pattern NODES = Pattern.compile(NODE + "(?: " + EDGE + " " + NODE + ")?");

    private final Set<String> named = new HashSet<>();
    private final Set<String> described = new HashSet<>();
    private int open;

    private Mermaid() {}

    static void check(List<String> lines) {
        assertThat(lines.get(0)).matches("flowchart (LR|TD)");
        Mermaid chart = new Mermaid();
        lines.stream().skip(1).map(String::strip).forEach(chart::line);
        assertThat(chart.open).as("subgraphs without an end").isZero();
        assertThat(chart.described).as("what has a text").containsAll(chart.named);
    }

    private void line(String line) {
        Matcher subgraph = SUBGRAPH.matcher(line);
        if (line.equals("end")) {
            assertThat(--open).as("subgraphs that are open").isNotNegative();
        } else if (subgraph.matches()) {
            open++;
            described.add(subgraph.group(1));
        } else {
            Matcher nodes = NODES.matcher(line);
            assertThat(nodes.matches()).as("a node or an edge: %s", line).isTrue();
            node(nodes.group(1), nodes.group(2));
            if (nodes.group(3) != null) {
                node(nodes.group(3), nodes.group(4));
            }
        }
    }

    private void node(String id, String text) {
        assertThat(id).as("an id that is no keyword").isNotEqualTo("end");
        named.add(id);
        if (text != null) {
            described.add(id);
        }
    }
}
