package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.ShardView;
import io.github.camelconduit.kinesis.position.Position;

import static io.github.camelconduit.kinesis.fanout.FanOutBed.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of shards that have ended, with a server whose retention is seconds. */
@Timeout(120)
class ForgettingIT {

    private final FanOutBed bed = new FanOutBed(
            Rules.fast().toBuilder().retentionPeriod(Duration.ofSeconds(4)).build(), 2);
    private final EmbeddedKinesis kinesis = bed.kinesis;

    @AfterEach
    void close() {
        bed.close();
    }

    private FanOutShardSource start(Duration forgetting) throws Exception {
        return bed.start(FanOutBed.times(Duration.ofSeconds(30), forgetting));
    }

    private Set<String> listed() {
        Set<String> listed = new HashSet<>();
        kinesis.shards("orders").stream().map(ShardView::shardId).forEach(listed::add);
        return listed;
    }

    @Test
    void aShardWhoseRetentionIsOverLeavesMemoryAndStoreAndNothingIsReadAgain() throws Exception {
        FanOutShardSource source = start(Duration.ofSeconds(1));
        // What is written before somebody reads could be gone by then.
        bed.awaitSubscriptions(2);
        bed.put(50);
        bed.awaitAllOnce();
        String parent = kinesis.shards("orders").get(0).shardId();
        List<String> children = kinesis.splitShard("orders", parent);
        bed.awaitSubscriptions(3);
        bed.put(50);
        bed.awaitAllOnce();
        await().atMost(LIMIT).until(() -> !bed.kept().containsKey(parent));

        assertThat(listed()).doesNotContain(parent);
        await().atMost(LIMIT).until(() -> !source.states().containsKey(parent));
        assertThat(bed.kept()).containsKeys(children.toArray(new String[0])).hasSize(3);
        bed.retainFromNowOn();
        bed.put(50);
        bed.awaitAllOnce();
        bed.stop();
        start(Duration.ofSeconds(1));
        bed.put(50);
        bed.awaitAllOnce();
    }

    @Test
    void aShardThatIsStillListedIsKeptHoweverLongAgoItEnded() throws Exception {
        bed.retainFromNowOn();
        FanOutShardSource source = start(Duration.ZERO);
        bed.put(20);
        bed.awaitAllOnce();
        String parent = kinesis.shards("orders").get(0).shardId();
        kinesis.splitShard("orders", parent);
        await().atMost(LIMIT).until(() -> Position.ENDED.equals(bed.kept().get(parent)));
        int listings = kinesis.calls("ListShards").size();

        await().atMost(LIMIT).until(() -> kinesis.calls("ListShards").size() > listings + 5);

        assertThat(listed()).contains(parent);
        assertThat(bed.kept()).containsEntry(parent, Position.ENDED);
        assertThat(source.states()).containsEntry(parent, SubscriptionState.ENDED);
        bed.put(20);
        bed.awaitAllOnce();
    }

    @Test
    @Tag("failure-mode-30")
    void aShardWhoseRestWasLostWhileNobodyReadIsOverAndItsChildrenAreRead() throws Exception {
        start(Duration.ofMinutes(5));
        bed.awaitSubscriptions(2);
        bed.put(20);
        bed.awaitAllOnce();
        bed.stop();
        String parent = kinesis.shards("orders").get(0).shardId();
        kinesis.splitShard("orders", parent);
        await().atMost(LIMIT).until(() -> !listed().contains(parent));
        assertThat(bed.kept().get(parent)).isNotEqualTo(Position.ENDED);
        bed.retainFromNowOn();
        start(Duration.ofMinutes(5));
        bed.put(50);

        bed.awaitAllOnce();
        await().atMost(LIMIT).until(() -> Position.ENDED.equals(bed.kept().get(parent)));
    }
}
