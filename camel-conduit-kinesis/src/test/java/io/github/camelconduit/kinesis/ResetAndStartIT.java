package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.fanout.PositionReset;
import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Positions of a stopped route that are set while the route is being started. */
@Timeout(120)
class ResetAndStartIT extends EmbeddedStreamTest {

    @Test
    void aStartThatMeetsAResetWaitsForItAndBeginsWithIt() throws Exception {
        Slow store = new Slow();
        camel.getRegistry().bind("store", store);
        route("&positionStore=#store&commitInterval=50", received);
        put(40);
        awaitReceived(40);
        ConduitKinesisPositions stopped = consumer().getPositions();
        camel.getRouteController().stopRoute("reader");
        store.slow.set(true);
        CompletableFuture<Set<String>> reset =
                CompletableFuture.supplyAsync(() -> stopped.resetAll(PositionReset.toStart()));
        assertThat(store.asked.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> {
            try {
                camel.getRouteController().startRoute("reader");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await("a start takes a few milliseconds")
                .during(Duration.ofMillis(500))
                .atMost(LIMIT)
                .until(() -> !start.isDone());
        store.answer.countDown();

        assertThat(reset.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).hasSize(4);
        start.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        awaitReceived(80);
    }

    /** Takes its time for one load when it is told so. */
    private static final class Slow implements PositionStore {
        private final MemoryPositionStore behind = new MemoryPositionStore();
        private final AtomicBoolean slow = new AtomicBoolean();
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);

        @Override
        public Optional<StreamPositions> load(ReaderKey key) {
            if (slow.compareAndSet(true, false)) {
                asked.countDown();
                try {
                    answer.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return behind.load(key);
        }

        @Override
        public void begin(ReaderKey key, StreamPositions first) {
            behind.begin(key, first);
        }

        @Override
        public void save(ReaderKey key, Map<String, Position> shards) {
            behind.save(key, shards);
        }

        @Override
        public void reset(ReaderKey key, Map<String, Position> shards) {
            behind.reset(key, shards);
        }
    }
}
