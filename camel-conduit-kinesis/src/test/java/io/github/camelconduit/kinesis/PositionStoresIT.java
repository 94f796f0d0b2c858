package io.github.camelconduit.kinesis;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.processor.state.FileStateRepository;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

/** Which store of positions a route gets, and what a new Camel context finds in it. */
class PositionStoresIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    Path temporary;

    private final EmbeddedKinesis kinesis;
    private final Received received = new Received();
    private DefaultCamelContext camel;
    private int put;

    PositionStoresIT() {
        kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 4)
                .start();
    }

    @BeforeEach
    void newCamel() {
        if (camel != null) {
            camel.stop();
        }
        camel = new DefaultCamelContext();
        camel.getCamelContextExtension().setName("shop");
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        kinesis.close();
    }

    private String uri(String options) {
        return "conduit-kinesis:orders?region=us-east-1&accessKeyId=test&secretAccessKey=test&url=" + kinesis.endpoint()
                + options;
    }

    private void readAsMuchAgain(String options) throws Exception {
        for (int i = 0; i < 100; i++, put++) {
            kinesis.put("orders", "key-" + put, ("record-" + put).getBytes(StandardCharsets.UTF_8));
        }
        int before = received.size();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri(options)).routeId("reader").process(received);
            }
        });
        await().atMost(LIMIT).until(() -> received.size() >= before + 100);
        camel.stop();
    }

    @Test
    void goesOnFromFilesInANewContext() throws Exception {
        String options = "&positionStore=file&positionDirectory=" + temporary.resolve("positions");
        for (int run = 1; run <= 3; run++) {
            readAsMuchAgain(options);
            assertThat(received.bodies()).hasSize(100 * run).doesNotHaveDuplicates();
            newCamel();
        }
        try (var files = Files.list(temporary.resolve("positions"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.startsWith("shop-orders-"))
                    .hasSize(2);
        }
    }

    @Test
    void goesOnFromAStateRepositoryInANewContextAndStartsAndStopsIt() throws Exception {
        for (int run = 1; run <= 2; run++) {
            FileStateRepository repository = bindStates();
            readAsMuchAgain("&offsetRepository=#states");
            assertThat(received.bodies()).hasSize(100 * run).doesNotHaveDuplicates();
            assertThat(repository.isStopped()).isTrue();
            newCamel();
        }
    }

    @Test
    void leavesAStateRepositoryRunningThatOthersStarted() throws Exception {
        FileStateRepository repository = bindStates();
        repository.start();

        readAsMuchAgain("&offsetRepository=#states");

        assertThat(repository.isStarted()).isTrue();
        repository.stop();
    }

    @Test
    void goesOnFromAStoreThatIsABean() throws Exception {
        MemoryPositionStore bean = new MemoryPositionStore();
        for (int run = 1; run <= 2; run++) {
            camel.getRegistry().bind("positions", bean);
            readAsMuchAgain("&positionStore=#positions");
            assertThat(received.bodies()).hasSize(100 * run).doesNotHaveDuplicates();
            newCamel();
        }
    }

    @Test
    void startsAnewFromMemoryInANewContextAndSaysSoOnce() throws Exception {
        try (LogCapture log = new LogCapture(Level.INFO)) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri("&consumerName=other")).process(exchange -> {});
                }
            });
            readAsMuchAgain("");

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("kept in memory"))
                    .hasSize(1);
        }
        newCamel();
        readAsMuchAgain("&positionStore=memory");

        assertThat(Set.copyOf(received.bodies())).as("some are read again").hasSizeLessThan(received.size());
    }

    @Test
    void givesOneStoreForEachDirectoryAndRepository() {
        bindStates();
        ConduitKinesisComponent component = camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class);

        assertThat(store(component, file("a"))).isSameAs(store(component, file("b/../a")));
        assertThat(store(component, file("a"))).isNotSameAs(store(component, file("b")));
        assertThat(store(component, "&offsetRepository=#states"))
                .isSameAs(store(component, "&consumerName=x&offsetRepository=#states"));
        assertThat(store(component, "")).isSameAs(store(component, "&positionStore=memory"));
    }

    @Test
    void letsAnEndpointChooseDifferentlyFromTheComponent() {
        camel.getRegistry().bind("positions", new Nowhere());
        bindStates();
        ConduitKinesisComponent component = camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class);
        component.getConfiguration().setPositionStore("file");
        component.getConfiguration().setPositionDirectory(temporary.resolve("a").toString());

        for (String own : new String[] {
            "",
            "&positionStore=file",
            "&positionDirectory=" + temporary.resolve("b"),
            "&positionStore=memory",
            "&positionStore=#positions",
            "&offsetRepository=#states"
        }) {
            assertThatCode(() -> endpoint(own).createConsumer(exchange -> {}))
                    .as(own)
                    .doesNotThrowAnyException();
        }
        assertThat(store(component, "&positionStore=#positions")).isInstanceOf(Nowhere.class);
        assertThat(store(component, "&positionDirectory=" + temporary.resolve("a")))
                .isSameAs(store(component, ""));
    }

    private FileStateRepository bindStates() {
        FileStateRepository repository = FileStateRepository.fileStateRepository(
                temporary.resolve("states").toFile());
        camel.getRegistry().bind("states", repository);
        return repository;
    }

    private String file(String directory) {
        return "&positionStore=file&positionDirectory=" + temporary.resolve(directory);
    }

    private ConduitKinesisEndpoint endpoint(String options) {
        return camel.getEndpoint(uri(options), ConduitKinesisEndpoint.class);
    }

    private PositionStore store(ConduitKinesisComponent component, String options) {
        return component.positionStore(endpoint(options).getConfiguration());
    }

    private static final class Nowhere implements PositionStore {
        @Override
        public Optional<StreamPositions> load(ReaderKey key) {
            return Optional.empty();
        }

        @Override
        public void begin(ReaderKey key, StreamPositions first) {}

        @Override
        public void save(ReaderKey key, Map<String, Position> shards) {}
    }
}
