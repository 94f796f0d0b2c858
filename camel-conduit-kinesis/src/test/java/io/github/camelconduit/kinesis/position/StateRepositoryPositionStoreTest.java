package io.github.camelconduit.kinesis.position;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import org.apache.camel.support.processor.state.FileStateRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class StateRepositoryPositionStoreTest {

    @Nested
    class InMemory extends PositionStoreContract {

        private final MemoryStateRepository repository = new MemoryStateRepository();

        @Override
        protected PositionStore open() {
            return new StateRepositoryPositionStore(repository);
        }

        @Override
        protected PositionStore reopen(PositionStore store) {
            return open();
        }
    }

    @Nested
    class InFile extends PositionStoreContract {

        @TempDir
        Path directory;

        private FileStateRepository repository;

        @Override
        protected PositionStore open() {
            repository = FileStateRepository.fileStateRepository(
                    directory.resolve("states").toFile());
            repository.start();
            return new StateRepositoryPositionStore(repository);
        }

        @Override
        protected PositionStore reopen(PositionStore store) {
            repository.stop();
            return open();
        }
    }

    private static final ReaderKey KEY = new ReaderKey("shop", "reader", "arn:aws:kinesis:eu-west-1:1:stream/orders");
    private static final String TEXT_OF_KEY = "conduit-kinesis/shop/reader/arn:aws:kinesis:eu-west-1:1:stream%2Forders";

    private final MemoryStateRepository repository = new MemoryStateRepository();
    private final PositionStore store = new StateRepositoryPositionStore(repository);

    @Test
    void readsWhatItsDocumentationSays() {
        repository.setState(TEXT_OF_KEY, "1;77;2026-01-31T12:00:00Z;;a,b,c;");
        repository.setState(TEXT_OF_KEY + "/a", "1;77;AFTER 123;");
        repository.setState(TEXT_OF_KEY + "/b", "1;77;AT_TIMESTAMP 2026-01-31T12:00:00Z;");
        repository.setState(TEXT_OF_KEY + "/c", "1;77;ENDED;");

        Instant anchor = Instant.parse("2026-01-31T12:00:00Z");
        assertThat(store.load(KEY))
                .contains(new StreamPositions(
                        anchor,
                        null,
                        Map.of("a", Position.after("123"), "b", Position.at(anchor), "c", Position.ENDED)));
    }

    @Test
    void takesNoPositionOfAnotherBeginning() {
        store.begin(KEY, new StreamPositions(Instant.EPOCH, null, Map.of("a", Position.after("1"))));
        repository.setState(TEXT_OF_KEY + "/a", "1;another;AFTER 123;");

        assertThat(store.load(KEY).orElseThrow().shards()).isEmpty();
        store.save(KEY, Map.of("a", Position.after("2")));
        assertThat(store.load(KEY).orElseThrow().shards()).isEqualTo(Map.of("a", Position.after("2")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "2;77;AFTER 123;", "1;77;AFTER 123", "1;77;AFTER 12x;", "1;77;AFTER;", "1;77;NOWHERE;"})
    void refusesAValueThatIsNotWholeOrNotItsOwn(String value) {
        repository.setState(TEXT_OF_KEY, "1;77;2026-01-31T12:00:00Z;;a;");
        repository.setState(TEXT_OF_KEY + "/a", value);

        assertThatIllegalStateException()
                .isThrownBy(() -> store.load(KEY))
                .withMessageContaining("offsetRepository")
                .withMessageContaining(TEXT_OF_KEY + "/a")
                .withMessageContaining("'" + value + "'");
    }
}
