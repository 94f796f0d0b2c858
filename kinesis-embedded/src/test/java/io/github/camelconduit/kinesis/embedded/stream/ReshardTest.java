package io.github.camelconduit.kinesis.embedded.stream;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;

class ReshardTest {

    @Test
    void anyScalingLeavesThatManyOpenShardsThatCoverEveryHashKeyOnceAndComeFromTheirParents() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        KinesisStream stream = new KinesisAccount("us-east-1", Rules.fast(), Long.MAX_VALUE)
                .create("s", StreamMode.PROVISIONED, 3, Duration.ZERO);
        for (int i = 0; i < 60; i++) {
            int count = stream.openShards().size();
            int target =
                    switch (random.nextInt(4)) {
                        case 0 -> 2 * Math.min(count, 40);
                        case 1 -> (count + 1) / 2;
                        default -> 1 + random.nextInt(50);
                    };
            stream.scaleTo(target);
            List<Shard> open = stream.openShards();
            assertThat(open).as("seed %d", seed).hasSize(target).allMatch(Shard::isOpen);
            BigInteger next = BigInteger.ZERO;
            for (Shard shard : open) {
                assertThat(shard.hashRange().start()).as("seed %d", seed).isEqualTo(next);
                next = shard.hashRange().end().add(BigInteger.ONE);
            }
            assertThat(next).isEqualTo(HashRange.SIZE);
        }
        for (Shard shard : stream.shards()) {
            if (!shard.isOpen()) {
                assertThat(shard.children()).isNotEmpty().allSatisfy(child -> {
                    assertThat(List.of(shard.id()))
                            .as("a parent of %s, seed %d", child.id(), seed)
                            .containsAnyOf(child.parentId(), String.valueOf(child.adjacentParentId()));
                    assertThat(stream.findShard(child.id())).isPresent();
                    assertThat(child.id()).isGreaterThan(shard.id());
                });
            }
        }
    }

    @Test
    void twoThousandShardsAreScaledAtOnce() {
        KinesisStream stream = new KinesisAccount("us-east-1", Rules.fast(), Long.MAX_VALUE)
                .create("s", StreamMode.PROVISIONED, 1000, Duration.ZERO);
        stream.scaleTo(2000);
        assertThat(stream.openShards()).hasSize(2000);
        stream.scaleTo(1500);
        assertThat(stream.openShards()).hasSize(1500);
    }
}
