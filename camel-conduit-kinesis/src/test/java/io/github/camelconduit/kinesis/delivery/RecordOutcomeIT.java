package io.github.camelconduit.kinesis.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.LoggingExceptionHandler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelconduit.kinesis.delivery.RouteBed.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** What becomes of records in real routes: those that hand them over, and fail. */
@Timeout(120)
class RecordOutcomeIT {

    @RegisterExtension
    private final RouteBed bed = new RouteBed(false);

    private void handleExceptionsBy(LoggingExceptionHandler handler) {
        ((DefaultConsumer) bed.camel.getRoute("reader").getConsumer()).setExceptionHandler(handler);
    }

    @Test
    @Tag("failure-mode-23")
    void aRecordThatIsRefusedAfterItsCompletionWasTakenOverHasFailed() throws Exception {
        bed.addNarrowQueue();
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("records:x").routeId("reader").to("seda:narrow?size=2");
            }
        });

        bed.receive(20);
        await().atMost(LIMIT).until(() -> bed.told.size() >= 17);
        bed.gate.countDown();

        await().atMost(LIMIT).until(() -> bed.isDoneWith(20));
        assertThat(bed.taken.size() + bed.told.size()).isEqualTo(20);
    }

    @Test
    @Tag("failure-mode-23")
    void aRecordThatIsRefusedSoAndHandledByTheRouteIsDone() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        bed.addNarrowQueue();
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class).handled(true).process(exchange -> handled.incrementAndGet());
                from("records:x").routeId("reader").to("seda:narrow?size=2");
            }
        });

        bed.receive(20);
        await().atMost(LIMIT).until(() -> handled.get() >= 17);
        bed.gate.countDown();

        await().atMost(LIMIT).until(() -> bed.isDoneWith(20));
        assertThat(bed.told).isEmpty();
    }

    @Test
    void aRecordThatErrorHandlingHandedToAnotherRouteIsDoneWhenThatOneIs() throws Exception {
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x")
                        .routeId("reader")
                        .errorHandler(deadLetterChannel("seda:dead"))
                        .throwException(new IOException("always"));
                from("seda:dead").process(exchange -> {
                    bed.gate.await(1, TimeUnit.MINUTES);
                    bed.take(exchange);
                });
            }
        });

        bed.receive(3);
        await().during(Duration.ofMillis(200)).atMost(LIMIT).until(bed.done::isEmpty);
        bed.gate.countDown();

        await().atMost(LIMIT).until(() -> bed.isDoneWith(3));
        assertThat(bed.taken).containsExactly("1", "2", "3");
    }

    @Test
    void anExceptionHandlerThatThrowsDoesNotStopTheShard() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        bed.camel.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x")
                        .routeId("reader")
                        .errorHandler(noErrorHandler())
                        .process(exchange -> bed.take(exchange))
                        .throwException(new IllegalStateException("route"));
            }
        });
        handleExceptionsBy(new LoggingExceptionHandler(bed.camel, getClass()) {
            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                asked.incrementAndGet();
                throw new NoClassDefFoundError("handler");
            }
        });

        bed.receive(5);

        await().atMost(LIMIT).until(() -> bed.isDoneWith(5));
        assertThat(asked).hasValue(5);
        assertThat(bed.taken).containsExactly("1", "2", "3", "4", "5");
        // The exchange comes back behind that.
        await().atMost(LIMIT).until(() -> bed.delivery.processing() == 0);
    }

    @Test
    void anExceptionHandlerThatThrowsDoesNotDecideWhatBecomesOfARecord() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        bed.addNarrowQueue();
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("records:x").routeId("reader").to("seda:narrow?size=2");
            }
        });
        handleExceptionsBy(new LoggingExceptionHandler(bed.camel, getClass()) {
            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                asked.incrementAndGet();
                throw new IllegalStateException("handler");
            }
        });

        bed.receive(20);
        await().atMost(LIMIT).until(() -> asked.get() >= 17);
        bed.gate.countDown();

        await().atMost(LIMIT).until(() -> bed.isDoneWith(20));
    }

    @Test
    void whateverFailsWhenARecordIsDoneItsShardGoesOn() throws Exception {
        DefaultConsumer consumer = bed.idleReader();
        AtomicBoolean left = new AtomicBoolean();
        AtomicBoolean wentOn = new AtomicBoolean();
        RecordCompletion.Outcome outcome = new NotedOutcome() {
            @Override
            public void done() {
                throw new IllegalStateException("where positions are told");
            }
        };
        Exchange exchange = consumer.createExchange(false);
        RecordCompletion completion = new RecordCompletion(
                exchange, consumer, failed -> false, false, () -> left.set(true), outcome, () -> wentOn.set(true));
        exchange.getExchangeExtension().addOnCompletion(completion);
        assertThat(completion.returnedAlready()).isFalse();

        assertThatIllegalStateException().isThrownBy(() -> completion.done(false));

        assertThat(left).isTrue();
        assertThat(wentOn).isTrue();
    }

    @Test
    @Tag("failure-mode-23")
    void aStopWaitsForWhatTheRouteHandedOver() throws Exception {
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x").routeId("reader").to("seda:slow");
                from("seda:slow").delay(50).syncDelayed().process(exchange -> bed.take(exchange));
            }
        });
        bed.receive(20);
        await().atMost(LIMIT)
                .until(() -> "20".equals(bed.delivery.progress("shard-1").lastHandedOver()));

        bed.camel.getRouteController().stopRoute("reader");

        assertThat(bed.taken).hasSize(20);
        assertThat(bed.isDoneWith(20)).isTrue();
        assertThat(bed.delivery.pending()).isZero();
    }

    @Test
    @Tag("failure-mode-23")
    void aShardOfWhichTheRouteFinishesNothingIsStuckAndKnown() throws Exception {
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x").routeId("reader").to("seda:wide?size=20000");
                from("seda:wide?size=20000").process(exchange -> bed.gate.await(1, TimeUnit.MINUTES));
            }
        });
        bed.receive(ShardDelivery.MAX_IN_FLIGHT + 10);

        await().atMost(LIMIT).until(() -> !bed.delivery.stuck().isEmpty());
        assertThat(bed.delivery.stuck())
                .extracting(StuckShard::shardId, StuckShard::inFlight)
                .containsExactly(tuple("shard-1", ShardDelivery.MAX_IN_FLIGHT));
        bed.gate.countDown();

        await().atMost(LIMIT).until(() -> bed.delivery.stuck().isEmpty());
    }
}
