package io.github.camelconduit.kinesis;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultContextReloadStrategy;
import org.apache.camel.support.LoggingExceptionHandler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelconduit.kinesis.Received.Count;
import io.github.camelconduit.kinesis.embedded.stream.StartingPosition.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Where reading begins, and what happens when what is to be read is not there. */
class ConsumerStartIT extends EmbeddedStreamTest {

    private final List<Throwable> told = new CopyOnWriteArrayList<>();
    private final List<String> tellers = new CopyOnWriteArrayList<>();

    /** Binds an exception handler that notes what it is told. */
    private String exceptionHandler() {
        ExceptionHandler handler = new LoggingExceptionHandler(camel, ConsumerStartIT.class) {
            @Override
            public void handleException(String message, org.apache.camel.Exchange exchange, Throwable exception) {
                tellers.add(Thread.currentThread().getName());
                told.add(exception);
            }
        };
        camel.getRegistry().bind("told", handler);
        return "&exceptionHandler=#told";
    }

    @Test
    void readsFromAMomentOn() throws Exception {
        put(100);
        Instant last = kinesis.records("orders").stream()
                .map(record -> record.arrival())
                .max(Instant::compareTo)
                .orElseThrow();
        await().until(() -> Instant.now().isAfter(last.plusMillis(5)));
        Instant moment = Instant.now();
        put(50);

        route("&startTimestamp=" + moment, received);

        awaitReceived(50);
        put(10);
        awaitReceived(60);
        assertThat(received.bodies()).doesNotContain("record-99").contains("record-100", "record-159");
        assertThat(received.size()).isEqualTo(60);
    }

    @Test
    void readsOnlyTheShardsItIsToldToAndWhatComesOfThem() throws Exception {
        put(200);
        String chosen = openShards().get(1);
        List<String> children = kinesis.splitShard("orders", chosen);
        put(200);
        route("&shardIds=" + chosen, received);
        Set<String> expected = new HashSet<>(children);
        expected.add(chosen);
        long before = countIn(expected);
        awaitReceived((int) before);

        List<String> grandchildren = kinesis.splitShard("orders", children.get(0));
        expected.addAll(grandchildren);
        put(200);

        await().atMost(LIMIT).until(() -> received.size() == countIn(expected));
        assertThat(received.list().stream().map(Received.One::shardId).collect(Collectors.toSet()))
                .isSubsetOf(expected);
        camel.getRouteController().stopRoute("reader");
        camel.getRouteController().startRoute("reader");
        put(100);
        await().atMost(LIMIT).until(() -> received.size() == countIn(expected));
    }

    @Test
    void readsNoShardsAnyMoreThatItIsNotToldToAtALaterStartAndKeepsWhereTheyStand(@TempDir Path directory)
            throws Exception {
        String kept = "&commitInterval=20&positionStore=file&positionDirectory=" + directory;
        route(kept, received);
        put(40);
        awaitAll();
        String chosen = openShards().get(1);
        long before = countIn(Set.of(chosen));
        camel.stop();
        camel = newContext();

        route(kept + "&shardIds=" + chosen, received);
        put(40);
        awaitReceived((int) (40 + countIn(Set.of(chosen)) - before));
        assertThat(received.list().subList(40, received.size()))
                .extracting(Received.One::shardId)
                .containsOnly(chosen);
        assertThat(consumer().getPositions().shards()).hasSize(1);
        camel.stop();
        camel = newContext();

        route(kept, received);
        awaitAll();
    }

    private long countIn(Set<String> shards) {
        return kinesis.records("orders").stream()
                .filter(stored -> shards.contains(stored.shardId()))
                .count();
    }

