package io.github.camelconduit.kinesis.examples.pages;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.support.processor.state.MemoryStateRepository;

import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StateRepositoryPositionStore;
import io.github.camelconduit.kinesis.position.StreamPositions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** Blocks of plain text: the forms of things. Each form is one that is known here. */
final class TextBlocks {

    void check(Block block) throws IOException {
        if (block.text().startsWith("conduit-kinesis/")) {
            stateRepository(block.lines());
        } else if (block.text().startsWith("conduit-kinesis:")) {
            String syntax =
                    (String) ComponentMetadata.read().getMap("component").get("syntax");
            assertThat(block.text()).isEqualTo(syntax + "[?options]");
        } else {
            fail("No test knows this text. It can be quoted from a test, as a text block that the test expects.");
        }
    }

    /** Keys and values in a state repository, with words in capitals for what is a reader's own. */
    private static void stateRepository(List<String> documented) {
        Instant anchor = Instant.parse("2026-01-31T12:00:00Z");
        ReaderKey reader = new ReaderKey("shop", "archive", "orders");
        MemoryStateRepository repository = new MemoryStateRepository();
        StateRepositoryPositionStore store = new StateRepositoryPositionStore(repository);
        store.begin(
                reader,
                new StreamPositions(
                        anchor, anchor.minusSeconds(1), Map.of("shardId-000000000000", Position.TRIM_HORIZON)));
        store.save(reader, Map.of("shardId-000000000000", Position.after("77")));
        Map<String, String> forms = documented.stream()
                .map(line -> line.split(" +", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0].replace("APPLICATION", "shop")
                                .replace("CONSUMER", "archive")
                                .replace("STREAM", "orders")
                                .replace("SHARD", "shardId-000000000000"),
                        pair -> pair[1].replace("GENERATION", "\\w+")
                                .replace("ANCHOR", anchor.toString())
                                .replace(
                                        "STREAM CREATED", anchor.minusSeconds(1).toString())
                                .replace("SHARD,SHARD,...", "shardId-000000000000")
                                .replace("POSITION", "AFTER 77")));
        assertThat(forms).hasSize(2).allSatisfy((key, form) -> assertThat(repository.getState(key))
                .matches(form));
    }
}
