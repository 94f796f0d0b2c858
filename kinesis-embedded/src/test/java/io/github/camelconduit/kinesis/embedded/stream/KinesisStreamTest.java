package io.github.camelconduit.kinesis.embedded.stream;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;

class KinesisStreamTest {

    @Test
    void theHashKeyOfAPartitionKeyIsItsUnsignedMd5() {
        assertThat(HashRange.hash("a").toString(16)).isEqualTo("cc175b9c0f1b6a831c399e269772661");
        assertThat(HashRange.hash("é").signum()).isPositive();
    }

    @Test
    void rangesCoverEveryHashKeyOnceAfterAnySplitsAndMerges() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        KinesisStream stream = stream(3);
        for (int i = 0; i < 200; i++) {
            List<Shard> open = stream.openShards();
            int at = random.nextInt(open.size());
            if (open.size() > 1 && random.nextBoolean()) {
                int other = at == 0 ? 1 : at - 1;
                stream.merge(open.get(at).id(), open.get(other).id());
            } else {
                Shard shard = open.get(at);
                if (shard.hashRange().end().subtract(shard.hashRange().start()).bitLength() > 8) {
                    stream.split(shard.id(), shard.hashRange().middle());
                }
            }
            BigInteger next = BigInteger.ZERO;
            for (Shard shard : stream.openShards()) {
                assertThat(shard.hashRange().start()).as("seed %d", seed).isEqualTo(next);
                assertThat(stream.openShardFor(shard.hashRange().start())).isSameAs(shard);
                assertThat(stream.openShardFor(shard.hashRange().end())).isSameAs(shard);
                next = shard.hashRange().end().add(BigInteger.ONE);
            }
            assertThat(next).as("seed %d", seed).isEqualTo(HashRange.SIZE);
        }
    }

    @Test
    void noRecordOfAKeyIsLostOrOvertakenWhileShardsSplitAndMerge() {
        KinesisStream stream = stream(1);
        int writers = 4;
        int each = 20_000;
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            String key = "writer-" + w;
            running.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < each; i++) {
                    byte[] data = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
                    stream.put(key, HashRange.hash(key), data);
                }
            }));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
        // Without end it would fill the memory where the writers are held up.
        for (int i = 0; i < 5_000 && !all.isDone(); i++) {
            Shard only = stream.openShards().get(0);
            List<Shard> halves = stream.split(only.id(), only.hashRange().middle());
            stream.merge(halves.get(0).id(), halves.get(1).id());
        }
        all.join();
        // Shards are listed parents first, so each key's records must come in the order they were put.
        for (int w = 0; w < writers; w++) {
            String key = "writer-" + w;
            List<Integer> read = stream.shards().stream()
                    .flatMap(s -> s.records().stream())
                    .filter(r -> r.partitionKey().equals(key))
                    .map(r -> Integer.parseInt(new String(r.data(), StandardCharsets.UTF_8)))
                    .toList();
            assertThat(read).hasSize(each).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void aShardWasOpenUpToAndWithTheMillisecondInWhichItCloses() {
        Shard shard = stream(1).openShards().get(0);
        long closing = System.currentTimeMillis() + 1_000;
        shard.close(List.of(), closing);
        assertThat(shard.wasOpenBetween(closing, closing)).isTrue();
        assertThat(shard.wasOpenBetween(closing + 1, Long.MAX_VALUE)).isFalse();
    }

    private static KinesisStream stream(int shardCount) {
        return new KinesisAccount("us-east-1", Rules.fast(), Long.MAX_VALUE)
                .create("s", StreamMode.PROVISIONED, shardCount, Duration.ZERO);
    }
}
