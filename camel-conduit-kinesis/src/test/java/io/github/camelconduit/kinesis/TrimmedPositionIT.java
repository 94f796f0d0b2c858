package io.github.camelconduit.kinesis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.Exchange;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A route is stopped for longer than the stream retains its records, and the service refuses the position it goes on from. */
class TrimmedPositionIT extends EmbeddedStreamTest {

    private static final int READ = 40;
    private static final byte[] LARGE = new byte[10_000];

    private final List<Throwable> told = new CopyOnWriteArrayList<>();

    @Override
    EmbeddedKinesis startServer() {
        return EmbeddedKinesis.builder()
                .rules(Rules.fast().toBuilder().refuseTrimmedPositions(true).build())
                .stream("orders", 4)
                .retentionBytes(200_000)
                .start();
    }

    @BeforeEach
    void bindExceptionHandler() {
        camel.getRegistry().bind("told", new LoggingExceptionHandler(camel, TrimmedPositionIT.class) {
            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                told.add(exception);
            }
        });
    }

    /** Reads some records of every shard, and stops until the stream has trimmed them and others after them. */
    private void stopUntilItsPositionsAreTrimmed(String options) throws Exception {
        route(options, received);
        put(READ);
        awaitAll();
        camel.getRouteController().stopRoute("reader");
        for (int i = 0; i < 300; i++) {
            kinesis.put("orders", "key-" + i, LARGE);
        }
        assertThat(kinesis.records("orders"))
                .extracting(StoredRecord::shardId)
                .containsAll(openShards())
                .hasSizeLessThan(200);
    }

    @Test
    @Tag("failure-mode-32")
    void readsOnFromTheOldestRecordThereIsWithAWarningAndKeepsItsPlaceFromThere() throws Exception {
        stopUntilItsPositionsAreTrimmed("");
        List<StoredRecord> left = kinesis.records("orders");

        try (LogCapture log = new LogCapture(Level.WARN)) {
            camel.getRouteController().startRoute("reader");
            awaitReceived(READ + left.size());
            assertThat(openShards()).allSatisfy(shard -> assertThat(log.lines()).anySatisfy(line -> assertThat(line)
                    .contains(shard)
                    .contains("older than what the shard retains")
                    .contains("reading goes on from the oldest")));
        }
        assertThat(received.list().subList(READ, READ + left.size()))
                .extracting(Received.One::sequenceNumber)
                .containsExactlyInAnyOrderElementsOf(
                        left.stream().map(StoredRecord::sequenceNumber).toList());

        camel.getRouteController().stopRoute("reader");
        put(1);
        camel.getRouteController().startRoute("reader");
        awaitReceived(READ + left.size() + 1);
        Received.Count count = received.against(kinesis, "orders");
        assertThat(count.lost()).isZero();
        assertThat(count.doubled()).isZero();
        assertThat(count.outOfOrder()).isZero();
    }

    @Test
    @Tag("failure-mode-32")
    void readsNothingWhenThatIsToBeAnErrorAndTellsTheExceptionHandler() throws Exception {
        stopUntilItsPositionsAreTrimmed("&onInvalidPosition=fail&exceptionHandler=#told");

        camel.getRouteController().startRoute("reader");

        await().atMost(LIMIT).until(() -> told.size() == openShards().size());
        assertThat(openShards()).allSatisfy(shard -> assertThat(told).anySatisfy(failure -> assertThat(failure)
                .hasMessageContaining(shard)
                .hasMessageContaining("older than what the shard retains")
                .hasMessageContaining("onInvalidPosition=fail")));
        assertThat(received.size()).isEqualTo(READ);
        assertThat(kinesis.openSubscriptions()).isEmpty();
    }
}
