package io.github.camelconduit.kinesis.it;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.it.ComparedTable.Row;

import static org.assertj.core.api.Assertions.assertThat;

/** The same calls to MiniStack and to the embedded server: what they answer differs in nothing but what a table says. */
class MiniStackDifferentialIT {

    private static final String ANSWER = "answer";
    private static final String ABSENT = "-";

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void answersDifferOnlyWhereTheTableSaysSo() throws Exception {
        Map<String, Map<String, String>> miniStack;
        try (MiniStackServer server = MiniStackServer.start()) {
            miniStack = CallScript.run(server.url());
        }
        Map<String, Map<String, String>> embedded;
        Rules rules = Rules.fast().toBuilder()
                // Five seconds with AWS: longer, so that the second call of the script comes within.
                .resubscribeInterval(Duration.ofMinutes(1))
                .build();
        try (EmbeddedServer server =
                EmbeddedServer.start(EmbeddedKinesis.builder().rules(rules))) {
            embedded = CallScript.run(server.url());
        }
        assertThat(differences(embedded, miniStack))
                .as("the first three cells of the rows in kinesis-embedded-compared.adoc")
                .containsExactlyInAnyOrderElementsOf(
                        ComparedTable.rows().stream().map(Row::difference).toList());
    }

    private static TreeSet<String> differences(
            Map<String, Map<String, String>> embedded, Map<String, Map<String, String>> miniStack) {
        assertThat(embedded).containsOnlyKeys(miniStack.keySet());
        TreeSet<String> differences = new TreeSet<>();
        embedded.forEach((call, ours) -> differences(call, ours, miniStack.get(call), differences));
        return differences;
    }

    private static void differences(
            String call, Map<String, String> ours, Map<String, String> theirs, TreeSet<String> differences) {
        TreeSet<String> members = new TreeSet<>(ours.keySet());
        members.addAll(theirs.keySet());
        if (!ours.get(ANSWER).equals(theirs.get(ANSWER))) {
            // One has refused what the other has done: there are no further members to compare.
            members.retainAll(Set.of(ANSWER));
        }
        for (String member : members) {
            String our = ours.getOrDefault(member, ABSENT);
            String their = theirs.getOrDefault(member, ABSENT);
            if (!our.equals(their)) {
                differences.add(Row.difference(
                        member.equals(ANSWER) ? call : named(call, member), shown(member, our), shown(member, their)));
            }
        }
    }

    private static String named(String call, String member) {
        return member.matches("Records\\[\\d+]\\.EncryptionType")
                ? "any read, `Records[].EncryptionType`"
                : "%s, `%s`".formatted(call, member);
    }

    /** Of a shard that only one of them lists: its state. */
    private static String shown(String member, String value) {
        return member.startsWith("Shards[") ? value.replaceFirst(".* of .*, ", "listed as ") : value;
    }
}
