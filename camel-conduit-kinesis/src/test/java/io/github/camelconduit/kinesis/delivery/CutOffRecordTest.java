package io.github.camelconduit.kinesis.delivery;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.camelconduit.kinesis.Suspension;

import static io.github.camelconduit.kinesis.delivery.RouteBed.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A record that the route has handed on when a suspension cuts it off: its shard has gone on behind it. */
@Timeout(60)
class CutOffRecordTest {

    @RegisterExtension
    private final RouteBed bed = new RouteBed(false);

    @Test
    @Tag("failure-mode-23")
    void hasItsShardReadAgainWhenTheRouteIsResumedAndNothingOfItDeliveredBefore() throws Exception {
        bed.camel.addRoutes(failingOnce(1));
        bed.receive(3);
        suspendWhileTheRouteHas(3);
        assertThat(bed.done).isEmpty();
        assertThat(bed.readAgain).as("others of the shard may get done yet").isEmpty();
        assertThat(bed.delivery.progress("shard-1").oldestInFlightMillis())
                .as("the route has none, however long it is suspended")
                .isNull();
        bed.receive(5);

        bed.camel.getRouteController().resumeRoute("reader");

        assertThat(bed.readAgain).containsExactly("shard-1");
        assertThat(bed.seen).containsExactly("1", "2", "3");
        assertThat(bed.delivery.pending()).isZero();
    }

    @Test
    @Tag("failure-mode-23")
    void holdsTheRecordsOfEveryShardBackThatIsToBeReadAgain() throws Exception {
        bed.camel.addRoutes(failingOnce(2));
        bed.receive("shard-1", 1);
        bed.receive("shard-2", 1);
        suspendWhileTheRouteHas(2);
        Runnable release = bed.holdThreads();
        bed.receive("shard-1", 5);
        bed.receive("shard-2", 5);
        // The second shard's records could be delivered while the first one is still being told.
        AtomicBoolean released = new AtomicBoolean();
        bed.beforeReadAgain = () -> {
            if (released.compareAndSet(false, true)) {
                release.run();
            }
        };

        bed.camel.getRouteController().resumeRoute("reader");

        assertThat(bed.readAgain).containsExactlyInAnyOrder("shard-1", "shard-2");
        assertThat(bed.seen).containsExactly("1", "1");
    }

    /** A route that hands over to seda, where the first records fail as they do while their pool of threads stops. */
    private RouteBuilder failingOnce(int records) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x").routeId("reader").to("seda:later");
                from("seda:later").errorHandler(noErrorHandler()).process(exchange -> {
                    bed.see(exchange);
                    if (bed.seen.size() <= records) {
                        bed.gate.await(1, TimeUnit.MINUTES);
                        throw new RejectedExecutionException("a pool of the route stops, too");
                    }
                });
            }
        };
    }

    private void suspendWhileTheRouteHas(int records) throws Exception {
        await().atMost(LIMIT).until(() -> bed.seen.size() == 1 && bed.delivery.pending() == records);
        Suspension suspension = Suspension.begin(bed.camel);
        await().atMost(LIMIT).until(() -> bed.waitedFor.get() > 0);
        bed.gate.countDown();
        suspension.awaitEnd();
    }
}
