package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.StreamMode;

import static org.assertj.core.api.Assertions.assertThat;

/** A reset while clients still call: what they do in the middle of it does not make it fail. */
class InitialStreamsTest {

    private final KinesisAccount account = new KinesisAccount("us-east-1", Rules.fast(), 1 << 20);
    private final List<KinesisStream> deleted = new ArrayList<>();

    /** Runs once, when the first stream is deleted. */
    private Runnable meanwhile = () -> {};

    private final InitialStreams initial = new InitialStreams(account, Map.of("orders", 2), Map.of(), this::deleted);

    private void deleted(KinesisStream stream) {
        deleted.add(stream);
        Runnable now = meanwhile;
        meanwhile = () -> {};
        now.run();
    }

    @Test
    void aStreamThatADeletionEndsMeanwhileIsNoError() {
        initial.create();
        KinesisStream going = create("returns");
        account.delete(going, Duration.ofHours(1));
        // Streams are deleted by name: this is while "orders" is, before "returns".
        meanwhile = () -> account.delete(going, Duration.ZERO);
        initial.reset();
        assertOnlyTheInitialStreamIsThere();
    }

    @Test
    void aStreamThatIsReplacedByAClientMeanwhileIsReplacedAgain() {
        initial.create();
        meanwhile = () -> create("orders");
        initial.reset();
        assertOnlyTheInitialStreamIsThere();
        assertThat(deleted)
                .as("the first one and the client's, whose subscriptions end too")
                .hasSize(2);
    }

    private KinesisStream create(String name) {
        return account.create(name, StreamMode.PROVISIONED, 1, Duration.ZERO);
    }

    private void assertOnlyTheInitialStreamIsThere() {
        assertThat(account.streams(null)).singleElement().satisfies(stream -> {
            assertThat(stream.name()).isEqualTo("orders");
            assertThat(stream.openShards()).hasSize(2);
        });
    }
}
