package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.embedded.fault.ArmedFault;
import io.github.camelconduit.kinesis.embedded.fault.FaultCatalog;
import io.github.camelconduit.kinesis.embedded.fault.FaultParameter;
import io.github.camelconduit.kinesis.embedded.fault.FaultSetup;
import io.github.camelconduit.kinesis.embedded.log.Call;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a subscription of the real SDK makes of every fault is what the table in the documentation says. For other calls see
 * {@link FaultTableCallsIT}.
 */
class FaultTableIT {

    private static final String TOLD_RAW = "exceptionOccurred: IOException";

    private static final String SHARD = "shardId-000000000000";
    private static final Map<String, List<String>> TABLE = DocumentedTables.rows("faults");
    private static final int SUBSCRIPTION = 3;
    private static final int CALL = 4;
    private static final String NOTHING = "–";

    private static final Duration RESUBSCRIBE = Duration.ofSeconds(1);
    private static final Duration WAIT = Duration.ofSeconds(20);

    /** These hit when a subscription is opened, the others an event of it. */
    private static final Set<FaultCatalog> AT_OPENING = EnumSet.of(
            FaultCatalog.REFUSE,
            FaultCatalog.THROTTLE,
            FaultCatalog.DELAY,
            FaultCatalog.LOSE_ANSWER,
            FaultCatalog.CLOSE_AT_ONCE);

    @RegisterExtension
    static final EmbeddedKinesisExtension EXTENSION = EmbeddedKinesisExtension.with(EmbeddedKinesis.builder()
            .tls()
            .rules(Rules.fast().toBuilder()
                    .idleEventInterval(Duration.ofMillis(50))
                    .resubscribeInterval(Duration.ZERO)
                    .build()));

    private final EmbeddedKinesis kinesis = EXTENSION.server();
    private KinesisAsyncClient client;

    @AfterEach
    void disconnect() {
        kinesis.reset();
        if (client != null) {
            client.close();
        }
    }

    /** Both ways that AWS itself has. */
    enum Wire {
        H2C(Sdk::http2),
        TLS(Sdk::tls);

        private final Function<EmbeddedKinesis, KinesisAsyncClient> client;

        Wire(Function<EmbeddedKinesis, KinesisAsyncClient> client) {
            this.client = client;
        }
    }

    static Stream<Arguments> ofSubscriptions() {
        return Arrays.stream(FaultCatalog.values())
                .filter(fault -> !TABLE.get(fault.id()).get(SUBSCRIPTION).equals(NOTHING))
                .flatMap(fault -> Arrays.stream(Wire.values()).map(wire -> Arguments.of(fault, wire)));
    }

    @Test
    void everyFaultIsInTheTableWithItsParameters() {
        assertThat(TABLE.keySet()).containsExactlyElementsOf(FaultCatalog.ids());
        for (FaultCatalog fault : FaultCatalog.values()) {
            String parameters = String.join(
                    ", ",
                    Arrays.stream(FaultParameter.values())
                            .filter(fault.parameters()::contains)
                            .map(FaultParameter::id)
                            .toList());
            assertThat(TABLE.get(fault.id()).get(1)).as(fault.id()).isEqualTo(parameters);
            assertThat(TABLE.get(fault.id()).get(2)).isNotBlank();
            assertThat(TABLE.get(fault.id()).get(CALL).equals(NOTHING)).isEqualTo(fault.subscriptionsOnly());
        }
    }

