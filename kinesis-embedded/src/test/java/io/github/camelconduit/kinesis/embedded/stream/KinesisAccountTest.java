package io.github.camelconduit.kinesis.embedded.stream;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the streams of an account may have together. */
class KinesisAccountTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final KinesisAccount account = new KinesisAccount(
            "us-east-1",
            Rules.fast().toBuilder()
                    .maxShards(5)
                    .streamsCreating(2)
                    .onDemandStreams(1)
                    .build(),
            1 << 20);

    @Test
    void theShardsOfAllStreamsAreCountedTogether() {
        KinesisStream first = create("first", 2);
        assertLimit(() -> create("second", 4));
        KinesisStream second = create("second", 3);
        assertLimit(() -> second.requireRoomFor(4));
        assertLimit(() -> second.split(
                second.openShards().get(0).id(),
                second.openShards().get(0).hashRange().middle()));
        second.requireRoomFor(3);

        first.merge(first.openShards().get(0).id(), first.openShards().get(1).id());
        second.requireRoomFor(4);
        account.delete(first, Duration.ZERO);
        second.requireRoomFor(5);
        assertLimit(() -> second.requireRoomFor(6));
    }

    @Test
    void soManyStreamsMayBeCreatingAtOnceAndThoseThatAreActiveAtOnceAreNotCounted() {
        create("active", 1);
        account.create("a", StreamMode.PROVISIONED, 1, LONG);
        KinesisStream second = account.create("b", StreamMode.PROVISIONED, 1, LONG);
        assertLimit(() -> account.create("c", StreamMode.PROVISIONED, 1, LONG));
        create("active-too", 1);
        account.delete(second, LONG);
        assertThat(account.create("c", StreamMode.PROVISIONED, 1, LONG).status())
                .isEqualTo(StreamStatus.CREATING);
    }

    @Test
    void aStreamThatBecomesOnDemandWhenItsUpdateIsOverCountsAsOneBefore() {
        KinesisStream first = create("first", 1);
        KinesisStream second = create("second", 1);
        account.takeRoomForOnDemand(first);
        assertLimit(() -> account.takeRoomForOnDemand(second));
        assertLimit(() -> account.create("third", StreamMode.ON_DEMAND, 1, Duration.ZERO));
        assertThat(account.onDemandStreamCount()).isZero();

        first.settings().keepsMode();
        account.takeRoomForOnDemand(second);
        second.settings().mode(StreamMode.ON_DEMAND);
        assertLimit(() -> account.takeRoomForOnDemand(first));
        second.settings().mode(StreamMode.PROVISIONED);
        account.takeRoomForOnDemand(first);
    }

    private KinesisStream create(String name, int shardCount) {
        return account.create(name, StreamMode.PROVISIONED, shardCount, Duration.ZERO);
    }

    private static void assertLimit(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(KinesisServiceException.class, e -> assertThat(e.type())
                .isEqualTo("LimitExceededException"));
    }
}
