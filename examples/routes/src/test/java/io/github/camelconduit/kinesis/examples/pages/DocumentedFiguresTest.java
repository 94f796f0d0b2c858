package io.github.camelconduit.kinesis.examples.pages;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The figures of the README are those of the page on benchmarks. */
class DocumentedFiguresTest {

    @Test
    void theFiguresOfTheReadmeAreCellsOfTheBenchmarks() {
        String readme = Project.read("README.md");
        String table =
                readme.substring(readme.indexOf("<!-- figures: begin -->"), readme.indexOf("<!-- figures: end -->"));
        List<String> rows = table.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| |"))
                .toList();
        Set<String> measured =
                cells(Project.read("src/main/docs/benchmarks.adoc").lines()).collect(Collectors.toSet());

        assertThat(rows).hasSizeGreaterThan(3);
        assertThat(rows).allSatisfy(row -> assertThat(cells(Stream.of(row)).skip(1))
                .as(row)
                .hasSize(2)
                .allMatch(measured::contains));
    }

    private static Stream<String> cells(Stream<String> rows) {
        return rows.filter(row -> row.startsWith("|"))
                .flatMap(row -> Stream.of(row.split("\\|")))
                .map(String::strip)
                .filter(cell -> !cell.isEmpty());
    }
}
