package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of the other subscriptions of a connection that a fault resets because of one of them. */
class ConnectionResetTest {

    @Test
    void allSubscriptionsOfTheConnectionAreOverBeforeAnythingIsWrittenToThem() {
        // Nothing is sent for as long as the test lasts.
        Rules quiet = Rules.fast().toBuilder()
                .idleEventInterval(Duration.ofMinutes(5))
                .build();
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().stream("orders", 3)
                        .rules(quiet)
                        .start();
                var client = Sdk.http2(kinesis)) {
            String consumer = Sdk.register(client, kinesis, "orders", "app");
            List<String> shards =
                    kinesis.shards("orders").stream().map(ShardView::shardId).toList();
            for (int open = 1; open <= shards.size(); open++) {
                // One after the other, so that they share a connection.
                Witness.subscribe(client, consumer, shards.get(open - 1));
                kinesis.awaitSubscriptions("orders", open, Duration.ofSeconds(20));
            }
            assertThat(kinesis.faults().resetConnections("orders", shards.get(0)))
                    .isEqualTo(1);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> kinesis.openSubscriptions()
                    .isEmpty());
            assertThat(kinesis.calls("SubscribeToShard"))
                    .extracting(call -> call.end())
                    .containsExactly(
                            SubscriptionEnd.FAULT,
                            SubscriptionEnd.CONNECTION_CLOSED,
                            SubscriptionEnd.CONNECTION_CLOSED);
        }
    }
}
