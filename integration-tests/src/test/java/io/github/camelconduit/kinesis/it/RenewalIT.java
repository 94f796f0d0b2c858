package io.github.camelconduit.kinesis.it;

import java.time.Duration;
import java.util.Collection;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.log.Call;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Many renewals under continuous writing: the case that readers of enhanced fan-out get wrong. */
class RenewalIT {

    private static final int SHARDS = 8;
    private static final int RECORDS = 100_000;
    private static final int RENEWALS = 10;

    /** AWS takes no second subscription within five seconds of the first, so a shorter life shows no more renewals. */
    private static final Duration LIFETIME = Duration.ofSeconds(5);

    /** Together 2,000 records a second: the last is written about when the last renewal is due. */
    private static final Duration PERIOD = Duration.ofMillis(10);

    private static final int BATCH = 20;

    @Test
    void losesAndDoublesNothingOverTenRenewalsOfEveryShard() throws Exception {
        EmbeddedServer server = EmbeddedServer.start(EmbeddedKinesis.builder().subscriptionLifetime(LIFETIME));
        try (server;
                TestBed bed = new TestBed(server, "orders", SHARDS)) {
            bed.read("");
            try (SteadyWriter writer = SteadyWriter.start(PERIOD, () -> server.put("orders", bed.ledger(), BATCH))) {
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> bed.ledger().written() >= RECORDS
                                && renewals(server.kinesis()).size() == SHARDS
                                && least(renewals(server.kinesis()).values()) >= RENEWALS);
                writer.stop();
            }
            await().atMost(TestBed.LIMIT)
                    .until(() -> bed.ledger().received() >= bed.ledger().written());

            Verdict verdict = bed.ledger().verdict();
            LongSummaryStatistics perShard = renewals(server.kinesis()).values().stream()
                    .mapToLong(Long::longValue)
                    .summaryStatistics();
            System.out.printf(
                    "RenewalIT: %s; %d shards, renewals per shard %d to %d%n",
                    verdict, SHARDS, perShard.getMin(), perShard.getMax());
            assertThat(verdict).isEqualTo(Verdict.exactly(bed.ledger().written()));
            assertThat(server.kinesis().records("orders")).hasSize(verdict.sent());
        }
    }

    /** How often a subscription of each shard was ended because its time was over, and followed by another. */
    private static Map<String, Long> renewals(EmbeddedKinesis kinesis) {
        Map<String, Long> accepted = subscriptions(kinesis, null);
        Map<String, Long> expired = subscriptions(kinesis, SubscriptionEnd.EXPIRED);
        expired.replaceAll((shard, times) -> Math.min(times, accepted.get(shard) - 1));
        return expired;
    }

    /** The accepted subscriptions of each shard: all, or those that ended so. */
    private static Map<String, Long> subscriptions(EmbeddedKinesis kinesis, SubscriptionEnd end) {
        return kinesis.calls("SubscribeToShard").stream()
                .filter(call -> call.succeeded() && (end == null || call.end() == end))
                .collect(Collectors.groupingBy(Call::shardId, TreeMap::new, Collectors.counting()));
    }

    private static long least(Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).min().orElse(0);
    }
}