    @Test
    void shardsThatDoNotExistFailTheStartAndNameThoseThatDo() {
        assertThatThrownBy(() -> route("&shardIds=shardId-000000000077", received))
                .hasStackTraceContaining("shardIds=shardId-000000000077")
                .hasStackTraceContaining("shardId-000000000003");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&startFromLatest=true"})
    @Tag("failure-mode-4")
    void waitsForAStreamThatDoesNotExistYetWhenToldToAndReadsAllOfIt(String options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("later", "&onMissingStream=wait" + options))
                        .routeId("reader")
                        .process(received);
            }
        });
        await().atMost(LIMIT).until(() -> kinesis.calls("DescribeStreamSummary").size() >= 2);

        kinesis.createStream("later", 2);
        for (int i = 0; i < 100; i++) {
            kinesis.put("later", "key-" + i, new byte[] {1});
        }

        awaitReceived(100);
        assertThat(received.against(kinesis, "later")).isEqualTo(Count.exactly(100));
        assertThat(firstPositionsFrom(0)).containsOnly(Type.TRIM_HORIZON);
    }

    /** From where each shard was subscribed to at first, since so many calls. */
    private Set<Type> firstPositionsFrom(int calls) {
        Set<String> shards = new HashSet<>();
        return kinesis.calls("SubscribeToShard").stream()
                .skip(calls)
                .filter(call -> call.succeeded() && shards.add(call.shardId()))
                .map(call -> call.position().type())
                .collect(Collectors.toSet());
    }

    @Test
    void aConsumerThatIsBeingStartedCanBeAskedHowItIs() {
        ConduitKinesisEndpoint endpoint =
                camel.getEndpoint(uri("orders", "&consumerName=asked"), ConduitKinesisEndpoint.class);
        List<Object> answers = new CopyOnWriteArrayList<>();
        ConduitKinesisConsumer consumer = new ConduitKinesisConsumer(endpoint, received) {
            @Override
            public Processor getProcessor() {
                // While what it is made of is made.
                answers.add(readingTroubles());
                return super.getProcessor();
            }
        };

        consumer.start();
        consumer.stop();

        assertThat(answers).isNotEmpty().containsOnly(List.of());
    }

    @Test
    void aStreamThatIsDeletedEndsTheReadingAndTheExceptionHandlerIsTold() throws Exception {
        route(exceptionHandler(), received);
        put(10);
        awaitReceived(10);

        kinesis.deleteStream("orders");

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(told).singleElement().satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("orders")
                        .hasMessageContaining("onMissingStream=fail")));
        assertThat(kinesis.openSubscriptions()).isEmpty();
        assertThat(tellers)
                .as("no thread that keeps subscriptions")
                .singleElement()
                .satisfies(thread -> assertThat(thread).contains("ConduitKinesisFailures"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&startFromLatest=true"})
    @Tag("failure-mode-4")
    @Tag("failure-mode-32")
    void aStreamThatIsMadeAgainIsReadAsANewOneWhenToldToWait(String options) throws Exception {
        route("&onMissingStream=wait" + options, received);
        awaitSubscriptions(4);
        put(10);
        awaitReceived(10);
        int before = kinesis.calls("SubscribeToShard").size();

        kinesis.deleteStream("orders");
        kinesis.createStream("orders", 2);
        put(30);

        awaitReceived(40);
        assertThat(received.bodies().subList(10, 40))
                .containsExactlyInAnyOrderElementsOf(java.util.stream.IntStream.range(10, 40)
                        .mapToObj(i -> "record-" + i)
                        .toList());
        assertThat(firstPositionsFrom(before)).containsOnly(Type.TRIM_HORIZON);
    }

    @Test
    @Tag("failure-mode-4")
    @Tag("failure-mode-32")
    void aStartThatIsTriedAgainReadsTheStreamThatIsThereByThen() throws Exception {
        kinesis.faults().refuse("RegisterStreamConsumer").always();
        route("&onMissingStream=wait&startFromLatest=true", received);
        await().atMost(LIMIT)
                .until(() -> !kinesis.calls("RegisterStreamConsumer").isEmpty());

        kinesis.deleteStream("orders");
        kinesis.createStream("orders", 2);
        kinesis.faults().clear();
        put(30);

        awaitReceived(30);
        assertThat(consumer().getPositions().shards()).hasSize(2);
        assertThat(kinesis.calls("SubscribeToShard"))
                .allSatisfy(call -> assertThat(call.shardId()).isIn(openShards()));
        assertThat(firstPositionsFrom(0)).as("of all it holds").containsOnly(Type.TRIM_HORIZON);
    }

    @Test
    void aContextThatIsStoppedAndStartedGoesOnWhereItWas(@TempDir Path directory) throws Exception {
        route("&positionStore=file&positionDirectory=" + directory, received);
        put(50);
        awaitAll();

        camel.stop();
        put(50);
        camel.start();
        put(50);

        awaitAll();
        camel.stop();
        assertThat(kinesis.consumers("orders")).hasSize(1);
    }

    @Test
    void aReloadOfTheContextsRoutesGoesOnWhereTheyWereThoughPositionsAreInMemory() throws Exception {
        route("", received);
        put(50);
        awaitReceived(1);
        DefaultContextReloadStrategy reload = new DefaultContextReloadStrategy();
        reload.setCamelContext(camel);

        reload.onReload(this);
        put(50);
        awaitReceived(100);
        awaitSubscriptions(4);
        reload.onReload(this);
        put(50);

        awaitAll();
        assertThat(reload.getFailedCounter()).isZero();
        assertThat(kinesis.consumers("orders")).hasSize(1);
        assertThat(camel.getRoutes()).hasSize(1);
    }

    @Test
    @Tag("failure-mode-13")
    void aStreamConsumerThatIsDeletedFromOutsideIsRegisteredAnew() throws Exception {
        route("", received);
        put(50);
        awaitReceived(50);
        awaitSubscriptions(4);

        kinesis.deregisterConsumer(kinesis.consumers("orders").get(0).arn());
        put(50);

        awaitAll();
        assertThat(kinesis.calls("RegisterStreamConsumer")).hasSize(2);
    }

    @Test
    @Tag("failure-mode-22")
    void aFailedRecordIsDeliveredAgainBeforeTheNextOnesOfItsShardWhenToldTo() throws Exception {
        put(100);
        java.util.concurrent.atomic.AtomicInteger failures = new java.util.concurrent.atomic.AtomicInteger();
        route("&breakOnFirstError=true" + exceptionHandler(), exchange -> {
            if (exchange.getMessage().getBody(String.class).equals("record-42") && failures.getAndIncrement() < 2) {
                throw new IllegalStateException("not yet");
            }
            received.process(exchange);
        });

        awaitAll();

        assertThat(failures).hasValue(3);
        assertThat(told).hasSize(2);
    }
}
