package io.github.camelconduit.kinesis.fanout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SubscriptionStateTest {

    private static final Pattern TRANSITIONS =
            Pattern.compile("^ \\* {3}([A-Z_]+(?:, [A-Z_]+)*) -> ([A-Z_]+): ", Pattern.MULTILINE);

    @Test
    void theDocumentationListsEveryTransitionAndNoOther() throws Exception {
        String page =
                Files.readString(Path.of("src/main/java/io/github/camelconduit/kinesis/fanout/package-info.java"));
        Set<String> documented = new TreeSet<>();
        Matcher line = TRANSITIONS.matcher(page);
        while (line.find()) {
            for (String from : line.group(1).split(", ")) {
                documented.add(from + " -> " + line.group(2));
            }
        }

        Set<String> allowed = new TreeSet<>();
        for (SubscriptionState from : SubscriptionState.values()) {
            for (SubscriptionState to : SubscriptionState.values()) {
                if (from.leadsTo(to)) {
                    allowed.add(from + " -> " + to);
                }
            }
        }
        assertThat(documented).isEqualTo(allowed);
    }
}
