package io.github.camelconduit.kinesis;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Suspensions during which the route does not finish what it has: Camel stops the consumer then. */
@Timeout(120)
class ConsumerSuspendIT extends EmbeddedStreamTest {

    private final AtomicReference<AsyncCallback> held = new AtomicReference<>();
    private final CountDownLatch blocked = new CountDownLatch(1);

    /** Keeps the first exchange it gets, and no thread with it. */
    private AsyncProcessorSupport keepingTheFirst() {
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (held.compareAndSet(null, callback)) {
                    return false;
                }
                received.process(exchange);
                callback.done(true);
                return true;
            }
        };
    }

    /** Blocks with the first exchange it gets until its thread is interrupted. */
    private Processor blockingOnTheFirst() {
        return exchange -> {
            if (blocked.getCount() > 0) {
                blocked.countDown();
                new CountDownLatch(1).await();
            }
            received.process(exchange);
        };
    }

    private void suspendByForce() throws Exception {
        camel.getShutdownStrategy().setTimeout(1);
        camel.getExecutorServiceManager().setShutdownAwaitTermination(200);
        camel.getRouteController().suspendRoute("reader");
        assertThat(camel.getRouteController().getRouteStatus("reader")).isEqualTo(ServiceStatus.Suspended);
        await().atMost(LIMIT).until(() -> kinesis.openSubscriptions().isEmpty());
    }

    @Test
    void aRouteGoesOnAfterASuspensionDuringWhichAnExchangeWasHeldForTooLong() throws Exception {
        put(40);
        route("", keepingTheFirst());
        await().atMost(LIMIT).until(() -> held.get() != null);
        suspendByForce();
        put(20);

        camel.getRouteController().resumeRoute("reader");

        awaitAll();
        held.get().done(false);
        put(20);
        awaitAll();
        assertThat(consumer().isSuspended()).isFalse();
    }

    @Test
    void aRouteGoesOnAfterASuspensionDuringWhichAThreadWasBlockedForTooLong() throws Exception {
        put(40);
        route("", blockingOnTheFirst());
        assertThat(blocked.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        suspendByForce();

        camel.getRouteController().resumeRoute("reader");
        put(20);

        awaitAll();
    }

    @Test
    void aRouteCanBeSuspendedAndResumedAndRestartedAsEverAfterwards() throws Exception {
        put(40);
        route("", keepingTheFirst());
        await().atMost(LIMIT).until(() -> held.get() != null);
        suspendByForce();
        camel.getRouteController().stopRoute("reader");
        camel.getRouteController().startRoute("reader");
        awaitAll();

        camel.getRouteController().suspendRoute("reader");
        put(20);
        camel.getRouteController().resumeRoute("reader");

        awaitAll();
        held.get().done(false);
    }

    @Test
    void aRouteThatNeverStartedCanBeSuspendedAndResumed() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("orders", "")).routeId("reader").autoStartup(false).process(received);
            }
        });
        put(20);
        try (LogCapture log = new LogCapture(Level.WARN)) {
            camel.getRouteController().suspendRoute("reader");
            // Camel logs what a consumer throws then, and goes on.
            assertThat(log.lines()).noneMatch(line -> line.contains("reader") || line.contains("uspend"));
        }

        camel.getRouteController().resumeRoute("reader");

        awaitAll();
    }
}
