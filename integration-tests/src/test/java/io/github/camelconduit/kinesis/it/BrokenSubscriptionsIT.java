package io.github.camelconduit.kinesis.it;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What ends subscriptions one way or another. Here and not among the component's own tests because the reader keeps
 * AWS's distances between its calls, which takes seconds each time.
 */
class BrokenSubscriptionsIT {

    private static final String STREAM = "orders";
    private static final int SHARDS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private EmbeddedServer server;
    private EmbeddedKinesis kinesis;
    private TestBed bed;

    @BeforeEach
    void start() {
        server = EmbeddedServer.start(EmbeddedKinesis.builder().rules(Rules.fast()));
        kinesis = server.kinesis();
        bed = new TestBed(server, STREAM, SHARDS);
    }

    @AfterEach
    void stop() {
        bed.close();
        server.close();
    }

    private void put(int count) {
        server.put(STREAM, bed.ledger(), count);
    }

    private void awaitSubscribed() {
        await().atMost(LIMIT).until(() -> kinesis.openSubscriptions().size() == SHARDS);
    }

    private long subscriptionsEndedBy(SubscriptionEnd end) {
        return kinesis.calls("SubscribeToShard").stream()
                .filter(call -> call.end() == end)
                .count();
    }

    @Test
    void renewsWhenTheServiceEndsSubscriptionsWithoutLossOrDuplicates() throws Exception {
        bed.read("");
        for (int round = 1; round <= 3; round++) {
            put(200);
            awaitSubscribed();
            put(200);
            kinesis.faults().expireSubscriptions(STREAM, null);
            put(200);
        }
        bed.awaitAll();
        assertThat(subscriptionsEndedBy(SubscriptionEnd.EXPIRED)).isGreaterThanOrEqualTo(12);
    }

    @Test
    void goesOnWhereItWasWhateverBreaksASubscription() throws Exception {
        kinesis.faults()
                .refuse("SubscribeToShard")
                .withError("LimitExceededException", 400)
                .times(3);
        bed.read("");
        put(200);
        awaitSubscribed();
        kinesis.faults().resetSubscriptions(STREAM, null);
        put(200);
        awaitSubscribed();
        kinesis.faults().failSubscriptions(STREAM, null, "InternalFailureException");
        put(200);
        awaitSubscribed();
        kinesis.faults().closeConnections(STREAM, null);
        put(200);

        bed.awaitAll();
    }

    @Test
    void holdsNoSubscriptionWhileSuspendedAndGoesOnWithoutLossOrDuplicates() throws Exception {
        bed.read("");
        put(100);
        bed.awaitReceived(100);

        bed.camel().getRouteController().suspendRoute(TestBed.READER);
        await().atMost(LIMIT).until(() -> kinesis.openSubscriptions().isEmpty());
        put(100);
        assertThat(bed.ledger().received()).isEqualTo(100);

        bed.camel().getRouteController().resumeRoute(TestBed.READER);
        bed.awaitAll();
    }
}
