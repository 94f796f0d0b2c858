package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;

import io.github.camelconduit.kinesis.embedded.log.Call;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;

import static org.assertj.core.api.Assertions.assertThat;

/** How subscriptions are refused and how they end, as the real SDK sees it. */
class SubscriptionEndIT extends SubscriptionTestBase {

    @Test
    void theLifetimeEndsASubscriptionNormallyAndRenewalsLoseAndDoubleNothing() {
        restart(Rules.fast().toBuilder()
                .idleEventInterval(Duration.ofMillis(50))
                .resubscribeInterval(Duration.ZERO)
                .subscriptionLifetime(Duration.ofMillis(150))
                .build());
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> {
            int written = 0;
            while (!stop.get()) {
                put(String.valueOf(written++));
                if (written % 5 == 0) {
                    tick();
                }
            }
            return written;
        });
        List<String> received = new ArrayList<>();
        StartingPosition position = TRIM_HORIZON;
        for (int renewals = 0; renewals < 10 || received.size() < writer.join(); renewals++) {
            stop.set(renewals >= 6);
            Probe probe = subscribe(position).awaitEnd();
            assertThat(probe.completed()).isTrue();
            received.addAll(probe.texts());
            position = at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, probe.last().continuationSequenceNumber());
        }
        assertThat(received)
                .containsExactlyElementsOf(IntStream.range(0, writer.join())
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(kinesis.calls("SubscribeToShard"))
                .allSatisfy(c -> assertThat(c.end()).isEqualTo(SubscriptionEnd.EXPIRED));
    }

    @Test
    void aSplitSendsTheRestOfTheParentThenItsChildrenAndCompletes() {
        put("a", "b");
        Probe probe = subscribe(TRIM_HORIZON).awaitRecords(2);
        put("c");
        List<String> children = kinesis.splitShard("orders", SHARD);
        put("d");
        probe.awaitEnd();
        assertThat(probe.texts()).containsExactly("a", "b", "c");
        SubscribeToShardEvent end = probe.last();
        assertThat(end.continuationSequenceNumber()).isNull();
        assertThat(end.childShards()).extracting(c -> c.shardId()).isEqualTo(children);
        assertThat(end.childShards()).allSatisfy(c -> {
            assertThat(c.parentShards()).containsExactly(SHARD);
            ShardView view = view(c.shardId());
            assertThat(c.hashKeyRange().startingHashKey())
                    .isEqualTo(view.startingHashKey().toString());
            assertThat(c.hashKeyRange().endingHashKey())
                    .isEqualTo(view.endingHashKey().toString());
        });
        assertThat(probe.completed()).isTrue();
        assertThat(lastSubscribe().end()).isEqualTo(SubscriptionEnd.SHARD_END);
    }

    @Test
    void aClosedShardStaysReadableFromItsBeginningToItsChildren() {
        put("a", "b");
        kinesis.splitShard("orders", SHARD);
        Probe probe = subscribe(TRIM_HORIZON).awaitEnd();
        assertThat(probe.texts()).containsExactly("a", "b");
        assertThat(probe.last().childShards()).hasSize(2);
    }

    @Test
    void aMergeNamesBothParentsToBothSubscriptions() {
        List<String> halves = kinesis.splitShard("orders", SHARD);
        Probe low = Sdk.subscribe(client, consumer, halves.get(0), TRIM_HORIZON).awaitOpen();
        Probe high =
                Sdk.subscribe(client, consumer, halves.get(1), TRIM_HORIZON).awaitOpen();
        String child = kinesis.mergeShards("orders", halves.get(1), halves.get(0));
        for (Probe probe : List.of(low, high)) {
            probe.awaitEnd();
            assertThat(probe.last().childShards()).singleElement().satisfies(c -> {
                assertThat(c.shardId()).isEqualTo(child);
                assertThat(c.parentShards()).containsExactlyInAnyOrderElementsOf(halves);
            });
        }
    }

    @Test
    void aSecondCallWithinTheIntervalIsRefusedAlsoWhenTheFirstIsOver() {
        restart(Rules.fast().toBuilder()
                .resubscribeInterval(Duration.ofSeconds(30))
                .build());
        Probe first = subscribe(LATEST).awaitOpen();
        assertThat(subscribe(LATEST).awaitError()).isInstanceOf(ResourceInUseException.class);
        kinesis.faults().expireSubscriptions("orders", SHARD);
        first.awaitEnd();
        assertThat(subscribe(LATEST).awaitError()).isInstanceOf(ResourceInUseException.class);
    }

    @Test
    void aLaterCallTakesOverAndTheOlderSubscriptionGetsResourceInUse() {
        Probe older = subscribe(LATEST).awaitOpen();
        Probe newer = subscribe(LATEST).awaitOpen();
        assertThat(older.awaitError()).isInstanceOf(ResourceInUseException.class);
        put("a");
        assertThat(newer.awaitRecords(1).texts()).containsExactly("a");
        assertThat(older.records()).isEmpty();
        assertThat(kinesis.calls("SubscribeToShard"))
                .extracting(Call::end)
                .containsExactly(SubscriptionEnd.TAKEN_OVER, null);
        assertThat(kinesis.openSubscriptions()).hasSize(1);
    }

    @Test
    void whereTheRulesSaySoALaterCallTakesOverAndTheOlderSubscriptionIsCompleted() {
        restart(Rules.fast().toBuilder()
                .resubscribeInterval(Duration.ZERO)
                .takeoverCompletes(true)
                .build());
        Probe older = subscribe(LATEST).awaitOpen();
        Probe newer = subscribe(LATEST).awaitOpen();
        assertThat(older.awaitEnd().completed()).isTrue();
        assertThat(older.error()).isNull();
        put("a");
        assertThat(newer.awaitRecords(1).texts()).containsExactly("a");
        assertThat(kinesis.calls("SubscribeToShard"))
                .extracting(Call::end)
                .containsExactly(SubscriptionEnd.TAKEN_OVER, null);
    }

    @Test
    void cancellingIsSeenAndLogged() {
        Probe probe = subscribe(LATEST).awaitEvents(1);
        probe.cancel();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> kinesis.openSubscriptions()
                .isEmpty());
        assertThat(lastSubscribe().end()).isEqualTo(SubscriptionEnd.CLIENT_CANCELLED);
    }

    @Test
    void unknownConsumersAndShardsAreNotFound() {
        assertThat(Sdk.subscribe(client, consumer + "1", SHARD, LATEST).awaitError())
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(Sdk.subscribe(client, consumer, "shardId-000000000009", LATEST)
                        .awaitError())
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void deregisteringTheConsumerOrDeletingTheStreamEndsSubscriptionsWithNotFound() {
        Probe probe = subscribe(LATEST).awaitOpen();
        kinesis.deregisterConsumer(consumer);
        assertThat(probe.awaitError()).isInstanceOf(ResourceNotFoundException.class);
        assertThat(lastSubscribe().end()).isEqualTo(SubscriptionEnd.CONSUMER_DEREGISTERED);
        consumer = Sdk.register(client, kinesis, "orders", "app");
        Probe again = subscribe(LATEST).awaitOpen();
        kinesis.deleteStream("orders");
        assertThat(again.awaitError()).isInstanceOf(ResourceNotFoundException.class);
        assertThat(lastSubscribe().end()).isEqualTo(SubscriptionEnd.STREAM_DELETED);
    }
}
