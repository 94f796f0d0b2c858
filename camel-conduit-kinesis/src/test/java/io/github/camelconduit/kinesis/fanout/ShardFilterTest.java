package io.github.camelconduit.kinesis.fanout;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ShardFilterTest {

    private static ShardInfo shard(String shardId, String... parents) {
        return new ShardInfo(shardId, Set.of(parents), false, null);
    }

    private static List<String> select(String wanted, Set<String> known, ShardInfo... listed) {
        return new ShardFilter(Set.of(wanted))
                .select(List.of(listed), known).stream().map(ShardInfo::shardId).toList();
    }

    @Test
    void whatComesOfAWantedShardIsReadAndNothingElse() {
        assertThat(select(
                        "a",
                        Set.of(),
                        shard("a"),
                        shard("b"),
                        shard("b1", "b"),
                        shard("a1", "a"),
                        shard("merged", "b1", "a1"),
                        shard("last", "merged")))
                .containsExactly("a", "a1", "merged", "last");
    }

    @Test
    void aShardThatWasReadBeforeIsNotReadOnWhereTheListingSaysThatItComesOfNoWantedOne() {
        assertThat(select(
                        "a", Set.of("a", "a1", "b", "b1"), shard("a"), shard("a1", "a"), shard("b"), shard("b1", "b")))
                .containsExactly("a", "a1");
    }

    /** Parents whose retention is over since the last split of the whole stream. */
    @Test
    void aShardThatWasReadBeforeIsNotReadOnThoughItsParentsAreNotListedAsLongAsTheWantedOneIs() {
        assertThat(select("a", Set.of("a", "b"), shard("a", "old"), shard("b", "older")))
                .containsExactly("a");
    }

    @Test
    @Tag("failure-mode-30")
    void whatCameOfAWantedShardIsReadOnThoughThatAndThoseBetweenAreNotListedAnyMore() {
        assertThat(select("a", Set.of("a1", "a2"), shard("a2", "a1"), shard("a3", "a2"), shard("b"), shard("b1", "b")))
                .containsExactly("a2", "a3");
    }

    /** It was split while nobody read, and is gone as its parent is. */
    @Test
    @Tag("failure-mode-30")
    void aShardThatWasNeverReadIsReadWhereItsParentWasAndIsNotListedAnyMore() {
        assertThat(select("a", Set.of("a1"), shard("a2", "a1"), shard("b"))).containsExactly("a2");
    }

    @Test
    @Tag("failure-mode-30")
    void childrenOfAWantedShardThatIsNotListedAnyMoreAreRead() {
        assertThat(select("a", Set.of(), shard("a1", "a"), shard("b1", "b"))).containsExactly("a1");
    }

    @Test
    void aShardThatWasReadBeforeAndComesOfAListedOneIsLeftOutWhereTheWantedOneIsNotListedAnyMore() {
        Set<String> known = Set.of("a1", "b", "b1");
        ShardInfo[] listed = {shard("a1", "a"), shard("b"), shard("b1", "b")};

        assertThat(select("a", known, listed)).containsExactly("a1");
        assertThat(new ShardFilter(Set.of("a")).leftOut(List.of(listed), known)).containsExactly("b", "b1");
    }

    @Test
    void nothingIsLeftOutWhereAllIsWanted() {
        List<ShardInfo> listed = List.of(shard("a"), shard("b"));

        assertThat(new ShardFilter(Set.of()).select(listed, Set.of("a"))).isEqualTo(listed);
        assertThat(new ShardFilter(Set.of()).leftOut(listed, Set.of("a"))).isEmpty();
    }

    @Test
    void aShardThatIsNotThereIsAnErrorWhateverWasReadBefore() {
        assertThatThrownBy(() -> new ShardFilter(Set.of("typo")).requireAny(List.of(shard("a")), Set.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shardIds=typo")
                .hasMessageContaining("it has a");
    }
}
