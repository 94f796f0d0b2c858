package io.github.camelconduit.kinesis.delivery;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.Exchange;
import org.apache.camel.builder.DefaultErrorHandlerBuilder;
import org.apache.camel.builder.NoErrorHandlerBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.camelconduit.kinesis.position.Position;

import static io.github.camelconduit.kinesis.delivery.RouteBed.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of records that fail while their route is stopped or suspended. */
@Timeout(120)
class RecordOfStoppingRouteIT {

    @RegisterExtension
    private final RouteBed bed = new RouteBed(false);

    /** Fails until the gate opens, and is tried again for ever, but not while Camel stops. */
    private RouteBuilder failing(long redeliveryDelay, AtomicInteger tries) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(-1)
                        .redeliveryDelay(redeliveryDelay)
                        .allowRedeliveryWhileStopping(false));
                from("records:x").routeId("reader").process(exchange -> {
                    tries.incrementAndGet();
                    if (bed.gate.getCount() > 0) {
                        throw new IOException("backend down");
                    }
                    bed.take(exchange);
                });
            }
        };
    }

    @Test
    void aRecordWhoseRedeliveryIsRefusedWhileStoppingIsNotDone() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        bed.camel.addRoutes(failing(1_000, tries));
        bed.receive(5);
        await().atMost(LIMIT).until(() -> tries.get() >= 2);
        bed.camel.getRouteController().stopRoute("reader");

        assertThat(bed.done).isEmpty();
    }

    @Test
    void aRecordWhoseRedeliveryIsRefusedWhileSuspendingIsDeliveredAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        bed.camel.addRoutes(failing(1_000, tries));
        bed.receive(5);
        await().atMost(LIMIT).until(() -> tries.get() >= 2);
        bed.camel.getRouteController().suspendRoute("reader");
        assertThat(bed.delivery.pending()).isZero();
        bed.gate.countDown();

        bed.camel.getRouteController().resumeRoute("reader");

        await().atMost(LIMIT).until(() -> bed.isDoneWith(5));
        assertThat(bed.taken).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void aRecordWhoseFirstAttemptFailsWhileStoppingIsNotDone() throws Exception {
        CountDownLatch inRoute = new CountDownLatch(1);
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(3).allowRedeliveryWhileStopping(false));
                from("records:x").routeId("reader").process(exchange -> {
                    inRoute.countDown();
                    await().atMost(LIMIT).until(() -> bed.waitedFor.get() > 0);
                    throw new IOException("backend down");
                });
            }
        });
        bed.receive(5);
        assertThat(inRoute.await(20, TimeUnit.SECONDS)).isTrue();

        bed.camel.getRouteController().stopRoute("reader");

        assertThat(bed.done).isEmpty();
    }

    @Test
    void aRecordThatIsRejectedWhileSuspendingIsDeliveredAgain() throws Exception {
        CountDownLatch inRoute = new CountDownLatch(1);
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x")
                        .routeId("reader")
                        .errorHandler(noErrorHandler())
                        .process(exchange -> {
                            if (inRoute.getCount() > 0) {
                                inRoute.countDown();
                                await().atMost(LIMIT).until(() -> bed.waitedFor.get() > 0);
                                throw new RejectedExecutionException("a pool of the route stops, too");
                            }
                            bed.take(exchange);
                        });
            }
        });
        bed.receive(3);
        assertThat(inRoute.await(20, TimeUnit.SECONDS)).isTrue();
        bed.camel.getRouteController().suspendRoute("reader");
        assertThat(bed.done).isEmpty();

        bed.camel.getRouteController().resumeRoute("reader");

        await().atMost(LIMIT).until(() -> bed.isDoneWith(3));
        assertThat(bed.taken).containsExactly("1", "2", "3");
    }

    /**
     * Brings records of which the first fails when the delivery is suspended, and counts as done all the same.
     *
     * @param last what the route does before it fails
     */
    private void assertDoneThoughItFailsWhileSuspending(ErrorHandlerFactory handler, Consumer<Exchange> last)
            throws Exception {
        CountDownLatch inRoute = new CountDownLatch(1);
        AtomicBoolean suspended = new AtomicBoolean();
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(handler);
                from("records:x").routeId("reader").process(exchange -> {
                    inRoute.countDown();
                    await().atMost(LIMIT).untilTrue(suspended);
                    last.accept(exchange);
                    throw new IOException("bad record");
                });
            }
        });
        bed.receive(5);
        assertThat(inRoute.await(20, TimeUnit.SECONDS)).isTrue();
        bed.delivery.pause();
        suspended.set(true);

        await().atMost(LIMIT).until(() -> !bed.done.isEmpty());
        assertThat(bed.done).containsExactly(Position.after("1"));
        assertThat(bed.told).hasSize(1);
    }

    @Test
    void aRecordThatFailsForGoodWhileStoppingIsDone() throws Exception {
        assertDoneThoughItFailsWhileSuspending(new DefaultErrorHandlerBuilder(), exchange -> {});
    }

    /** What Camel counts redeliveries by is a header: the route may have got one from elsewhere. */
    @Test
    void aRecordThatFailsWhileSuspendingIsDoneWhateverTheHeadersOfRedeliverySay() throws Exception {
        assertDoneThoughItFailsWhileSuspending(new NoErrorHandlerBuilder(), exchange -> exchange.getIn()
                .setHeader(Exchange.REDELIVERY_COUNTER, "many"));
    }

    /** Such an exchange is never redelivered, whatever redeliveries there are. */
    @Test
    void aRecordThatIsMarkedForRollbackWhileSuspendingIsDone() throws Exception {
        assertDoneThoughItFailsWhileSuspending(
                new DefaultErrorHandlerBuilder().maximumRedeliveries(3), exchange -> exchange.setRollbackOnly(true));
    }
}
