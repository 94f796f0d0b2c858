package io.github.camelconduit.kinesis.it;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.ShardView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Everything at once, at random: shards split and merged, subscriptions ended in every way, calls refused, the route
 * suspended and resumed, while records are written all the time. {@code -Dturmoil.seed=…} repeats a run's choices.
 */
class TurmoilIT {

    private static final Duration TIME = Duration.ofSeconds(35);
    private static final int SHORTEST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE_MILLIS = 900;
    private static final int FEWEST_SHARDS = 2;
    private static final int MOST_SHARDS = 8;
    private static final String STREAM = "orders";

    private final long seed = Long.getLong("turmoil.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Deed, Integer> done = new TreeMap<>();

    /** What can be done to a reader. */
    private enum Deed {
        SPLIT,
        MERGE,
        EXPIRE,
        END,
        RESET,
        FAIL,
        CLOSE_CONNECTIONS,
        REFUSE_SUBSCRIPTION,
        REFUSE_LISTING,
        SUSPEND_OR_RESUME
    }

    @Test
    void losesNothingAndKeepsTheOrderWhateverHappens() throws Exception {
        EmbeddedServer server = EmbeddedServer.start(EmbeddedKinesis.builder()
                .subscriptionLifetime(Duration.ofSeconds(7))
                .listShardsPageSize(3));
        try (server;
                TestBed bed = new TestBed(server, STREAM, 4)) {
            bed.read("");
            try (SteadyWriter writer =
                    SteadyWriter.start(Duration.ofMillis(10), () -> server.put(STREAM, bed.ledger(), 10))) {
                long end = System.nanoTime() + TIME.toNanos();
                while (System.nanoTime() < end) {
                    pause();
                    doSomething(server.kinesis(), bed);
                }
                writer.stop();
            }
            server.kinesis().faults().clear();
            if (isSuspended(bed)) {
                bed.camel().getRouteController().resumeRoute(TestBed.READER);
            }
            boolean complete = awaitEverything(bed);

            Verdict verdict = bed.ledger().verdict();
            System.out.printf("TurmoilIT: %s; seed %d, %s%n", verdict, seed, done);
            assertThat(verdict)
                    .as("seed %d, in time: %s", seed, complete)
                    .isEqualTo(Verdict.exactly(bed.ledger().written()));
            assertThat(bed.ledger().shardsBeforeTheirParents(server.parents(STREAM)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    private void pause() {
        int millis = SHORTEST_PAUSE_MILLIS + random.nextInt(LONGEST_PAUSE_MILLIS - SHORTEST_PAUSE_MILLIS);
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() > until);
    }

    private static boolean awaitEverything(TestBed bed) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        await().atMost(Duration.ofSeconds(100))
                .until(() -> bed.ledger().received() >= bed.ledger().written() || System.nanoTime() > end);
        return bed.ledger().received() >= bed.ledger().written();
    }

    private void doSomething(EmbeddedKinesis kinesis, TestBed bed) throws Exception {
        Deed deed = Deed.values()[random.nextInt(Deed.values().length)];
        List<ShardView> open = openShards(kinesis);
        int pick = random.nextInt(open.size());
        String shard = random.nextInt(4) == 0 ? null : open.get(pick).shardId();
        switch (deed) {
            case SPLIT -> {
                if (open.size() >= MOST_SHARDS) {
                    return;
                }
                kinesis.splitShard(STREAM, open.get(pick).shardId());
            }
            case MERGE -> {
                if (open.size() <= FEWEST_SHARDS || pick + 1 == open.size()) {
                    return;
                }
                kinesis.mergeShards(
                        STREAM, open.get(pick).shardId(), open.get(pick + 1).shardId());
            }
            case EXPIRE -> kinesis.faults().expireSubscriptions(STREAM, shard);
            case END -> kinesis.faults().endSubscriptions(STREAM, shard);
            case RESET -> kinesis.faults().resetSubscriptions(STREAM, shard);
            case FAIL -> kinesis.faults().failSubscriptions(STREAM, shard, "InternalFailureException");
            case CLOSE_CONNECTIONS -> kinesis.faults().closeConnections(STREAM, shard);
            case REFUSE_SUBSCRIPTION ->
                kinesis.faults()
                        .refuse("SubscribeToShard")
                        .withError("LimitExceededException", 400)
                        .times(1 + random.nextInt(3));
            case REFUSE_LISTING ->
                kinesis.faults()
                        .refuse("ListShards")
                        .withError("LimitExceededException", 400)
                        .times(1 + random.nextInt(3));
            case SUSPEND_OR_RESUME -> {
                if (isSuspended(bed)) {
                    bed.camel().getRouteController().resumeRoute(TestBed.READER);
                } else {
                    bed.camel().getRouteController().suspendRoute(TestBed.READER);
                }
            }
        }
        done.merge(deed, 1, Integer::sum);
    }

    private static boolean isSuspended(TestBed bed) {
        return bed.camel().getRouteController().getRouteStatus(TestBed.READER) == ServiceStatus.Suspended;
    }

    /** By hash-key range, so that neighbours lie side by side. */
    private static List<ShardView> openShards(EmbeddedKinesis kinesis) {
        return kinesis.shards(STREAM).stream()
                .filter(ShardView::open)
                .sorted(Comparator.comparing(ShardView::startingHashKey))
                .toList();
    }
}