    /** Of a broken connection the handler is told twice, raw and wrapped: the one can come before or after the other. */
    private static void assertEnded(Witness witness, String expected) {
        String ending = witness.awaitEnding(expected.split(", ").length).ending();
        if (expected.contains(TOLD_RAW)) {
            assertThat(List.of(ending.split(", "))).containsExactlyInAnyOrder(expected.split(", "));
        } else {
            assertThat(ending).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("ofSubscriptions")
    void theSubscriberSeesWhatTheTableSays(FaultCatalog fault, Wire wire) {
        String expected = TABLE.get(fault.id()).get(SUBSCRIPTION);
        prepare(wire);
        String consumer = Sdk.register(client, kinesis, "orders", "app");
        kinesis.put("orders", "key", new byte[1]);
        FaultSetup setup = kinesis.faults().of(fault);
        if (fault.parameters().contains(FaultParameter.OPERATION)) {
            setup.onOperation("SubscribeToShard");
        }
        if (!AT_OPENING.contains(fault) && fault != FaultCatalog.MISSING_CHILD_SHARDS) {
            setup.skipping(1);
        }
        ArmedFault armed = fault == FaultCatalog.SILENCE ? setup.skipping(3).always() : setup.once();
        Witness witness = Witness.subscribe(client, consumer, SHARD);
        if (fault == FaultCatalog.MISSING_CHILD_SHARDS) {
            witness.awaitEvents(1);
            kinesis.splitShard("orders", SHARD);
        }
        if (expected.startsWith("no further event")) {
            Awaitility.await().atMost(WAIT).until(() -> armed.hits() > 0);
            witness.awaitQuiet(Duration.ofMillis(400));
            assertThat(witness.isOver()).isFalse();
        } else if (expected.startsWith("goes on")) {
            Awaitility.await().atMost(WAIT).until(() -> armed.hits() > 0);
            int seen = witness.events().size();
            witness.awaitEvents(seen + 3);
            assertThat(witness.isOver()).isFalse();
        } else {
            assertEnded(witness, expected);
        }
        assertThat(armed.hits()).isPositive();
        assertThat(kinesis.faults().hits()).containsKey(fault.id());
        check(fault, witness);
    }

    /** What is in the events, where that is the point. */
    private void check(FaultCatalog fault, Witness witness) {
        switch (fault) {
            case NULL_CONTINUATION ->
                assertThat(witness.events().get(1).continuationSequenceNumber()).isNull();
            case EMPTY_CONTINUATION ->
                assertThat(witness.events().get(1).continuationSequenceNumber()).isEmpty();
            case FALSE_SHARD_END -> {
                assertThat(witness.events().get(1).continuationSequenceNumber()).isNull();
                assertThat(witness.events().get(1).childShards()).isEmpty();
                assertThat(kinesis.shards("orders")).singleElement().matches(ShardView::open);
            }
            case MISSING_CHILD_SHARDS -> {
                var last = witness.events().get(witness.events().size() - 1);
                assertThat(last.continuationSequenceNumber()).isNull();
                assertThat(last.childShards()).isEmpty();
            }
            case DELETE_CONSUMER -> assertThat(kinesis.consumers("orders")).isEmpty();
            default -> {}
        }
    }

    @Test
    void aFalseEndOfAShardMayNameChildShardsThatDoNotExist() {
        prepare(Wire.H2C);
        kinesis.faults().falseShardEnd(true).once();
        Witness witness = Witness.subscribe(client, Sdk.register(client, kinesis, "orders", "app"), SHARD);
        assertThat(witness.awaitEnd().events().get(0).childShards())
                .hasSize(2)
                .allSatisfy(child -> assertThat(child.parentShards()).containsExactly(SHARD));
        assertThat(kinesis.shards("orders")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultCatalog.class,
            names = {"STEAL_SUBSCRIPTION", "STEAL_SUBSCRIPTION_SILENTLY"})
    void whoCallsAgainSoonAfterATheftGetsResourceInUse(FaultCatalog theft) {
        try (EmbeddedKinesis strict = EmbeddedKinesis.builder().stream("orders", 1)
                .rules(Rules.fast().toBuilder()
                        .idleEventInterval(Duration.ofMillis(50))
                        .resubscribeInterval(RESUBSCRIBE)
                        .build())
                .start()) {
            client = Sdk.http2(strict);
            String consumer = Sdk.register(client, strict, "orders", "app");
            Witness open = Witness.subscribe(client, consumer, SHARD);
            Witness next;
            boolean refused;
            do {
                open.awaitEvents(1);
                // Its own call is not what the next one is refused for.
                Awaitility.await()
                        .atMost(WAIT)
                        .until(() -> age(strict.openSubscriptions().get(0)).compareTo(RESUBSCRIBE) > 0);
                long stolenNanos = System.nanoTime();
                int stolen = theft == FaultCatalog.STEAL_SUBSCRIPTION
                        ? strict.faults().stealSubscriptions("orders", SHARD)
                        : strict.faults().stealSubscriptionsSilently("orders", SHARD);
                assertThat(stolen).isEqualTo(1);
                Awaitility.await()
                        .atMost(WAIT)
                        .pollInterval(Duration.ofMillis(5))
                        .until(open::isOver);
                assertEnded(open, TABLE.get(theft.id()).get(SUBSCRIPTION));
                next = Witness.subscribe(client, consumer, SHARD);
                next.awaitEvents(1);
                refused = next.isOver();
                if (!refused) {
                    // Where the machine stood still between the two, the call came too late to be refused.
                    assertThat(Duration.ofNanos(System.nanoTime() - stolenNanos))
                            .as("accepted after a theft")
                            .isGreaterThan(RESUBSCRIBE);
                    open = next;
                }
            } while (!refused);
            assertThat(next.awaitEnd().ending()).contains("ResourceInUseException");
            assertThat(strict.calls("SubscribeToShard"))
                    .filteredOn(Call::succeeded)
                    .isNotEmpty()
                    .allSatisfy(call -> assertThat(call.end()).isEqualTo(SubscriptionEnd.TAKEN_OVER));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultCatalog.class,
            names = {
                "CLOSE_AT_ONCE",
                "EXPIRE_EARLY",
                "EXCEPTION_FRAME",
                "RESET_STREAM",
                "GO_AWAY_WITH_ERROR",
                "CLOSE_CONNECTION",
                "RESET_CONNECTION",
                "HALF_OPEN",
                "STEAL_SUBSCRIPTION",
                "STEAL_SUBSCRIPTION_SILENTLY",
                "DELETE_CONSUMER"
            })
    void whatIsOpenIsHitAtOnceAsByAnEvent(FaultCatalog fault) {
        prepare(Wire.H2C);
        String consumer = Sdk.register(client, kinesis, "orders", "app");
        Witness witness = Witness.subscribe(client, consumer, SHARD);
        witness.awaitEvents(1);
        assertThat(kinesis.faults().of(fault).onStream("elsewhere").now()).isZero();
        assertThat(kinesis.faults().of(fault).onStream("orders").onShard(SHARD).now())
                .isEqualTo(1);
        assertEnded(witness, TABLE.get(fault.id()).get(SUBSCRIPTION));
        assertThat(kinesis.faults().armed()).isEmpty();
    }

    /** The sentence below the table. */
    @ParameterizedTest
    @EnumSource(
            value = FaultCatalog.class,
            names = {"EXPIRE_EARLY", "RESET_STREAM", "HALF_FRAME", "FALSE_SHARD_END", "CLOSE_CONNECTION"})
    void withHttp11TheseEndLikeANormalExpiry(FaultCatalog fault) {
        kinesis.createStream("orders", 1);
        client = Sdk.http1(kinesis);
        String consumer = Sdk.register(client, kinesis, "orders", "app");
        kinesis.faults().of(fault).skipping(1).once();
        assertEnded(
                Witness.subscribe(client, consumer, SHARD),
                TABLE.get("expireEarly").get(SUBSCRIPTION));
    }

    @Test
    void whatNeedsAnEventOrAnotherCallCannotHitAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kinesis.faults().wrongCrc().now())
                .withMessageContaining("wrongCrc");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kinesis.faults().resetStream("PutRecord").now())
                .withMessageContaining("PutRecord");
    }

    @Test
    void whoNeverHearsThatItsSubscriptionSucceededGetsResourceInUseWhenItCallsAgainSoon() {
        try (EmbeddedKinesis strict = EmbeddedKinesis.builder().stream("orders", 1)
                .rules(Rules.fast().toBuilder()
                        .resubscribeInterval(Duration.ofSeconds(30))
                        .build())
                .start()) {
            client = Sdk.http2(strict);
            String consumer = Sdk.register(client, strict, "orders", "app");
            strict.faults().loseAnswer("SubscribeToShard").once();
            assertThat(Witness.subscribe(client, consumer, SHARD).awaitEnd().ending())
                    .contains("IOException");
            assertThat(strict.openSubscriptions()).isEmpty();
            assertThat(Witness.subscribe(client, consumer, SHARD).awaitEnd().ending())
                    .contains("ResourceInUseException");
        }
    }

    @Test
    void anEventMayBeHitInTheMiddleOfManyAndAtARate() {
        prepare(Wire.H2C);
        String consumer = Sdk.register(client, kinesis, "orders", "app");
        ArmedFault fault = kinesis.faults()
                .emptyContinuation()
                .onStream("orders")
                .onShard(SHARD)
                .atRate(0.5, 7);
        Witness witness = Witness.subscribe(client, consumer, SHARD);
        witness.awaitEvents(20);
        // Of so many and no more: where the reader is held up, others have come by now.
        long empty = witness.events().stream()
                .limit(20)
                .filter(e -> e.continuationSequenceNumber().isEmpty())
                .count();
        assertThat(empty).isBetween(3L, 17L).isLessThanOrEqualTo(fault.hits());
        fault.remove();
        kinesis.faults().expireEarly().onShard("shardId-000000000009").always();
        int seen = witness.events().size();
        witness.awaitEvents(seen + 3);
        assertThat(witness.isOver()).as("a fault for another shard").isFalse();
    }

    private static Duration age(SubscriptionView open) {
        return Duration.between(open.openedAt(), Instant.now());
    }

    private void prepare(Wire wire) {
        client = wire.client.apply(kinesis);
        kinesis.createStream("orders", 1);
    }
}
