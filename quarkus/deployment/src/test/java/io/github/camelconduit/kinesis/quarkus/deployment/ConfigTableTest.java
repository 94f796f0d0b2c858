package io.github.camelconduit.kinesis.quarkus.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.smallrye.config.WithDefault;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.quarkus.deployment.ConduitKinesisBuildTimeConfig.DevServices;

import static org.assertj.core.api.Assertions.assertThat;

/** The options of the extension in the documentation are those that there are. */
class ConfigTableTest {

    private static final Path PAGE = Path.of("../../src/main/docs/quarkus.adoc");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `quarkus\\.conduit-kinesis\\.devservices\\.([a-z-]+)(\\.\"name\")?`\n\\| .+\n\\| ?(.*)$",
            Pattern.MULTILINE);

    @Test
    void everyOptionHasItsRowWithItsDefault() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(PAGE)).results().toList();

        assertThat(rows)
                .extracting(row -> row.group(1))
                .containsExactlyInAnyOrder(Arrays.stream(DevServices.class.getMethods())
                        .map(method -> method.getName())
                        .toArray(String[]::new));
        assertThat(rows).allSatisfy(row -> {
            Optional<String> value = Optional.ofNullable(
                            DevServices.class.getMethod(row.group(1)).getAnnotation(WithDefault.class))
                    .map(WithDefault::value);
            if (value.isPresent()) {
                assertThat(row.group(3)).isEqualTo("`" + value.get() + "`");
            } else {
                assertThat(row.group(3)).doesNotContain("`");
            }
        });
    }
}
