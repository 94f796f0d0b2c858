package io.github.camelconduit.kinesis.fanout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;

import io.github.camelconduit.kinesis.delivery.RecordBatch;
import io.github.camelconduit.kinesis.delivery.ShardRecord;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionKeeper;

import static io.github.camelconduit.kinesis.fanout.ScriptedListings.shard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A reading whose listings and subscriptions the test plays, and whose route is done with everything at once. */
class StreamReadingTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** No waits for the rules of AWS, and listings only where there is a reason. */
    private static final SubscriptionTimes TIMES = new SubscriptionTimes(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMinutes(5),
            Duration.ofSeconds(35),
            Duration.ofSeconds(30),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5));

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final ControlTasks tasks = new ControlTasks(threads, TIMES, "orders");
    private final ScriptedListings listings = new ScriptedListings();
    private final ScriptedCalls calls = new ScriptedCalls();
    private final OrdersReader reader = new OrdersReader(PATIENCE);
    /** The shards of which the route has something that it is not done with. */
    private final Set<String> busyWith = ConcurrentHashMap.newKeySet();

    /** Shards that fail to open, once. */
    private final Set<String> failToOpen = ConcurrentHashMap.newKeySet();

    private StreamReading reading;
    private PositionKeeper positions;

    private final class Taking extends IdleListener implements StreamReading.Troubles {

        @Override
        public void opened(String shardId) {
            if (failToOpen.remove(shardId)) {
                throw new InternalError("for a moment");
            }
            reading.request(shardId, 100);
        }

        @Override
        public void received(RecordBatch batch) {
            reading.done(batch.shardId(), batch.next());
        }

        @Override
        public void withdrawn(String shardId, Runnable quiet) {
            if (!busyWith.contains(shardId)) {
                quiet.run();
            }
        }

        @Override
        public void notFound(Throwable cause) {}

        @Override
        public void failed(Exception cause) {}
    }

    @AfterEach
    void stop() {
        tasks.stop();
        threads.shutdownNow();
    }

    /** Goes on where positions are kept, with a listing of these shards. */
    private void open(Map<String, Position> kept, String... listed) {
        Taking taking = new Taking();
        positions = reader.keep(kept);
        reading = new StreamReading(
                reader.settings(),
                calls,
                TIMES,
                tasks,
                new StreamDirectory(listings, "orders", null, Clock.systemUTC()),
                taking,
                positions,
                () -> OrdersReader.CONSUMER_ARN,
                taking);
        reading.open(
                List.of(listed).stream()
                        .map(shardId -> new ShardInfo(shardId, Set.of(), false, null))
                        .toList(),
                Set.of());
    }

    private void awaitCallsFor(String... shardIds) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(calls.shardIds()).containsExactly(shardIds));
    }

    @Test
    @Tag("failure-mode-28")
    void shardsThatAreNotListedAtOnceAreReadInTheOrderThatALaterListingNames() throws Exception {
        open(Map.of("child", Position.after("20"), "parent", Position.after("5")), "other");
        awaitCallsFor("other");
        Shard other = shard("other", null, null);

        listings.next()
                .complete(ScriptedListings.of(other, shard("child", "parent", null), shard("parent", null, "9")));
        awaitCallsFor("other", "parent");
        calls.last()
                .observer
                .event(new ShardEvent(
                        List.of(new ShardRecord("9", "key", Instant.EPOCH, new byte[0])), "9", 0, List.of()));

        awaitCallsFor("other", "parent", "child");
        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:20");
    }

    @Test
    void whatCouldNotBeStartedIsStartedWithTheNextListing() throws Exception {
        open(Map.of("shard-1", Position.after("1")), "shard-1");
        listings.next().complete(ScriptedListings.of(shard("shard-1", null, null)));
        awaitCallsFor("shard-1");
        failToOpen.add("shard-2");

        reading.discover();
        ListShardsResponse three = ScriptedListings.of(
                shard("shard-1", null, null), shard("shard-2", null, null), shard("shard-3", null, null));
        listings.next().complete(three);
        listings.next().complete(three);

        awaitCallsFor("shard-1", "shard-2", "shard-3");
    }

    @Test
    @Tag("failure-mode-28")
    void whatWaitsForAnEndThatWasNotFollowedIsStartedWithTheNextListing() throws Exception {
        open(Map.of("parent", Position.after("1")), "parent");
        ListShardsResponse both = ScriptedListings.of(shard("parent", null, "9"), shard("child", "parent", null));
        listings.next().complete(both);
        awaitCallsFor("parent");
        positions.done("parent", Position.ENDED);

        reading.discover();
        listings.next().complete(both);

        awaitCallsFor("parent", "child");
    }

    /** At the start nothing says that it does not come of the one that is to be read. */
    @Test
    void aShardThatIsNotListedAtOnceIsReadOnThoughItIsNotNamed() throws Exception {
        reader.shardIds = Set.of("named");
        open(Map.of("named", Position.after("5"), "late", Position.after("7")), "named");
        awaitCallsFor("named");

        listings.next().complete(ScriptedListings.of(shard("named", null, null), shard("late", null, null)));

        awaitCallsFor("named", "late");
    }

    @Test
    @Tag("failure-mode-30")
    void aShardThatSeveralListingsLackIsAskedForAndItsChildrenWaitUntilTheServiceSaysThatItIsGone() throws Exception {
        open(Map.of("gone", Position.after("5")), "other");
        awaitCallsFor("other");
        ListShardsResponse listed = ScriptedListings.of(shard("other", null, null), shard("child", "gone", null));
        for (int i = 0; i < MissingShards.LISTINGS; i++) {
            CompletableFuture<ListShardsResponse> listing = listings.next();
            assertThat(calls.shardIds()).containsExactly("other");
            listing.complete(listed);
        }

        await().atMost(LIMIT).pollInterval(Duration.ofMillis(1)).until(() -> {
            if (calls.last().request.shardId().equals("gone")) {
                calls.last()
                        .observer
                        .failed(ResourceNotFoundException.builder()
                                .message("gone")
                                .build());
            }
            CompletableFuture<ListShardsResponse> listing = listings.asked.poll();
            if (listing != null) {
                listing.complete(listed);
            }
            return calls.shardIds().contains("child");
        });

        assertThat(calls.shardIds().stream().filter("gone"::equals))
                .hasSizeGreaterThanOrEqualTo(EndOfShard.MISSING_LISTINGS);
    }

    @Test
    void aReadingThatIsOverListsNothingAnyMore() throws Exception {
        open(Map.of(), "shard-1");
        CompletableFuture<ListShardsResponse> listing = listings.next();

        reading.revoke();
        listing.completeExceptionally(
                ResourceNotFoundException.builder().message("no stream").build());
        reading.discover();

        assertThat(listings.asked.poll(300, TimeUnit.MILLISECONDS)).isNull();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(tasks.failing()).isEmpty());
    }

    @Test
    @Tag("failure-mode-32")
    void aPositionThatIsRefusedIsNotGoneBackToByTheNextStart() {
        open(Map.of("shard-1", Position.after("5")), "shard-1");
        awaitCallsFor("shard-1");

        calls.last()
                .observer
                .failed(InvalidArgumentException.builder()
                        .message("StartingSequenceNumber 5 used in SubscribeToShard is invalid.")
                        .build());

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(reader.kept()).containsEntry("shard-1", Position.TRIM_HORIZON));
    }

    /** A record that a suspension cut off is delivered again so, before what follows on it. */
    @Test
    void aShardIsReadAgainFromWhereTheRouteIsDoneWithIt() throws Exception {
        open(Map.of("shard-1", Position.after("5"), "shard-2", Position.after("7")), "shard-1", "shard-2");
        awaitCallsFor("shard-1", "shard-2");
        ScriptedCalls.Opened first = calls.opened.get(0);
        first.observer.event(
                new ShardEvent(List.of(new ShardRecord("6", "key", Instant.EPOCH, new byte[0])), "6", 0, List.of()));

        reading.readAgain("shard-1");

        awaitCallsFor("shard-1", "shard-2", "shard-1");
        assertThat(calls.last().from()).isEqualTo("AFTER_SEQUENCE_NUMBER:6");
        assertThat(first.cancelled).isTrue();
        assertThat(calls.opened.get(1).cancelled).isFalse();
    }

    /** As many as there are control threads: none of them may wait for the route. */
    @Test
    @Tag("failure-mode-23")
    void aShardIsReadAgainThoughTheRouteIsBusyWithOthersThatAreToBe() {
        String[] all = {"shard-1", "shard-2", "shard-3", "shard-4", "shard-5"};
        Map<String, Position> kept = new HashMap<>();
        List.of(all).forEach(shardId -> kept.put(shardId, Position.after("5")));
        open(kept, all);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(calls.shardIds()).containsExactlyInAnyOrder(all));
        busyWith.addAll(List.of("shard-1", "shard-2", "shard-3", "shard-4"));

        List.of(all).forEach(reading::readAgain);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(calls.shardIds().subList(all.length, calls.opened.size()))
                .containsExactly("shard-5"));
        assertThat(tasks.failing()).isEmpty();
    }
}
