package io.github.camelconduit.kinesis.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.ExchangeHelper;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.camelconduit.kinesis.LogCapture;
import io.github.camelconduit.kinesis.position.Position;

import static io.github.camelconduit.kinesis.delivery.RouteBed.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A record that fails is delivered again before any other of its shard, wherever and whenever it fails. */
@Timeout(120)
class BreakOnFirstErrorIT {

    @RegisterExtension
    private final RouteBed bed = new RouteBed(true);

    /** Works on a record, and fails with the third one twice. */
    private void work(Exchange exchange) throws IOException {
        String body = RouteBed.body(exchange);
        bed.seen.add(body);
        if (body.equals("3") && bed.seen.stream().filter("3"::equals).count() < 3) {
            throw new IOException("not yet");
        }
        bed.taken.add(body);
    }

    private void assertDeliveredInOrderWithTheThirdThreeTimes() {
        await().atMost(LIMIT).until(() -> bed.isDoneWith(5));
        assertThat(bed.seen).containsExactly("1", "2", "3", "3", "3", "4", "5");
        assertThat(bed.done).endsWith(Position.after("5"));
        assertThat(bed.delivery.stuck()).isEmpty();
        // The exchange comes back behind that.
        await().atMost(LIMIT).until(() -> bed.delivery.pending() == 0);
    }

