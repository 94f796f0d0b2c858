package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.position.Position;

import static io.github.camelconduit.kinesis.fanout.ScriptedListings.shard;
import static org.assertj.core.api.Assertions.assertThat;

/** The reading of a stream as a whole, with listings and subscriptions that the test plays. */
@Timeout(60)
class FanOutShardSourceTest {

    /** Listings follow on each other at once, and what three of them lack is forgotten. */
    private static final SubscriptionTimes TIMES = new SubscriptionTimes(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMinutes(5),
            Duration.ofSeconds(35),
            Duration.ofSeconds(30),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(1),
            Duration.ZERO);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    private final ScriptedListings listings = new ScriptedListings();
    private final ScriptedCalls calls = new ScriptedCalls();
    private final OrdersReader reader = new OrdersReader(Duration.ofSeconds(5));
    private FanOutShardSource source;

    @AfterEach
    void stop() {
        source.stop();
        threads.shutdownNow();
    }

    private Future<?> start() {
        source = new FanOutShardSource(reader.settings(), TIMES, calls, listings, reader.store, threads, failure -> {});
        return threads.submit(() -> {
            source.start(new IdleListener());
            return null;
        });
    }

    /** It is read no more, so it never ends here. */
    @Test
    @Tag("failure-mode-30")
    void thePositionOfAShardThatIsLeftOutIsForgottenWhenTheStreamHasItNoMore() throws Exception {
        reader.keep(Map.of("named", Position.after("5"), "left-out", Position.after("7")));
        reader.shardIds = Set.of("named");
        Future<?> started = start();
        listings.next().complete(ScriptedListings.of(shard("named", null, null), shard("left-out", null, null)));
        started.get(20, TimeUnit.SECONDS);

        for (int i = 0; i < MissingShards.LISTINGS; i++) {
            assertThat(reader.kept()).containsKey("left-out");
            listings.next().complete(ScriptedListings.of(shard("named", null, null)));
        }
        // When the next one is asked for, the last one is dealt with.
        listings.next();

        assertThat(reader.kept()).containsExactly(Map.entry("named", Position.after("5")));
        assertThat(calls.shardIds()).doesNotContain("left-out");
    }
}
