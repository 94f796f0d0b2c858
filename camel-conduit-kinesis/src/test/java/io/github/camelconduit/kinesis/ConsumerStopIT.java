package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.StoredRecord;
import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A stop ends in time, whatever does not answer, and leaves nothing behind. */
@Timeout(120)
class ConsumerStopIT extends EmbeddedStreamTest {

    private final CountDownLatch answering = new CountDownLatch(1);
    private volatile boolean loadHangs;
    private volatile boolean saveHangs;

    /** A store that does not answer when it is told so. */
    private final class Hanging implements PositionStore {
        private final MemoryPositionStore behind = new MemoryPositionStore();

        @Override
        public Optional<StreamPositions> load(ReaderKey key) {
            hang(loadHangs);
            return behind.load(key);
        }

        @Override
        public void begin(ReaderKey key, StreamPositions first) {
            behind.begin(key, first);
        }

        @Override
        public void save(ReaderKey key, Map<String, Position> shards) {
            hang(saveHangs);
            behind.save(key, shards);
        }
    }

    /** Not even an interrupt ends it. */
    private void hang(boolean now) {
        while (now && answering.getCount() > 0) {
            try {
                answering.await();
            } catch (InterruptedException e) {
                continue;
            }
        }
    }

    @Override
    EmbeddedKinesis startServer() {
        return EmbeddedKinesis.builder()
                .rules(Rules.fast().toBuilder()
                        .resubscribeInterval(Duration.ofSeconds(5))
                        .build())
                .stream("orders", 4)
                .start();
    }

    @AfterEach
    void answer() {
        answering.countDown();
    }

    private String hangingStore() {
        camel.getRegistry().bind("store", new Hanging());
        return "&positionStore=#store&commitInterval=50";
    }

    private static Duration timeOf(Runnable what) {
        long begun = System.nanoTime();
        what.run();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void aStoreThatNeverAnswersASaveDoesNotHoldUpReadingNorTheStop() throws Exception {
        route(hangingStore(), received);
        put(20);
        awaitReceived(20);
        saveHangs = true;
        put(200);
        awaitReceived(220);

        Duration stopping;
        try (LogCapture log = new LogCapture(Level.INFO)) {
            stopping = timeOf(camel::stop);

            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("last positions"));
        }
        assertThat(stopping).as("Camel's shutdown timeout").isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aStoreThatNeverAnswersALoadHoldsUpNeitherTheStartNorTheStop() throws Exception {
        loadHangs = true;

        camel.getShutdownStrategy().setTimeout(60);
        long begun = System.nanoTime();
        route(hangingStore(), received);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("ten seconds are what a store has to answer")
                .isLessThan(Duration.ofSeconds(10));
        camel.getShutdownStrategy().setTimeout(20);
        await().atMost(LIMIT).until(() -> !kinesis.consumers("orders").isEmpty());

        assertThat(timeOf(camel::stop)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aStreamConsumerWhoseRegistrationIsUnderWayAtTheStopIsNotLeftBehind() throws Exception {
        kinesis.faults().delay("RegisterStreamConsumer", Duration.ofSeconds(2)).once();
        route("&deregisterConsumer=onStop", received);
        kinesis.awaitCalls("RegisterStreamConsumer", 1, LIMIT);

        camel.getRouteController().stopRoute("reader");

        assertThat(kinesis.consumers("orders")).isEmpty();
        assertThat(kinesis.calls("DeregisterStreamConsumer")).hasSize(1);
    }

    @Test
    void aQuickRestartSaysOnceWhyTheShardsAreStillInUse() throws Exception {
        route("", received);
        put(50);
        awaitReceived(50);
        awaitSubscriptions(4);
        try (LogCapture log = new LogCapture(Level.INFO)) {
            camel.getRouteController().stopRoute("reader");
            // As the service does for five seconds after a subscription, however long the restart takes.
            kinesis.faults()
                    .refuse("SubscribeToShard")
                    .withError("ResourceInUseException")
                    .times(8);
            camel.getRouteController().startRoute("reader");
            put(50);
            awaitAll();

            assertThat(log.lines().stream().filter(line -> line.contains("still subscribed to")))
                    .as("said once")
                    .hasSize(1);
            assertThat(log.lines())
                    .noneMatch(line -> line.startsWith("WARN"))
                    .noneMatch(line -> line.contains("is subscribed with this stream consumer already"));
        }
    }

    /** Keeps the delivery thread, whatever interrupts it. */
    private void routeThatKeepsItsThread(CountDownLatch inRoute) throws Exception {
        route("", exchange -> {
            inRoute.countDown();
            hang(true);
        });
        put(20);
        assertThat(inRoute.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRouteThatNeverGivesItsThreadBackDoesNotHoldUpTheStop() throws Exception {
        camel.getShutdownStrategy().setTimeout(3);
        routeThatKeepsItsThread(new CountDownLatch(1));

        assertThat(timeOf(() -> consumer().stop()))
                .as("a third of the timeout, twice, and what else a stop does, on a machine that is busy")
                .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(20));
    }

    @Test
    void aStopAfterWhichCamelHasWaitedAlreadyWaitsOnlyAMomentMore() throws Exception {
        camel.setShutdownStrategy(new DefaultShutdownStrategy(camel) {
            @Override
            public boolean isTimeoutOccurred() {
                return true;
            }
        });
        camel.getShutdownStrategy().setTimeout(90);
        routeThatKeepsItsThread(new CountDownLatch(1));

        assertThat(timeOf(() -> consumer().stop()))
                .as("else ten seconds, twice")
                .isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void whatTheRouteFinishesWhileTheConsumerStopsIsSaved() throws Exception {
        MemoryPositionStore store = new MemoryPositionStore();
        camel.getRegistry().bind("store", store);
        CountDownLatch inRoute = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        camel.getShutdownStrategy().setTimeout(90);
        route("&positionStore=#store", exchange -> {
            inRoute.countDown();
            gate.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        });
        put(1);
        StoredRecord only = kinesis.records("orders").get(0);
        assertThat(inRoute.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> stopping =
                CompletableFuture.runAsync(() -> consumer().stop());
        await().atMost(LIMIT).until(() -> consumer().isStopping());
        gate.countDown();
        stopping.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

        Position saved = store.load(new ReaderKey("shop", "shop-reader", kinesis.streamArn("orders")))
                .orElseThrow()
                .shards()
                .get(only.shardId());
        assertThat(Position.after(only.sequenceNumber()).isBeyond(saved)).isFalse();
    }
}