    private static List<String> numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList();
    }

    private void readerTo(String queue, boolean worked) throws Exception {
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x").routeId("reader").to(queue);
                if (worked) {
                    from(queue).errorHandler(noErrorHandler()).process(exchange -> work(exchange));
                }
            }
        });
    }

    @Test
    @Tag("failure-mode-22")
    void holdsForARecordThatFailsInTheRouteBehindAQueue() throws Exception {
        readerTo("seda:later", true);

        bed.receive(5);

        assertDeliveredInOrderWithTheThirdThreeTimes();
    }

    @Test
    @Tag("failure-mode-22")
    void holdsThoughExchangesArePooled() throws Exception {
        bed.camel.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
        readerTo("seda:later", true);

        bed.receive(5);

        assertDeliveredInOrderWithTheThirdThreeTimes();
    }

    @Test
    @Tag("failure-mode-22")
    void holdsForARecordThatFailsOnAnotherThreadOfTheRoute() throws Exception {
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x")
                        .routeId("reader")
                        .errorHandler(noErrorHandler())
                        .threads(2)
                        .process(exchange -> work(exchange));
            }
        });

        bed.receive(5);

        assertDeliveredInOrderWithTheThirdThreeTimes();
    }

    @Test
    @Tag("failure-mode-22")
    void holdsForARecordThatFailsInAProcessorThatAnswersLater() throws Exception {
        AsyncProcessorSupport later = new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                bed.threads.execute(() -> {
                    try {
                        work(exchange);
                    } catch (IOException e) {
                        exchange.setException(e);
                    }
                    callback.done(false);
                });
                return false;
            }
        };
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x")
                        .routeId("reader")
                        .errorHandler(noErrorHandler())
                        .process(later);
            }
        });

        bed.receive(5);

        assertDeliveredInOrderWithTheThirdThreeTimes();
    }

    @Test
    @Tag("failure-mode-22")
    void theNextRecordWaitsInTheShardUntilTheOneBeforeIsDone() throws Exception {
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x").routeId("reader").to("seda:later");
                from("seda:later").process(exchange -> {
                    bed.see(exchange);
                    bed.gate.await(1, TimeUnit.MINUTES);
                });
            }
        });
        bed.receive(5);
        await().atMost(LIMIT).until(() -> bed.seen.size() == 1 && bed.delivery.processing() == 0);

        await().during(Duration.ofMillis(200))
                .atMost(LIMIT)
                .until(() -> bed.delivery.pending() == 1
                        && "1".equals(bed.delivery.progress("shard-1").lastHandedOver()));
        assertThat(bed.delivery.progress("shard-1").inFlight()).isEqualTo(1);
        bed.gate.countDown();

        await().atMost(LIMIT).until(() -> bed.isDoneWith(5));
        assertThat(bed.seen).containsExactlyElementsOf(numbers(5));
    }

    /** Its batch holds no more records by then, and the shard none at all. */
    @Test
    @Tag("failure-mode-22")
    void holdsForTheLastRecordOfAShard() throws Exception {
        readerTo("seda:later", true);
        bed.delivery.starting(Instant.EPOCH);
        bed.delivery.opened("shard-1");
        List<ShardRecord> last = List.of(new ShardRecord("3", "key", Instant.EPOCH, "3".getBytes()));

        bed.delivery.received(new RecordBatch("shard-1", last, Position.ENDED, 0));

        await().atMost(LIMIT).until(() -> bed.done.contains(Position.ENDED));
        assertThat(bed.seen).containsExactly("3", "3", "3");
        assertThat(bed.done).containsExactly(Position.ENDED);
    }

    @Test
    @Tag("failure-mode-22")
    void aRecordThatFailsForEverBehindAQueueDoesNotHoldUpAStop() throws Exception {
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x").routeId("reader").to("seda:later");
                from("seda:later").errorHandler(noErrorHandler()).process(exchange -> {
                    bed.see(exchange);
                    if (bed.seen.size() > 1) {
                        throw new IOException("always");
                    }
                });
            }
        });
        bed.receive(5);
        await().atMost(LIMIT).until(() -> bed.seen.size() > 5);

        bed.camel.getRouteController().stopRoute("reader");

        assertThat(bed.done).containsExactly(Position.after("1"));
        assertThat(bed.seen.subList(1, bed.seen.size())).containsOnly("2");
        assertThat(bed.delivery.pending()).isZero();
    }

    @Test
    @Tag("failure-mode-22")
    void aRecordThatASuspensionCutsOffBehindAQueueIsDeliveredAgain() throws Exception {
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x").routeId("reader").to("seda:later");
                from("seda:later").errorHandler(noErrorHandler()).process(exchange -> {
                    bed.see(exchange);
                    if (bed.seen.size() == 1) {
                        await().atMost(LIMIT).until(() -> bed.waitedFor.get() > 0);
                        throw new RejectedExecutionException("a pool of the route stops, too");
                    }
                });
            }
        });
        bed.receive(3);
        await().atMost(LIMIT).until(() -> bed.seen.size() == 1);
        bed.camel.getRouteController().suspendRoute("reader");
        assertThat(bed.done).isEmpty();

        bed.camel.getRouteController().resumeRoute("reader");

        await().atMost(LIMIT).until(() -> bed.isDoneWith(3));
        assertThat(bed.seen).containsExactly("1", "1", "2", "3");
    }

    @Test
    void aRecordOfWhichNobodyTellsWhenItIsDoneStopsItsShardAndTheLogSaysSo() throws Exception {
        // Which waits for it.
        bed.camel.getShutdownStrategy().setTimeout(1);
        List<Exchange> kept = new ArrayList<>();
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // Takes the completion over, and that is all.
                from("records:x")
                        .routeId("reader")
                        .process(exchange -> kept.add(ExchangeHelper.createCorrelatedCopy(exchange, true)));
            }
        });
        try (LogCapture log = new LogCapture(Level.WARN)) {
            bed.receive(3);

            await().atMost(LIMIT).until(() -> log.lines().stream().anyMatch(line -> line.contains("are not done")));
        }
        assertThat(bed.delivery.stuck())
                .as("a route may take long for a record")
                .isEmpty();
        assertThat(bed.delivery.progress("shard-1").oldestInFlightMillis()).isNotNull();
        assertThat(kept).hasSize(1);
    }

    @Test
    @Tag("failure-mode-23")
    void aRecordThatIsRefusedAfterItsCompletionWasTakenOverIsDeliveredAgain() throws Exception {
        bed.addNarrowQueue();
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x")
                        .routeId("reader")
                        .errorHandler(noErrorHandler())
                        .process(exchange -> bed.see(exchange))
                        .to("seda:narrow?size=2");
            }
        });
        for (String other : List.of("a", "b", "c")) {
            bed.camel.createProducerTemplate().sendBody("seda:narrow?size=2&blockWhenFull=true", other);
        }

        bed.receive(5);
        await().atMost(LIMIT).until(() -> bed.seen.size() > 5);
        assertThat(bed.seen).containsOnly("1");
        bed.gate.countDown();

        await().atMost(LIMIT).until(() -> bed.isDoneWith(5));
        assertThat(bed.taken).containsExactly("a", "b", "c", "1", "2", "3", "4", "5");
    }

    @Test
    @Tag("failure-mode-22")
    void aRecordThatFailedIsDeliveredAgainThoughErrorHandlingHandedItToAnotherRoute() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IOException.class).to("seda:errors");
                from("records:x").routeId("reader").process(exchange -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IOException("once");
                    }
                    bed.take(exchange);
                });
                from("seda:errors").process(exchange -> bed.gate.await(1, TimeUnit.MINUTES));
            }
        });

        bed.receive(3);

        await().atMost(LIMIT).until(() -> bed.isDoneWith(3));
        assertThat(bed.taken).containsExactly("1", "2", "3");
    }

    @Test
    @Tag("failure-mode-22")
    void aRecordThatFailsWhileTheRouteReturnsItIsDeliveredAgainBeforeTheNext() throws Exception {
        DefaultConsumer consumer = bed.idleReader();
        AtomicReference<RecordCompletion> completion = new AtomicReference<>();
        AtomicBoolean wentOn = new AtomicBoolean();
        AtomicBoolean wentOnBefore = new AtomicBoolean();
        Exchange exchange = consumer.createExchange(false);
        Thread returning = new Thread(() -> completion.get().done(false));
        RecordCompletion.Outcome outcome = new NotedOutcome() {
            @Override
            public void again(Throwable failure) {
                returning.start();
                await().atMost(LIMIT).until(() -> wentOn.get() || returning.getState() == Thread.State.BLOCKED);
                wentOnBefore.set(wentOn.get());
            }
        };
        completion.set(new RecordCompletion(
                exchange, consumer, failed -> false, true, () -> {}, outcome, () -> wentOn.set(true)));
        assertThat(completion.get().returnedAlready()).isFalse();
        Exchange takenOver = consumer.createExchange(false);
        takenOver.setException(new IOException("at once"));

        completion.get().onFailure(takenOver);

        await().atMost(LIMIT).untilTrue(wentOn);
        assertThat(wentOnBefore).isFalse();
    }
}
