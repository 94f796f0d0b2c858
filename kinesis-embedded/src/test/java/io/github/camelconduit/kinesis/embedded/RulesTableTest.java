package io.github.camelconduit.kinesis.embedded;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of the rules in the documentation says what the code says. */
class RulesTableTest {

    @Test
    void everyRuleIsInTheTableWithItsValuesInBothProfiles() throws Exception {
        Map<String, List<String>> rows = DocumentedTables.rows("rules");
        assertThat(rows.keySet())
                .containsExactlyElementsOf(Arrays.stream(Rules.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        for (RecordComponent rule : Rules.class.getRecordComponents()) {
            List<String> row = rows.get(rule.getName());
            assertThat(row).as(rule.getName()).hasSize(4);
            assertThat(row.get(1))
                    .as("aws() of " + rule.getName())
                    .isEqualTo(text(rule.getAccessor().invoke(Rules.aws())));
            assertThat(row.get(2))
                    .as("fast() of " + rule.getName())
                    .isEqualTo(text(rule.getAccessor().invoke(Rules.fast())));
            assertThat(row.get(3)).isNotBlank();
        }
    }

    @Test
    void everyQuotaOnCallsIsInTheText() {
        Map<String, List<String>> rows = DocumentedTables.rows("quotas");
        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Rules.aws().callsPerSecond().keySet());
        rows.forEach((call, row) -> {
            assertThat(row.get(1))
                    .as(call)
                    .isEqualTo(text(Rules.aws().callsPerSecond().get(call)));
            assertThat(row.get(2))
                    .as(call)
                    .isEqualTo(Rules.CALLS_COUNTED_BY_STREAM.contains(call) ? "stream" : "account");
        });
    }

    private static String text(Object value) {
        if (value instanceof Duration duration) {
            return duration.isZero() ? "0" : duration.toString().substring(2).toLowerCase(Locale.ROOT);
        }
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty() ? "none" : "see below";
        }
        return value instanceof Boolean ? value.toString() : String.format(Locale.ROOT, "%,d", value);
    }
}
