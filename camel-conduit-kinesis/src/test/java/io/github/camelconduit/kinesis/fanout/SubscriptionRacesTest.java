package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.delivery.RecordBatch;
import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whatever can happen to a subscription at the same time: callbacks of the service late, twice and in any order, the
 * looks of timers, listings and lookups, a route that is suspended, resumed and stopped. Which thread comes first is the
 * machine's choice; the rest is the seed's.
 */
class SubscriptionRacesTest {

    private static final int RECORDS = 6_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** All so short that everything happens often, and nothing waits for the rules of AWS. */
    private static final SubscriptionTimes TIMES = new SubscriptionTimes(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMillis(50),
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));

    private final long seed = System.nanoTime();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(6);
    private final RacingService service = new RacingService(threads, new Random(seed), RECORDS);
    private final LookingUp owner = new LookingUp();
    private final ShardSubscription subscription =
            new ShardSubscription("shard-1", Position.TRIM_HORIZON, false, false, service, TIMES, service, owner);

    /** Asks for more with every batch, and looks up what is in doubt, late and twice as well. */
    private final class LookingUp implements SubscriptionOwner {

        private final Told told = new Told();

        private void lookUp() {
            boolean open = !service.isClosed();
            Set<String> children = open ? Set.of() : Set.of(RacingService.CHILD.shardId());
            Runnable answer = () -> subscription.lookedUp(open, true, children);
            service.schedule(answer, service.roll(3));
            if (service.roll(3) == 0) {
                service.schedule(answer, service.roll(6));
            }
        }

        @Override
        public String consumerArn() {
            return told.consumerArn();
        }

        @Override
        public void subscribed(String shardId) {
            told.subscribed(shardId);
        }

        @Override
        public void received(RecordBatch batch) {
            told.received(batch);
            service.run(() -> subscription.request(1));
        }

        @Override
        public void ended(String shardId, List<ChildShardLink> children) {
            told.ended(shardId, children);
        }

        @Override
        public void endInDoubt(String shardId) {
            lookUp();
        }

        @Override
        public void inUseAtStart(String shardId) {
            told.inUseAtStart(shardId);
        }

        @Override
        public void notFound(String shardId, Throwable cause) {
            lookUp();
        }

        @Override
        public void startsOver(String shardId, Position from) {
            told.startsOver(shardId, from);
        }

        @Override
        public void failed(String shardId, Exception cause) {
            told.failed(shardId, cause);
        }
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private void begin() {
        service.repeat(subscription::check);
        service.repeat(this::suspendOrResume);
        service.repeat(this::list);
        subscription.request(2);
        subscription.start(0);
    }

    private void suspendOrResume() {
        switch (service.roll(40)) {
            case 0 -> subscription.pause();
            case 1, 2, 3, 4 -> subscription.resume();
            default -> {}
        }
    }

    private void list() {
        if (service.isClosed() && service.roll(4) == 0) {
            subscription.listedAsClosed(service.roll(3) == 0 ? null : String.valueOf(RECORDS));
        }
    }

    private List<Integer> delivered() {
        return List.copyOf(owner.told.batches).stream()
                .flatMap(batch -> batch.records().stream())
                .map(one -> Integer.valueOf(one.sequenceNumber()))
                .toList();
    }

    private void assertNothingIsLeftOpen() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(service.opened)
                .as("seed %d: neither ended nor cancelled", seed)
                .allMatch(RacingService.Live::isOver));
        assertThat(service.thrown).as("seed %d", seed).isEmpty();
    }

    @Test
    @Tag("failure-mode-7")
    void whateverRacesOneSubscriptionIsLeftAndEachRecordCameOnceInOrderUntilTheShardEndsOnce() {
        service.schedule(service::closeShard, 500 + service.roll(500));
        begin();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(subscription.state())
                .as("seed %d, thrown %s, at %s", seed, service.thrown, subscription.position())
                .isEqualTo(SubscriptionState.ENDED));

        assertThat(delivered())
                .as("seed %d", seed)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, RECORDS).boxed().toList());
        assertThat(owner.told.ends).as("seed %d", seed).isEqualTo(1);
        assertThat(owner.told.batches.stream().filter(RecordBatch::isLast))
                .as("seed %d", seed)
                .hasSize(1);
        assertThat(service.opened).hasSizeGreaterThan(20);
        assertNothingIsLeftOpen();
    }

    @Test
    @Tag("failure-mode-7")
    void nothingComesOnceItIsStoppedWhateverRacesThat() {
        begin();
        int enough = 500 + service.roll(2_000);
        await().atMost(LIMIT).until(() -> delivered().size() > enough);

        service.closeShard();
        subscription.stop();
        List<Integer> atStop = delivered();

        await().during(Duration.ofMillis(100)).atMost(LIMIT).until(() -> delivered()
                .equals(atStop));
        assertThat(subscription.state()).as("seed %d", seed).isIn(SubscriptionState.STOPPED, SubscriptionState.ENDED);
        assertThat(atStop)
                .as("seed %d", seed)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, atStop.size()).boxed().toList());
        assertNothingIsLeftOpen();
    }
}
