package io.github.camelconduit.kinesis.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.apache.camel.spi.RouteController;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.ShardView;
import io.github.camelconduit.kinesis.embedded.SubscriptionView;
import io.github.camelconduit.kinesis.embedded.fault.ArmedFault;
import io.github.camelconduit.kinesis.embedded.fault.FaultCatalog;
import io.github.camelconduit.kinesis.embedded.fault.FaultParameter;
import io.github.camelconduit.kinesis.embedded.fault.FaultSetup;

import static org.awaitility.Awaitility.await;

/**
 * Does to a reader what can be done to it, at random: every fault of the embedded server, splits, merges, suspensions and
 * restarts of the route. The deeds are dealt like cards, so that each has its turn. For one thread.
 */
final class Chaos {

    private static final String SUBSCRIBE = "SubscribeToShard";

    /** Of these many shards at most so many are open. */
    private static final int FEWEST_SHARDS = 12;

    private static final int MOST_SHARDS = 20;

    /** How often each comes in a deck. */
    private static final int EACH_FAULT = 6;

    private static final Map<Deed, Integer> OTHERS =
            Map.of(Deed.SPLIT, 8, Deed.MERGE, 6, Deed.SUSPEND_AND_RESUME, 3, Deed.RESTART, 2);

    /** What a subscription is refused with; and what it is ended with. A takeover is a fault of its own. */
    private static final List<String> REFUSALS =
            List.of("InternalFailure", "LimitExceededException", "ResourceInUseException", "ServiceUnavailable");

    private static final List<String> FRAMES =
            List.of("InternalFailureException", "KMSThrottlingException", "ResourceNotFoundException");

    private final TestBed bed;
    private final EmbeddedKinesis kinesis;
    private final Random random;
    private final List<Card> deck = new ArrayList<>();
    private final List<Silenced> silenced = new ArrayList<>();
    private final Map<Deed, Integer> done = new TreeMap<>();
    private final Map<String, Set<String>> parents = new HashMap<>();
    private int silences;
    private Duration longestStop = Duration.ZERO;

    /** What can be done. */
    enum Deed {
        FAULT,
        SPLIT,
        MERGE,
        SUSPEND_AND_RESUME,
        RESTART
    }

    /** What stops the reading, for a while or for good. */
    private interface Stop {
        void run() throws Exception;
    }

    /** One thing to do; the fault is null for all deeds but that. */
    private record Card(Deed deed, FaultCatalog fault) {}

    /** A shard that keeps silent until a time. */
    private record Silenced(ArmedFault fault, long untilNanos) {
        boolean hasHit() {
            return fault.hits() > 0;
        }
    }

    Chaos(TestBed bed, EmbeddedKinesis kinesis, Random random) {
        this.bed = bed;
        this.kinesis = kinesis;
        this.random = random;
    }

    /** Goes on for so long, and then until every fault has hit so often, or five minutes more have passed. */
    void runFor(Duration time, int hitsOfEach) throws Exception {
        long start = System.nanoTime();
        // A deck in the first minute; from then on at the same pace.
        Duration pace = Duration.ofMinutes(1).dividedBy(fullDeck().size() + 10);
        while (System.nanoTime() - start < time.toNanos()) {
            pause(pace.toMillis() / 2 + random.nextLong(pace.toMillis()));
            step(nextCard());
        }
        long limit = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (!lacking(hitsOfEach).isEmpty() && System.nanoTime() < limit) {
            pause(500);
            for (FaultCatalog fault : lacking(hitsOfEach)) {
                step(new Card(Deed.FAULT, fault));
                if (fault == FaultCatalog.MISSING_CHILD_SHARDS) {
                    step(new Card(openShards().size() < MOST_SHARDS ? Deed.SPLIT : Deed.MERGE, null));
                }
            }
        }
        kinesis.faults().clear();
        liftSilences(Long.MAX_VALUE);
    }

    /** The faults that have hit less often. */
    List<FaultCatalog> lacking(int hitsOfEach) {
        return Arrays.stream(FaultCatalog.values())
                .filter(fault -> hits(fault) < hitsOfEach)
                .toList();
    }

    /** How often a fault has hit, by the server's count. A shard that is kept silent is asked for events many times: it counts once. */
    long hits(FaultCatalog fault) {
        return fault == FaultCatalog.SILENCE
                ? silences + silenced.stream().filter(Silenced::hasHit).count()
                : kinesis.faults().hits().getOrDefault(fault.id(), 0L);
    }

    int times(Deed deed) {
        return done.getOrDefault(deed, 0);
    }

    /** The parents of each shard that came of a split or merge here. */
    Map<String, Set<String>> parents() {
        return parents;
    }

    /** How long the route took to stop or to be suspended, at most. */
    Duration longestStop() {
        return longestStop;
    }

    private List<Card> fullDeck() {
        List<Card> cards = new ArrayList<>();
        for (FaultCatalog fault : FaultCatalog.values()) {
            cards.addAll(Collections.nCopies(EACH_FAULT, new Card(Deed.FAULT, fault)));
        }
        OTHERS.forEach((deed, times) -> cards.addAll(Collections.nCopies(times, new Card(deed, null))));
        // Of a map that keeps no order: the seed alone decides.
        cards.sort(Comparator.comparing(Card::toString));
        return cards;
    }

