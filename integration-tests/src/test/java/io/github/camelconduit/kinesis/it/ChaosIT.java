package io.github.camelconduit.kinesis.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.fault.FaultCatalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Everything at once, at random, while the component's producer writes and its consumer reads. {@code -Dchaos.minutes=…}
 * says for how long (default 1), {@code -Dchaos.seed=…} repeats a run's choices.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class ChaosIT {

    private static final int SHARDS = 16;
    private static final int HITS_OF_EACH = 5;
    private static final String STREAM = "orders";
    private static final Duration PERIOD = Duration.ofMillis(20);

    /** Beyond the silence that the reader bears, so that it is the reader that ends a silent subscription. */
    private static final Duration LIFETIME = Duration.ofSeconds(50);

    /** The reader renews before that; a subscription that was taken over waits as long. */
    private static final String READER_OPTIONS =
            "subscriptionRefreshInterval=45000&maxBufferedBytes=4194304&positionStore=file&positionDirectory=";

    /** Of what the chaos lasts beyond: the longest wait is that after a takeover. */
    private static final Duration RECOVERY = Duration.ofMinutes(3);

    private final int minutes = Integer.getInteger("chaos.minutes", 1);
    private final long seed = Long.getLong("chaos.seed", System.nanoTime());

    /** Exchanges that the producer has and has not given back. */
    private final AtomicInteger unanswered = new AtomicInteger();

    @TempDir
    private Path positions;

    @Test
    void losesNothingAndDoublesNothingAndKeepsTheOrderWhateverHappens() throws Exception {
        EmbeddedServer server = EmbeddedServer.start(EmbeddedKinesis.builder()
                .rules(Rules.aws().toBuilder()
                        .retentionPeriod(Duration.ofMinutes(10))
                        .build())
                .subscriptionLifetime(LIFETIME)
                .listShardsPageSize(10));
        try (server;
                TestBed bed = new TestBed(server, STREAM, SHARDS)) {
            Chaos chaos = new Chaos(bed, server.kinesis(), new Random(seed));
            bed.read(READER_OPTIONS + positions);
            AsyncProducer producer = bed.camel()
                    .getEndpoint(bed.kinesis("deliveryTimeout=600000"))
                    .createAsyncProducer();
            producer.start();
            // What is noted of each record for the verdict has to find room for an hour.
            int batch = minutes > 5 ? 4 : 10;
            try (SteadyWriter writer = SteadyWriter.start(PERIOD, () -> write(bed, producer, batch))) {
                chaos.runFor(Duration.ofMinutes(minutes), HITS_OF_EACH);
                writer.stop();
            }
            await().atMost(RECOVERY).until(() -> unanswered.get() == 0);
            producer.stop();
            awaitEverything(bed.ledger());
            judge(bed, chaos);
        }
    }

    /** Hands messages to the producer, which writes them when it can. */
    private void write(TestBed bed, AsyncProducer producer, int count) {
        for (Entry entry : bed.ledger().next(count)) {
            Exchange exchange = producer.getEndpoint().createExchange();
            exchange.getMessage().setBody(entry.data());
            exchange.getMessage().setHeader(ConduitKinesisConstants.PARTITION_KEY, entry.key());
            unanswered.incrementAndGet();
            producer.process(exchange, done -> {
                unanswered.decrementAndGet();
                if (exchange.getException() != null) {
                    bed.ledger().notWritten(entry);
                }
            });
        }
    }

    /** Until all is there, and for a moment nothing more comes. Where it does not get there the verdict says what is missing. */
    private static void awaitEverything(Ledger ledger) {
        long end = System.nanoTime() + RECOVERY.toNanos();
        await().atMost(RECOVERY.plusMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> ledger.verdict().lost() == 0 || System.nanoTime() > end);
        AtomicInteger before = new AtomicInteger();
        await().atMost(RECOVERY)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> before.getAndSet(ledger.received()) == ledger.received());
    }

    private void judge(TestBed bed, Chaos chaos) {
        Verdict verdict = bed.ledger().verdict();
        Map<String, Long> hits =
                Arrays.stream(FaultCatalog.values()).collect(Collectors.toMap(FaultCatalog::id, chaos::hits));
        System.out.printf(
                "ChaosIT: seed %d, %d minutes: %s; splits %d, merges %d, suspensions %d, restarts %d (longest stop %d ms)%n",
                seed,
                minutes,
                verdict,
                chaos.times(Chaos.Deed.SPLIT),
                chaos.times(Chaos.Deed.MERGE),
                chaos.times(Chaos.Deed.SUSPEND_AND_RESUME),
                chaos.times(Chaos.Deed.RESTART),
                chaos.longestStop().toMillis());
        hits.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(one -> System.out.printf("ChaosIT: %-25s %5d times%n", one.getKey(), one.getValue()));
        assertThat(chaos.lacking(HITS_OF_EACH))
                .as("seed %d: faults that hit too seldom", seed)
                .isEmpty();
        assertThat(chaos.longestStop())
                .as("seed %d: stopping waits for nothing but what is in flight", seed)
                .isLessThan(Duration.ofSeconds(20));
        assertThat(bed.ledger().failedToWrite())
                .as("seed %d: records the producer gave up", seed)
                .isZero();
        assertThat(verdict.lost()).as("seed %d: lost", seed).isZero();
        assertThat(verdict.doubled())
                .as("seed %d: doubled, no restart in between", seed)
                .isZero();
        assertThat(verdict.outOfOrder()).as("seed %d: out of order", seed).isZero();
        assertThat(bed.ledger().shardsBeforeTheirParents(chaos.parents()))
                .as("seed %d: shards read before their parents", seed)
                .isEmpty();
    }
}
