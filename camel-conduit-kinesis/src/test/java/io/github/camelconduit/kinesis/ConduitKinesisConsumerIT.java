package io.github.camelconduit.kinesis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.apache.camel.Processor;
import org.apache.camel.SuspendableService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.Received.Count;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.ShardView;
import io.github.camelconduit.kinesis.embedded.log.Call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ConduitKinesisConsumerIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private EmbeddedKinesis kinesis;
    private final Received received = new Received();
    private DefaultCamelContext camel;
    private int put;

    @BeforeEach
    void camel() throws Exception {
        kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 4)
                .listShardsPageSize(10)
                .start();
        camel = new DefaultCamelContext();
        camel.getCamelContextExtension().setName("shop");
        camel.getShutdownStrategy().setTimeout(20);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        kinesis.close();
    }

    private EmbeddedKinesis server() {
        return kinesis;
    }

    private void put(int records) {
        for (int i = 0; i < records; i++, put++) {
            server().put("orders", "key-" + put % 97, ("record-" + put).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void route(String options, Processor processor) throws Exception {
        PropertiesComponent properties = camel.getPropertiesComponent();
        properties.addOverrideProperty("endpoint", server().endpoint().toString());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("conduit-kinesis:orders?region=us-east-1&accessKeyId=test&secretAccessKey=test&url={{endpoint}}"
                                + options)
                        .routeId("reader")
                        .process(processor);
            }
        });
    }

    private void awaitAll() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(received.size()).isGreaterThanOrEqualTo(put));
        assertThat(received.against(server(), "orders")).isEqualTo(Count.exactly(put));
    }

    private List<String> openShards() {
        return server().shards("orders").stream()
                .filter(ShardView::open)
                .map(ShardView::shardId)
                .toList();
    }

    @Test
    void deliversWhatTheStreamHoldsAndThenWhatArrives() throws Exception {
        put(500);
        route("", received);
        await().atMost(LIMIT).until(() -> received.size() >= 500);

        put(500);

        awaitAll();
        Map<Object, Long> phases = received.list().stream()
                .collect(
                        Collectors.groupingBy(one -> one.header(ConduitKinesisConstants.PHASE), Collectors.counting()));
        assertThat(phases).isEqualTo(Map.of("snapshot", 500L, "cdc", 500L));
    }

    @Test
    void saysWhereARecordComesFrom() throws Exception {
        Instant before = Instant.now().minusSeconds(1);
        put(1);
        route("", received);

        awaitAll();

        Received.One one = received.list().get(0);
        var stored = server().records("orders").get(0);
        assertThat(one.header(ConduitKinesisConstants.STREAM_NAME)).isEqualTo("orders");
        assertThat(one.header(ConduitKinesisConstants.SHARD_ID)).isEqualTo(stored.shardId());
        assertThat(one.header(ConduitKinesisConstants.SEQUENCE_NUMBER)).isEqualTo(stored.sequenceNumber());
        assertThat(one.header(ConduitKinesisConstants.PARTITION_KEY)).isEqualTo("key-0");
        Instant arrival = (Instant) one.header(ConduitKinesisConstants.ARRIVAL_TIME);
        assertThat(arrival).isAfter(before).isBefore(Instant.now().plusSeconds(1));
        assertThat(one.header(ConduitKinesisConstants.MESSAGE_TIMESTAMP)).isEqualTo(arrival.toEpochMilli());
        assertThat((Long) one.header(ConduitKinesisConstants.MILLIS_BEHIND_LATEST))
                .isNotNegative();
    }

    @Test
    void startsAtTheTipWhenToldToAndGoesOnWhereItWasAfterARestart() throws Exception {
        put(50);
        // Where the first calls come late, reading begins two seconds before the start.
        Instant old = Instant.now().plusSeconds(3);
        await().atMost(LIMIT).until(() -> Instant.now().isAfter(old));
        route("&startFromLatest=true", received);
        await().atMost(LIMIT).until(() -> server().openSubscriptions().size() == 4);
        put(10);
        await().atMost(LIMIT).until(() -> received.size() == 10);

        camel.getRouteController().stopRoute("reader");
        put(10);
        camel.getRouteController().startRoute("reader");

        await().atMost(LIMIT).until(() -> received.size() >= 20);
        assertThat(received.bodies())
                .containsExactlyInAnyOrderElementsOf(java.util.stream.IntStream.range(50, 70)
                        .mapToObj(i -> "record-" + i)
                        .toList());
        assertThat(received.list()).allSatisfy(one -> assertThat(one.header(ConduitKinesisConstants.PHASE))
                .isEqualTo("cdc"));
    }

    @Test
    void leavesNothingOutThatArrivesWhileTheStreamConsumerIsRegistered() throws Exception {
        kinesis.close();
        kinesis =
                EmbeddedKinesis.builder()
                        .rules(Rules.fast().toBuilder()
                                .consumerCreationTime(Duration.ofSeconds(4))
                                .build())
                        .stream("orders", 4)
                        .start();
        route("&startFromLatest=true", received);
        await().atMost(LIMIT)
                .until(() -> !server().calls("RegisterStreamConsumer").isEmpty());

        put(20);

        awaitAll();
    }

    @Test
    void readsAllOfAParentBeforeItsChildrenThroughSplitAndMerge() throws Exception {
        put(300);
        List<String> children = server().splitShard("orders", "shardId-000000000000");
        put(300);
        server().mergeShards("orders", children.get(0), children.get(1));
        put(300);
        route("", received);
        await().atMost(LIMIT).until(() -> received.size() >= 900);
        List<String> open = openShards();
        server().mergeShards("orders", open.get(0), open.get(1));
        put(300);

        awaitAll();

        Map<String, Integer> lastSeen = new java.util.HashMap<>();
        Map<String, Integer> firstSeen = new java.util.HashMap<>();
        List<Received.One> list = received.list();
        for (int i = 0; i < list.size(); i++) {
            lastSeen.put(list.get(i).shardId(), i);
            firstSeen.putIfAbsent(list.get(i).shardId(), i);
        }
        for (ShardView shard : server().shards("orders")) {
            for (String parent : new String[] {shard.parentShardId(), shard.adjacentParentShardId()}) {
                if (parent != null && lastSeen.containsKey(parent) && firstSeen.containsKey(shard.shardId())) {
                    assertThat(firstSeen.get(shard.shardId()))
                            .as("%s before its parent %s was done", shard.shardId(), parent)
                            .isGreaterThan(lastSeen.get(parent));
                }
            }
        }
    }

    @Test
    @Tag("failure-mode-21")
    void aSlowRouteSlowsTheReadingDownAndMemoryIsBounded() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        for (int i = 0; i < 64; i++, put++) {
            server().put("orders", "key-" + i, new byte[512 * 1024]);
        }
        route("&maxBufferedBytes=4194304", exchange -> {
            gate.await(1, TimeUnit.MINUTES);
            received.process(exchange);
        });
        ConduitKinesisConsumer consumer =
                (ConduitKinesisConsumer) camel.getRoute("reader").getConsumer();
        await().atMost(LIMIT).until(() -> consumer.getPendingExchangesSize() == 4);

        assertThat(consumer.getBufferedBytes()).isLessThanOrEqualTo(4_194_304L + 4 * 2_097_152L);

        gate.countDown();
        awaitAll();
        await().atMost(LIMIT).until(() -> consumer.getBufferedBytes() <= 4 * 16_384);
    }

    @Test
    @Tag("failure-mode-16")
    void oneBlockedShardDoesNotHoldTheOthersUp() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        put(400);
        String blocked = server().records("orders").get(0).shardId();
        long others = server().records("orders").stream()
                .filter(stored -> !stored.shardId().equals(blocked))
                .count();
        route("&concurrentConsumers=2", exchange -> {
            if (blocked.equals(exchange.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID))) {
                gate.await(1, TimeUnit.MINUTES);
            }
            received.process(exchange);
        });

        await().atMost(LIMIT).until(() -> received.size() == others);

        gate.countDown();
        awaitAll();
    }

    @Test
    void whatTheRouteHasIsFinishedWhenItIsStoppedAndNotDeliveredAgain() throws Exception {
        put(400);
        AtomicInteger started = new AtomicInteger();
        CountDownLatch suspended = new CountDownLatch(1);
        route("", exchange -> {
            if (started.incrementAndGet() > 100) {
                suspended.await(1, TimeUnit.MINUTES);
            }
            received.process(exchange);
        });
        await().atMost(LIMIT).until(() -> started.get() > 100);
        SuspendableService consumer =
                (SuspendableService) camel.getRoute("reader").getConsumer();
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(this::stopReader);
        // As Camel does before it waits for what the route has.
        await().atMost(LIMIT).until(consumer::isSuspended);
        int inRoute = started.get();
        suspended.countDown();
        stopping.get(1, TimeUnit.MINUTES);
        int atStop = received.size();
        assertThat(atStop).isEqualTo(started.get()).isEqualTo(inRoute).isLessThan(400);
        // The server hears of it a moment later.
        await().atMost(LIMIT).until(() -> server().openSubscriptions().isEmpty());

        camel.getRouteController().startRoute("reader");
        awaitAll();
    }

    private void stopReader() {
        try {
            camel.getRouteController().stopRoute("reader");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Tag("failure-mode-31")
    void readsEveryPageOfShards() throws Exception {
        server().createStream("wide", 23);
        for (int i = 0; i < 500; i++) {
            server().put("wide", "key-" + i, new byte[] {1});
        }
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("conduit-kinesis:wide?region=us-east-1&accessKeyId=test&secretAccessKey=test&url="
                                + server().endpoint())
                        .process(received);
            }
        });

        await().atMost(LIMIT).until(() -> received.size() >= 500);
        assertThat(received.against(server(), "wide")).isEqualTo(Count.exactly(500));
        assertThat(server().calls("ListShards").stream().filter(Call::succeeded).count())
                .isGreaterThan(1);
    }

    @Test
    @Tag("failure-mode-14")
    void findsItsStreamConsumerAgainInsteadOfRegisteringAnother() throws Exception {
        route("", received);
        put(10);
        await().atMost(LIMIT).until(() -> received.size() == 10);
        assertThat(server().consumers("orders")).singleElement().satisfies(consumer -> assertThat(consumer.name())
                .isEqualTo("shop-reader"));

        camel.getRouteController().stopRoute("reader");
        camel.getRouteController().startRoute("reader");
        put(10);
        awaitAll();

        assertThat(server().consumers("orders")).hasSize(1);
        assertThat(server().calls("RegisterStreamConsumer")).hasSize(1);
        assertThat(server().calls("DeregisterStreamConsumer")).isEmpty();
    }

    @Test
    @Tag("failure-mode-14")
    void deregistersItsStreamConsumerOnlyWhenTold() throws Exception {
        route("&deregisterConsumer=onStop&consumerName=mine", received);
        put(10);
        await().atMost(LIMIT).until(() -> received.size() == 10);

        camel.getRouteController().stopRoute("reader");

        assertThat(server().consumers("orders")).isEmpty();
    }

    @Test
    @Tag("failure-mode-22")
    void aFailingRecordIsToldToTheExceptionHandlerAndTheShardGoesOn() throws Exception {
        AtomicInteger failed = new AtomicInteger();
        put(100);
        route("", exchange -> {
            if (failed.compareAndSet(0, 1)) {
                throw new IllegalStateException("poison");
            }
            received.process(exchange);
        });

        await().atMost(LIMIT).until(() -> received.size() == 99);
        camel.getRouteController().stopRoute("reader");
        camel.getRouteController().startRoute("reader");
        put(1);

        await().atMost(LIMIT).until(() -> received.size() == 100);
        assertThat(failed).hasValue(1);
    }

    @Test
    void aStreamThatDoesNotExistFailsTheStartAndSaysWhich() {
        assertThatThrownBy(() -> camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("conduit-kinesis:nowhere?region=us-east-1&accessKeyId=test&secretAccessKey=test&url="
                                        + server().endpoint())
                                .process(received);
                    }
                }))
                .hasStackTraceContaining("nowhere");
    }
}