    private Card nextCard() {
        if (deck.isEmpty()) {
            deck.addAll(fullDeck());
            Collections.shuffle(deck, random);
        }
        return deck.remove(deck.size() - 1);
    }

    private void step(Card card) throws Exception {
        liftSilences(System.nanoTime());
        List<ShardView> open = openShards();
        int pick = random.nextInt(open.size());
        String shard = open.get(pick).shardId();
        switch (card.deed()) {
            case FAULT -> arm(card.fault(), shard);
            case SPLIT -> {
                if (open.size() >= MOST_SHARDS) {
                    return;
                }
                kinesis.splitShard(bed.stream(), shard).forEach(child -> parents.put(child, Set.of(shard)));
            }
            case MERGE -> {
                if (open.size() <= FEWEST_SHARDS || pick + 1 == open.size()) {
                    return;
                }
                String adjacent = open.get(pick + 1).shardId();
                parents.put(kinesis.mergeShards(bed.stream(), shard, adjacent), Set.of(shard, adjacent));
            }
            case SUSPEND_AND_RESUME -> {
                timed(() -> routes().suspendRoute(TestBed.READER));
                pause(300 + random.nextInt(1_500));
                routes().resumeRoute(TestBed.READER);
            }
            case RESTART -> restart();
        }
        done.merge(card.deed(), 1, Integer::sum);
    }

    private void restart() throws Exception {
        timed(bed::stopReader);
        bed.ledger().restarting();
        pause(random.nextInt(500));
        // What the start asks the service may be refused as well: then the start fails, and somebody tries again.
        await().atMost(TestBed.LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> {
                    bed.startReader();
                    return true;
                });
    }

    private void timed(Stop stop) throws Exception {
        long from = System.nanoTime();
        stop.run();
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        longestStop = took.compareTo(longestStop) > 0 ? took : longestStop;
    }

    private void arm(FaultCatalog fault, String shard) {
        FaultSetup setup = kinesis.faults().of(fault);
        boolean subscriptions = fault.subscriptionsOnly();
        if (fault.parameters().contains(FaultParameter.OPERATION)) {
            String operation = operation(fault);
            setup.onOperation(operation);
            subscriptions = SUBSCRIBE.equals(operation);
            if (fault == FaultCatalog.REFUSE && subscriptions) {
                String error = REFUSALS.get(random.nextInt(REFUSALS.size()));
                setup.withError(
                        error, error.equals("ServiceUnavailable") ? 503 : error.equals("InternalFailure") ? 500 : 400);
            }
        }
        if (fault == FaultCatalog.EXCEPTION_FRAME) {
            setup.withError(FRAMES.get(random.nextInt(FRAMES.size())));
        }
        if (fault.parameters().contains(FaultParameter.DELAY_MILLIS)) {
            setup.lasting(Duration.ofMillis(100 + random.nextInt(2_000)));
        }
        if (fault.parameters().contains(FaultParameter.CHILD_SHARDS)) {
            setup.withChildShards(random.nextBoolean());
        }
        boolean oneShard = subscriptions && fault != FaultCatalog.MISSING_CHILD_SHARDS && random.nextBoolean();
        if (oneShard) {
            setup.onShard(shard);
        }
        if (fault == FaultCatalog.SILENCE) {
            Duration time = Duration.ofSeconds(2 + random.nextInt(43));
            silenced.add(new Silenced(
                    setup.onShard(subscribed().orElse(shard)).always(), System.nanoTime() + time.toNanos()));
        } else {
            setup.times(1 + random.nextInt(2));
        }
    }

    /** Null for whichever call comes next. */
    private String operation(FaultCatalog fault) {
        if (fault == FaultCatalog.SILENCE) {
            return SUBSCRIBE;
        }
        if (fault == FaultCatalog.LOSE_ANSWER) {
            return random.nextBoolean() ? "PutRecords" : "ListShards";
        }
        return switch (random.nextInt(6)) {
            case 0 -> "PutRecords";
            case 1 -> "ListShards";
            case 2 -> null;
            default -> SUBSCRIBE;
        };
    }

    private void liftSilences(long now) {
        silenced.removeIf(one -> {
            if (one.untilNanos() > now) {
                return false;
            }
            silences += one.hasHit() ? 1 : 0;
            one.fault().remove();
            return true;
        });
    }

    private static void pause(long millis) {
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        await().atMost(TestBed.LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> System.nanoTime() >= until);
    }

    private RouteController routes() {
        return bed.camel().getRouteController();
    }

    /** Some shard that is subscribed to; one that waits for its parents, or for whoever took it over, cannot fall silent. */
    private Optional<String> subscribed() {
        List<SubscriptionView> open = kinesis.openSubscriptions();
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(open.get(random.nextInt(open.size())).shardId());
    }

    /** By hash-key range, so that neighbours lie side by side. */
    private List<ShardView> openShards() {
        return kinesis.shards(bed.stream()).stream()
                .filter(ShardView::open)
                .sorted(Comparator.comparing(ShardView::startingHashKey))
                .toList();
    }
}
