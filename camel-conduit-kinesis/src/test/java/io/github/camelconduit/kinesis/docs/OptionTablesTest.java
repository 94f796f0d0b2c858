package io.github.camelconduit.kinesis.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionTablesTest {

    private static final Path PAGE = Path.of("..", "src", "main", "docs", "conduit-kinesis-component.adoc");

    private final ComponentModel model = OptionMetadata.load();

    @Test
    void pageHasEveryOptionAndHeader() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(OptionTables.fill(page, model)).isEqualTo(page);
        assertThat(model.getEndpointOptions()).isNotEmpty().allSatisfy(option -> assertThat(page)
                .contains(option.isMultiValue() ? "*" + option.getPrefix() : "*" + option.getName() + "*"));
        assertThat(model.getComponentOptions()).isNotEmpty().allSatisfy(option -> assertThat(page)
                .contains(option.isMultiValue() ? "*" + option.getPrefix() : "*" + option.getName() + "*"));
        assertThat(model.getEndpointHeaders()).isNotEmpty().allSatisfy(header -> assertThat(page)
                .contains("`" + header.getName() + "`"));
    }

    @Test
    void replacesOnlyWhatStandsBetweenItsLines() {
        String empty = """
                before
                // component options: START
                to be replaced
                // component options: END
                // endpoint path: START
                // endpoint path: END
                // endpoint options: START
                // endpoint options: END
                // headers: START
                // headers: END
                after
                """;

        String filled = OptionTables.fill(empty, model);

        assertThat(filled).startsWith("before\n").endsWith("after\n").doesNotContain("to be replaced");
        assertThat(OptionTables.fill(filled, model)).isEqualTo(filled);
    }

    @Test
    void failsForPageWithoutItsLines() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionTables.fill("= A page\n", model))
                .withMessageContaining("// component options: START");
    }
}
