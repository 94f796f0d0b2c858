package io.github.camelconduit.kinesis.it;

import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.it.ComparedTable.Row;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of differences is one that {@link MiniStackDifferentialIT} can hold against what the servers answer. */
class ComparedTableTest {

    private final List<Row> rows = ComparedTable.rows();

    @Test
    void everyRowIsADifferenceThatIsDecided() {
        assertThat(rows).hasSizeGreaterThan(40).allSatisfy(row -> {
            assertThat(row.call()).isNotBlank();
            assertThat(row.embedded()).isNotBlank().isNotEqualTo(row.miniStack());
            assertThat(row.right()).isIn("this server", "MiniStack", "both", "neither");
            assertThat(row.why()).isNotBlank();
        });
    }

    @Test
    void noDifferenceIsListedTwiceAndTheyAreSortedByOperation() {
        assertThat(rows).extracting(Row::difference).doesNotHaveDuplicates();
        assertThat(rows).extracting(row -> row.call().split("[ ,]")[0]).isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Test
    void theEmbeddedServerDoesAsTheDocumentsSay() {
        assertThat(rows)
                .filteredOn(row -> !List.of("this server", "both").contains(row.right()))
                .isEmpty();
    }
}
