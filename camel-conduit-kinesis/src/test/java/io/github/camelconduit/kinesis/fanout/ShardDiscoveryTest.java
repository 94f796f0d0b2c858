package io.github.camelconduit.kinesis.fanout;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ShardDiscoveryTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ScriptedListings listings = new ScriptedListings();
    private volatile boolean refuseNext;
    private final ScheduledExecutorService threads = new ScheduledThreadPoolExecutor(4) {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            if (refuseNext) {
                refuseNext = false;
                throw new RejectedExecutionException("none to spare");
            }
            return super.schedule(task, delay, unit);
        }
    };
    private final ControlTasks tasks =
            new ControlTasks(threads, SubscriptionTimes.aws(Duration.ofSeconds(330)), "orders");
    private final Told told = new Told();
    private final ShardDiscovery discovery =
            new ShardDiscovery(new StreamDirectory(listings, "orders", null, Clock.systemUTC()), tasks, told);

    private static final class Told implements ShardDiscovery.Listener {

        final List<List<String>> listed = new CopyOnWriteArrayList<>();
        final List<String> lookedUp = new CopyOnWriteArrayList<>();
        volatile Runnable whileLookingUp = () -> {};

        @Override
        public void listed(List<ShardInfo> shards) {
            listed.add(shards.stream().map(ShardInfo::shardId).sorted().toList());
        }

        @Override
        public void lookedUp(String shardId, boolean open, boolean there, Set<String> children) {
            String parentOf = children.isEmpty() ? "" : " parent of " + String.join(",", children);
            lookedUp.add(shardId + (open ? " open" : there ? " closed" : " gone") + parentOf);
            whileLookingUp.run();
        }
    }

    @AfterEach
    void stop() {
        tasks.stop();
        threads.shutdownNow();
    }

    private CompletableFuture<ListShardsResponse> nextCall() throws InterruptedException {
        return listings.next();
    }

    private static ListShardsResponse shards(String... ids) {
        return ScriptedListings.of(Stream.of(ids)
                .map(id -> ScriptedListings.shard(
                        id, id.startsWith("child") ? "closed-2" : null, id.startsWith("closed") ? "9" : null))
                .toArray(Shard[]::new));
    }

    @Test
    void saysOfEachDoubtedShardWhatTheListingSays() throws Exception {
        discovery.inDoubt("open-1");
        nextCall().complete(shards("open-1", "closed-2"));
        await().atMost(LIMIT).until(() -> told.lookedUp.equals(List.of("open-1 open")));

        discovery.inDoubt("closed-2");
        nextCall().complete(shards("open-1", "closed-2"));
        await().atMost(LIMIT).until(() -> told.lookedUp.contains("closed-2 closed"));

        discovery.inDoubt("closed-2");
        nextCall().complete(shards("open-1", "closed-2", "child-1"));
        await().atMost(LIMIT).until(() -> told.lookedUp.contains("closed-2 closed parent of child-1"));

        discovery.inDoubt("gone-3");
        nextCall().complete(shards("open-1", "closed-2"));
        await().atMost(LIMIT).until(() -> told.lookedUp.contains("gone-3 gone"));
    }

    @Test
    void aDoubtThatComesWhileTheOneBeforeIsAnsweredIsAnsweredToo() throws Exception {
        told.whileLookingUp = () -> {
            told.whileLookingUp = () -> {};
            discovery.inDoubt("shard-1");
        };
        discovery.inDoubt("shard-1");
        nextCall().complete(shards("shard-1"));
        nextCall().complete(shards("shard-1"));

        await().atMost(LIMIT).until(() -> told.lookedUp.equals(List.of("shard-1 open", "shard-1 open")));
    }

    @Test
    void listsOnceAtATimeAndOnceMoreForAllReasonsThatComeMeanwhile() throws Exception {
        discovery.plan();
        CompletableFuture<ListShardsResponse> first = nextCall();
        discovery.plan();
        discovery.inDoubt("shard-1");
        discovery.plan();
        assertThat(listings.asked.poll(200, TimeUnit.MILLISECONDS)).isNull();

        first.complete(shards("shard-1"));
        nextCall().complete(shards("shard-1", "shard-2"));

        await().atMost(LIMIT).until(() -> told.lookedUp.equals(List.of("shard-1 open")));
        assertThat(told.listed).containsExactly(List.of("shard-1"), List.of("shard-1", "shard-2"));
        assertThat(listings.asked.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void aListingThatFailsIsRepeatedAndForgetsNoDoubt() throws Exception {
        discovery.inDoubt("shard-1");
        nextCall().completeExceptionally(new IllegalStateException("broken"));

        nextCall().complete(shards("shard-1"));

        await().atMost(LIMIT).until(() -> told.lookedUp.equals(List.of("shard-1 open")));
    }

    @Test
    void listsWhenThereIsAReasonAgainAfterAListingThatCouldNotBePlanned() throws Exception {
        refuseNext = true;
        assertThatThrownBy(() -> discovery.inDoubt("shard-1")).isInstanceOf(RejectedExecutionException.class);

        discovery.plan();
        nextCall().complete(shards("shard-1"));

        await().atMost(LIMIT).until(() -> told.lookedUp.equals(List.of("shard-1 open")));
    }

    @Test
    void addsTheChildrenThatAListingLacks() throws Exception {
        discovery.ended(List.of(new ChildShardLink("child-1", Set.of("shard-1"))));
        nextCall().complete(shards("closed-1"));
        await().atMost(LIMIT).until(() -> told.listed.equals(List.of(List.of("child-1", "closed-1"))));

        discovery.plan();
        nextCall().complete(shards("child-1", "closed-1"));
        await().atMost(LIMIT).until(() -> told.listed.size() == 2);
        discovery.plan();
        nextCall().complete(shards("closed-1"));
        await().atMost(LIMIT).until(() -> told.listed.size() == 3);
        assertThat(told.listed.get(2)).containsExactly("closed-1");
    }

    @Test
    @Tag("failure-mode-27")
    void aChildThatOnlyAFalseEndHasNamedIsNotThereWhenItIsLookedUp() throws Exception {
        discovery.ended(List.of(new ChildShardLink("bogus", Set.of("closed-1"))));
        nextCall().complete(shards("closed-1"));
        await().atMost(LIMIT).until(() -> told.listed.size() == 1);

        discovery.inDoubt("bogus");
        nextCall().complete(shards("closed-1"));

        await().atMost(LIMIT).until(() -> told.lookedUp.equals(List.of("bogus gone")));
        assertThat(told.listed.get(1)).containsExactly("closed-1");
    }
}
