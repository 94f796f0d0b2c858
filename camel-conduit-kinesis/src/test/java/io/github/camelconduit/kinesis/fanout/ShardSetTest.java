package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

class ShardSetTest {

    private final ShardSet shards = new ShardSet();

    private void add(String shardId, String... parents) {
        shards.add(
                shardId,
                Set.of(parents),
                new ShardSubscription(
                        shardId,
                        Position.TRIM_HORIZON,
                        false,
                        false,
                        new ScriptedCalls(),
                        SubscriptionTimes.aws(Duration.ofMinutes(5)),
                        new ManualTimers(),
                        null));
    }

    private List<String> startable() {
        return shards.takeStartable().stream().map(ShardSet.Startable::shardId).toList();
    }

    @Test
    @Tag("failure-mode-28")
    void aChildOfAMergeWaitsForBothParents() {
        add("a");
        add("b");
        add("child", "a", "b");
        assertThat(startable()).containsExactly("a", "b");

        shards.finish("a");
        assertThat(startable()).isEmpty();
        shards.finish("b");
        assertThat(startable()).containsExactly("child");
        assertThat(startable()).as("taken once").isEmpty();
    }

    @Test
    @Tag("failure-mode-30")
    void aParentThatIsNotThereHoldsNothingUp() {
        add("child", "gone-by-retention");

        assertThat(startable()).containsExactly("child");
    }

    @Test
    @Tag("failure-mode-29")
    void aShardThatWasDoneBeforeTheStartIsNotReadAndHoldsNothingUp() {
        shards.addFinished("parent");
        add("child", "parent");

        assertThat(startable()).containsExactly("child");
        assertThat(shards.contains("parent")).isTrue();
        assertThat(shards.subscriptions()).hasSize(1);
    }

    @Test
    void generationsFollowOneAnother() {
        add("grandchild", "child");
        add("child", "parent");
        add("parent");

        assertThat(startable()).containsExactly("parent");
        shards.finish("parent");
        assertThat(startable()).containsExactly("child");
        shards.finish("child");
        assertThat(startable()).containsExactly("grandchild");
    }
}
