package io.github.camelconduit.kinesis.it;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.Shard;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a reader can count on while nothing happens to the shards. */
interface ReadingBehaviours {

    TestBed bed();

    @Test
    default void deliversWhatTheStreamHoldsAsSnapshotAndWhatArrivesAsCdc() throws Exception {
        bed().write(500);
        bed().read("");
        bed().awaitReceived(500);

        bed().write(500);

        bed().awaitAll();
        assertThat(bed().ledger().phases())
                .isEqualTo(
                        Map.of(ConduitKinesisConstants.PHASE_SNAPSHOT, 500L, ConduitKinesisConstants.PHASE_CDC, 500L));
        assertThat(bed().ledger().shardsSeen()).hasSize(ServerTest.SHARDS);
    }

    @Test
    default void saysWhereARecordComesFrom() throws Exception {
        Instant before = Instant.now();
        Entry entry = bed().ledger().next();
        bed().server().putRecords(bed().stream(), List.of(entry));
        ConcurrentLinkedQueue<Map<String, Object>> headers = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Object> bodies = new ConcurrentLinkedQueue<>();
        bed().route(TestBed.READER, "", exchange -> {
            bodies.add(exchange.getMessage().getBody());
            headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
        });

        await().atMost(TestBed.LIMIT).until(() -> headers.size() == 1);

        ServerUnderTest.Stored stored = bed().server().records(bed().stream()).get(0);
        assertThat(bodies.peek()).isEqualTo(entry.data());
        Map<String, Object> seen = headers.peek();
        assertThat(seen)
                .containsEntry(ConduitKinesisConstants.STREAM_NAME, bed().stream())
                .containsEntry(ConduitKinesisConstants.SHARD_ID, stored.shardId())
                .containsEntry(ConduitKinesisConstants.SEQUENCE_NUMBER, stored.sequenceNumber())
                .containsEntry(ConduitKinesisConstants.PARTITION_KEY, entry.key())
                .containsEntry(ConduitKinesisConstants.PHASE, ConduitKinesisConstants.PHASE_SNAPSHOT);
        Instant arrival = (Instant) seen.get(ConduitKinesisConstants.ARRIVAL_TIME);
        assertThat(arrival).isBetween(before.minusSeconds(2), Instant.now().plusSeconds(2));
        assertThat(seen).containsEntry(ConduitKinesisConstants.MESSAGE_TIMESTAMP, arrival.toEpochMilli());
        assertThat((Long) seen.get(ConduitKinesisConstants.MILLIS_BEHIND_LATEST))
                .isNotNegative();
    }

    @Test
    default void startsAtTheTipWhenToldTo() throws Exception {
        bed().write(200);
        // Where the first calls come late, reading begins two seconds before the start.
        Instant old = Instant.now().plusSeconds(3);
        await().atMost(TestBed.LIMIT).until(() -> Instant.now().isAfter(old));
        bed().read("startFromLatest=true");
        // Nothing tells from outside when a shard is subscribed, but for a record of it that arrives.
        Set<String> open = bed().server().openShards(bed().stream()).stream()
                .map(Shard::shardId)
                .collect(Collectors.toSet());
        await().atMost(TestBed.LIMIT).until(() -> {
            bed().write(20);
            return bed().ledger().shardsSeen().containsAll(open);
        });
        int reached = bed().ledger().written();

        bed().write(200);

        await().atMost(TestBed.LIMIT)
                .untilAsserted(
                        () -> assertThat(bed().ledger().verdictFrom(reached)).isEqualTo(Verdict.exactly(200)));
        Verdict whole = bed().ledger().verdict();
        assertThat(whole.doubled() + whole.outOfOrder()).isZero();
        assertThat(bed().ledger().arrivals()).allSatisfy(arrival -> {
            assertThat(arrival.id()).isGreaterThanOrEqualTo(200);
            assertThat(arrival.phase()).isEqualTo(ConduitKinesisConstants.PHASE_CDC);
        });
    }

    @Test
    default void goesOnAfterARestartWhereItStoppedWithTheSameStreamConsumer() throws Exception {
        bed().write(300);
        bed().read("");
        bed().awaitReceived(300);
        List<Consumer> registered = bed().server().streamConsumers(bed().stream());
        assertThat(registered).singleElement().satisfies(consumer -> assertThat(consumer.consumerName())
                .isEqualTo("it-reader"));

        bed().stopReader();
        bed().write(300);
        bed().startReader();
        bed().awaitReceived(600);
        bed().write(300);

        bed().awaitAll();
        assertThat(bed().server().streamConsumers(bed().stream()))
                .extracting(Consumer::consumerARN)
                .containsExactly(registered.get(0).consumerARN());
    }

    @Test
    default void deliversNothingWhileSuspendedAndGoesOnWhereItWas() throws Exception {
        bed().write(200);
        bed().read("");
        bed().awaitReceived(200);

        bed().camel().getRouteController().suspendRoute(TestBed.READER);
        bed().write(200);
        await().during(Duration.ofSeconds(2))
                .atMost(TestBed.LIMIT)
                .until(() -> bed().ledger().received() == 200);
        assertThat(bed().camel().getRouteController().getRouteStatus(TestBed.READER))
                .isEqualTo(ServiceStatus.Suspended);

        bed().camel().getRouteController().resumeRoute(TestBed.READER);
        bed().awaitReceived(400);
        bed().write(200);
        bed().awaitAll();
    }

    @Test
    default void everyRouteOnAStreamGetsAllOfIt() throws Exception {
        assumeTrue(bed().server().carriesManySubscriptions(), "the server stalls with so many subscriptions");
        List<Ledger> others = List.of(new Ledger(), new Ledger());
        bed().write(300);
        bed().read("");
        bed().route("second", "consumerName=second", others.get(0));
        bed().route("third", "consumerName=third", others.get(1));
        bed().write(300);

        bed().awaitAll();

        for (Ledger other : others) {
            await().atMost(TestBed.LIMIT).until(() -> other.received() >= 600);
            assertThat(other.arrivals()).extracting(Ledger.Arrival::id).doesNotHaveDuplicates();
        }
        assertThat(bed().server().streamConsumers(bed().stream()))
                .extracting(Consumer::consumerName)
                .containsExactlyInAnyOrder("it-reader", "second", "third");
    }

    /** The stream consumer's name comes from the route, so the same URI twice means two readers. */
    @Test
    default void twoRoutesFromTheSameEndpointBothGetAllOfIt() throws Exception {
        assumeTrue(bed().server().carriesManySubscriptions(), "the server stalls with so many subscriptions");
        Ledger other = new Ledger();
        bed().write(100);
        bed().read("");
        bed().route("second", "", other);

        bed().awaitAll();

        await().atMost(TestBed.LIMIT).until(() -> other.received() >= 100);
        assertThat(other.arrivals()).extracting(Ledger.Arrival::id).doesNotHaveDuplicates();
    }

    @Test
    default void aRoundTripThroughProducerAndConsumerRouteLosesNothing() throws Exception {
        bed().camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:orders").to(bed().kinesis(""));
            }
        });
        bed().read("");
        ProducerTemplate template = bed().camel().createProducerTemplate();

        for (Entry entry : bed().ledger().next(100)) {
            template.sendBodyAndHeader(
                    "direct:orders", entry.data(), ConduitKinesisConstants.PARTITION_KEY, entry.key());
        }

        bed().awaitAll();
        assertThat(bed().server().records(bed().stream()))
                .allSatisfy(stored -> assertThat(new String(stored.data(), StandardCharsets.UTF_8))
                        .contains("\"key\":\"" + stored.partitionKey() + "\""));
    }
}
