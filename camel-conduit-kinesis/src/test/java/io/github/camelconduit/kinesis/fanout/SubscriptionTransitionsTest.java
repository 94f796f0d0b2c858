package io.github.camelconduit.kinesis.fanout;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import io.github.camelconduit.kinesis.delivery.ShardRecord;
import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

/** Every transition of {@link SubscriptionState} is made by a subscription, and here is what makes it. */
class SubscriptionTransitionsTest {

    private static final SubscriptionTimes TIMES = SubscriptionTimes.aws(Duration.ofSeconds(330));

    private final ManualTimers timers = new ManualTimers();
    private final ScriptedCalls calls = new ScriptedCalls();
    private final ShardSubscription subscription =
            new ShardSubscription("shard-1", Position.after("10"), false, false, calls, TIMES, timers, new Told());

    @TestFactory
    Stream<DynamicTest> transitions() {
        return Stream.of(SubscriptionState.values()).flatMap(from -> Stream.of(SubscriptionState.values())
                .filter(from::leadsTo)
                .map(to -> DynamicTest.dynamicTest(
                        from + " -> " + to, () -> new SubscriptionTransitionsTest().make(from, to))));
    }

    private void make(SubscriptionState from, SubscriptionState to) {
        reach(from, to);
        assertThat(subscription.state()).isEqualTo(from);

        cause(from, to);

        assertThat(subscription.state()).isEqualTo(to);
    }

    private void reach(SubscriptionState from, SubscriptionState to) {
        switch (from) {
            case WAITING_FOR_PARENTS -> {}
            case RENEWING -> {
                if (to != SubscriptionState.RELEASED) {
                    subscription.request(1);
                }
                subscription.start(1_000);
            }
            case PAUSED -> {
                subscription.start(1_000);
                subscription.pause();
            }
            case RELEASED -> {
                subscription.start(0);
                timers.runDue();
            }
            case SUBSCRIBING -> subscribe();
            case STREAMING -> stream();
            case BACKING_OFF -> {
                stream();
                if (to == SubscriptionState.RELEASED) {
                    event("11", "11");
                }
                if (to == SubscriptionState.BACKING_OFF) {
                    event(null);
                } else {
                    fail();
                }
            }
            default -> throw new IllegalArgumentException("Nothing follows on " + from);
        }
    }

    private void cause(SubscriptionState from, SubscriptionState to) {
        switch (to) {
            case SUBSCRIBING -> timers.pass(10_000);
            case STREAMING -> calls.last().observer.opened();
            case RENEWING -> renew(from);
            case BACKING_OFF -> {
                if (from == SubscriptionState.BACKING_OFF) {
                    subscription.lookedUp(true, true, Set.of());
                } else {
                    fail();
                }
            }
            case RELEASED -> {
                if (from == SubscriptionState.STREAMING) {
                    event("11", "11");
                    timers.pass(31_000);
                    subscription.check();
                } else {
                    timers.pass(10_000);
                }
            }
            case PAUSED -> subscription.pause();
            case ENDED -> subscription.listedAsClosed("10");
            case STOPPED -> subscription.stop();
            default -> throw new IllegalArgumentException("Nothing leads to " + to);
        }
    }

    private void renew(SubscriptionState from) {
        switch (from) {
            case WAITING_FOR_PARENTS -> subscription.start(1_000);
            case PAUSED -> subscription.resume();
            case RELEASED -> subscription.request(1);
            default -> {
                event("11", "11");
                calls.last().observer.completed();
            }
        }
    }

    private void subscribe() {
        subscription.request(1);
        subscription.start(0);
        timers.runDue();
    }

    private void stream() {
        subscribe();
        calls.last().observer.opened();
    }

    private void fail() {
        calls.last().observer.failed(new IOException("reset"));
    }

    private void event(String continuation, String... sequenceNumbers) {
        List<ShardRecord> records = Stream.of(sequenceNumbers)
                .map(number -> new ShardRecord(number, "key", Instant.EPOCH, new byte[0]))
                .toList();
        calls.last().observer.event(new ShardEvent(records, continuation, 0, List.of()));
    }
}
