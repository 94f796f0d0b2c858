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
        shards.add(shardId, Set.of(parents), subscription(shardId));
    }

    private static ShardSubscription subscription(String shardId) {
        return new ShardSubscription(
                shardId,
                Position.TRIM_HORIZON,
                false,
                false,
                new ScriptedCalls(),
                SubscriptionTimes.aws(Duration.ofMinutes(5)),
                new ManualTimers(),
                null);
    }

    private void finish(String shardId) {
        shards.finish(shardId, shards.subscription(shardId));
    }

    private List<String> startable() {
        List<ShardSet.Startable> startable = shards.startable();
        startable.forEach(shards::started);
        return startable.stream().map(ShardSet.Startable::shardId).toList();
    }

    @Test
    @Tag("failure-mode-28")
    void aChildOfAMergeWaitsForBothParents() {
        add("a");
        add("b");
        add("child", "a", "b");
        assertThat(startable()).containsExactly("a", "b");

        finish("a");
        assertThat(startable()).isEmpty();
        finish("b");
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
    void aShardWhoseParentsAreNotKnownWaitsUntilTheyAre() {
        add("parent");
        shards.addUnlisted("child", subscription("child"));
        assertThat(startable()).containsExactly("parent");
        assertThat(shards.unlisted()).containsExactly("child");

        shards.learn("child", Set.of("parent"));
        assertThat(shards.unlisted()).isEmpty();
        assertThat(startable()).isEmpty();
        shards.learn("child", Set.of());
        assertThat(startable()).as("what is known stays").isEmpty();
        finish("parent");
        assertThat(startable()).containsExactly("child");
    }

    @Test
    void generationsFollowOneAnother() {
        add("grandchild", "child");
        add("child", "parent");
        add("parent");

        assertThat(startable()).containsExactly("parent");
        finish("parent");
        assertThat(startable()).containsExactly("child");
        finish("child");
        assertThat(startable()).containsExactly("grandchild");
    }

    @Test
    void aShardThatIsReadAnewWaitsForItsParentsAndHoldsItsChildrenUpAgain() {
        add("parent");
        add("child", "parent");
        assertThat(startable()).containsExactly("parent");
        ShardSubscription before = shards.subscription("parent");
        ShardSubscription anew = subscription("parent");

        shards.replace("parent", Set.of(), anew);
        shards.finish("parent", before);

        assertThat(startable())
                .as("what the subscription before had finished is of no account")
                .containsExactly("parent");
        shards.finish("parent", anew);
        assertThat(startable()).containsExactly("child");
    }

    @Test
    void aShardOfWhichNothingIsToBeReadAnewIsFinished() {
        add("parent");
        add("child", "parent");

        shards.replace("parent", Set.of(), null);

        assertThat(startable()).containsExactly("child");
        assertThat(shards.subscription("parent")).isNull();
    }
}
