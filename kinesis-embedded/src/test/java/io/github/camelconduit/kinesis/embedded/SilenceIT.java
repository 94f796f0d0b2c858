package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.embedded.fault.ArmedFault;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;

import static org.assertj.core.api.Assertions.assertThat;

/** A silenced subscription does not end, whatever would end another one; when the fault is gone, it ends as that one. */
class SilenceIT {

    private static final String SHARD = "shardId-000000000000";
    private static final Duration QUIET = Duration.ofMillis(500);

    private EmbeddedKinesis kinesis;
    private KinesisAsyncClient client;
    private String consumer;

    private void start(Duration lifetime) {
        kinesis = EmbeddedKinesis.builder().stream("orders", 1)
                .rules(Rules.fast().toBuilder()
                        .idleEventInterval(Duration.ofMillis(50))
                        .resubscribeInterval(Duration.ZERO)
                        .subscriptionLifetime(lifetime)
                        .build())
                .start();
        client = Sdk.http2(kinesis);
        consumer = Sdk.register(client, kinesis, "orders", "app");
    }

    @AfterEach
    void stop() {
        client.close();
        kinesis.close();
    }

    @Test
    void itsLifetimeDoesNotEndIt() {
        start(Duration.ofMillis(200));
        ArmedFault silence = kinesis.faults().silence().always();
        Witness witness = Witness.subscribe(client, consumer, SHARD);
        kinesis.awaitSubscriptions("orders", 1, Duration.ofSeconds(20));
        assertStaysOpen(witness);
        assertThat(kinesis.openSubscriptions()).hasSize(1);
        silence.remove();
        assertThat(witness.awaitEnd().ending()).isEqualTo("onComplete, complete, future: normal");
        assertThat(kinesis.calls("SubscribeToShard")).singleElement().satisfies(call -> assertThat(call.end())
                .isEqualTo(SubscriptionEnd.EXPIRED));
    }

    /** Ends the only subscription, unless it is silenced. */
    private interface Event {
        void happen(SilenceIT test);
    }

    static Stream<Arguments> events() {
        Event takeover = test -> Witness.subscribe(test.client, test.consumer, SHARD);
        Event deregistration = test -> test.kinesis.deregisterConsumer(test.consumer);
        Event deletion = test -> test.kinesis.deleteStream("orders");
        return Stream.of(
                Arguments.of("takeover", takeover, "onError: ResourceInUseException"),
                Arguments.of("deregistration", deregistration, "onError: ResourceNotFoundException"),
                Arguments.of("deletion", deletion, "onError: ResourceNotFoundException"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void whatEndsOthersDoesNotEndIt(String name, Event event, String ending) {
        start(Duration.ofMinutes(5));
        Witness witness = Witness.subscribe(client, consumer, SHARD);
        witness.awaitEvents(1);
        ArmedFault silence = kinesis.faults().silence().always();
        event.happen(this);
        assertStaysOpen(witness);
        silence.remove();
        assertThat(witness.awaitEnd().ending()).startsWith(ending);
    }

    @Test
    void anotherFaultEndsItAllTheSame() {
        start(Duration.ofMinutes(5));
        kinesis.faults().silence().always();
        Witness expired = Witness.subscribe(client, consumer, SHARD);
        kinesis.awaitSubscriptions("orders", 1, Duration.ofSeconds(20));
        assertThat(kinesis.faults().expireSubscriptions("orders", SHARD)).isEqualTo(1);
        assertThat(expired.awaitEnd().ending()).isEqualTo("onComplete, complete, future: normal");
        Witness failed = Witness.subscribe(client, consumer, SHARD);
        kinesis.awaitSubscriptions("orders", 1, Duration.ofSeconds(20));
        assertThat(kinesis.faults().failSubscriptions("orders", SHARD, "KMSDisabledException"))
                .isEqualTo(1);
        assertThat(failed.awaitEnd().ending()).startsWith("onError: KmsDisabledException");
    }

    private static void assertStaysOpen(Witness witness) {
        Awaitility.await().during(QUIET).atMost(Duration.ofSeconds(20)).until(() -> !witness.isOver());
    }
}
