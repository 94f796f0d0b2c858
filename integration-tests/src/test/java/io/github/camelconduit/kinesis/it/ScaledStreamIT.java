package io.github.camelconduit.kinesis.it;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A stream that is scaled while it is written to, in the steps that AWS takes: at most to twice as many shards, at least
 * to half of them. {@code -Dscaling.seed=…} repeats a run's choices.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ScaledStreamIT {

    private static final int[] SHARDS = {2, 4, 8, 16, 32, 64, 32, 16, 8, 4};
    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final int BATCH = 20;

    private final long seed = Long.getLong("scaling.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    @Tag("failure-mode-28")
    void losesNothingAndKeepsTheOrderFromOneShardToSixtyFourAndBackToFour() throws Exception {
        EmbeddedServer server = EmbeddedServer.start(EmbeddedKinesis.builder()
                .rules(Rules.fast().toBuilder()
                        .streamUpdateTime(Duration.ofMillis(200))
                        .build()));
        try (server;
                TestBed bed = new TestBed(server, "orders", 1)) {
            bed.read("");
            Runnable batch = () -> server.put(bed.stream(), bed.ledger(), BATCH);
            try (SteadyWriter writer = SteadyWriter.start(PERIOD, batch)) {
                for (int count : SHARDS) {
                    // Now before the reader has come to what the last step made, now long after.
                    awaitWritten(bed.ledger(), random.nextInt(50) * BATCH);
                    server.updateShardCount(bed.stream(), count);
                    assertThat(server.openShards(bed.stream())).hasSize(count);
                }
                awaitWritten(bed.ledger(), 20 * BATCH);
                writer.stop();
            }

            await().atMost(TestBed.LIMIT)
                    .until(() -> bed.ledger().received() >= bed.ledger().written());
            Verdict verdict = bed.ledger().verdict();
            System.out.printf(
                    "ScaledStreamIT: seed %d: %s, of %d shards%n",
                    seed, verdict, bed.ledger().shardsSeen().size());
            assertThat(verdict)
                    .as("seed %d", seed)
                    .isEqualTo(Verdict.exactly(bed.ledger().written()));
            assertThat(bed.ledger().shardsBeforeTheirParents(server.parents(bed.stream())))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    private static void awaitWritten(Ledger ledger, int more) {
        int until = ledger.written() + more;
        await().atMost(TestBed.LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> ledger.written() >= until);
    }
}
