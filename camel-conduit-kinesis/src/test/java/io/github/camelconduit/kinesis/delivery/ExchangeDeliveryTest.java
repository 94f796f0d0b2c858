package io.github.camelconduit.kinesis.delivery;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.LogCapture;
import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

class ExchangeDeliveryTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final AtomicInteger noThreads = new AtomicInteger();
    private final ExecutorService threads =
            new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
                @Override
                public void execute(Runnable task) {
                    if (noThreads.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    super.execute(task);
                }
            };
    private final QuickTimer timer = new QuickTimer();
    private final List<Position> done = new CopyOnWriteArrayList<>();
    private final List<Throwable> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger processed = new AtomicInteger();
    private final AtomicInteger created = new AtomicInteger();
    private volatile boolean creatingFails;
    /** The first exchange takes no completion. */
    private volatile boolean addingFails;
    /** The route calls back for none. */
    private volatile boolean keeping;

    private ExchangeDelivery delivery;

    /** Lets nobody wait, and runs nothing when it is told so. */
    private static final class QuickTimer extends ScheduledThreadPoolExecutor {
        final AtomicInteger scheduled = new AtomicInteger();
        final AtomicInteger asked = new AtomicInteger();
        volatile boolean standing;
        volatile boolean refusing;

        private QuickTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            if (refusing) {
                asked.incrementAndGet();
                throw new OutOfMemoryError("unable to create native thread");
            }
            scheduled.incrementAndGet();
            return standing ? null : super.schedule(task, 1, TimeUnit.MILLISECONDS);
        }
    }

    /** Hands exchanges to a route whose first processor throws an error for the first of them. */
    private final class BrokenConsumer extends DefaultConsumer {

        private BrokenConsumer(Endpoint endpoint) {
            super(endpoint, new AsyncProcessorSupport() {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    if (keeping) {
                        processed.incrementAndGet();
                        return false;
                    }
                    if (processed.incrementAndGet() == 1) {
                        throw new NoClassDefFoundError("missing");
                    }
                    callback.done(true);
                    return true;
                }
            });
            setExceptionHandler(new LoggingExceptionHandler(camel, getClass()) {
                @Override
                public void handleException(String message, Exchange exchange, Throwable exception) {
                    told.add(exception);
                }
            });
        }

        @Override
        public Exchange createExchange(boolean autoRelease) {
            if (creatingFails && created.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("missing");
            }
            Exchange exchange = super.createExchange(autoRelease);
            return addingFails && created.incrementAndGet() == 1 ? withoutExtension(exchange) : exchange;
        }
    }

    private static Exchange withoutExtension(Exchange exchange) {
        return (Exchange) Proxy.newProxyInstance(
                Exchange.class.getClassLoader(), new Class<?>[] {Exchange.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getExchangeExtension")) {
                        throw new NoClassDefFoundError("missing");
                    }
                    return method.invoke(exchange, arguments);
                });
    }

    private final class Source implements ShardSource {

        @Override
        public void start(ShardListener listener) {}

        @Override
        public void request(String shardId, long batches) {}

        @Override
        public void done(String shardId, Position position) {
            done.add(position);
        }

        @Override
        public void readAgain(String shardId) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void stop() {}
    }

    @BeforeEach
    void start() {
        camel.start();
        delivery = new ExchangeDelivery(
                new BrokenConsumer(camel.getEndpoint("direct:records")),
                new Source(),
                "orders",
                threads,
                timer,
                1_000_000,
                false,
                Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() {
        delivery.stop();
        threads.shutdownNow();
        timer.shutdownNow();
        camel.stop();
    }

    private void receive() {
        delivery.starting(Instant.EPOCH);
        delivery.opened("shard-1");
        delivery.received(new RecordBatch(
                "shard-1",
                List.of(
                        new ShardRecord("1", "key", Instant.EPOCH, new byte[0]),
                        new ShardRecord("2", "key", Instant.EPOCH, new byte[0])),
                Position.after("2"),
                0));
    }

    @Test
    void anErrorThrownByTheRouteIsAFailureOfItsRecordAndTheShardGoesOn() {
        receive();

        await().until(() -> done.contains(Position.after("2")));
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).hasRootCauseInstanceOf(NoClassDefFoundError.class);
        // The exchange comes back behind that.
        await().until(() -> delivery.processing() == 0);
    }

    @Test
    void anErrorThrownWhereAnExchangeIsMadeDeliversItsRecordAgain() {
        creatingFails = true;

        receive();

        await().until(() -> done.contains(Position.after("2")));
        assertThat(created).hasValue(3);
        assertThat(processed).hasValue(2);
        await().until(() -> delivery.processing() == 0);
    }

    /** The route never has it: who waits for the route must not wait for it, and the shard must not stand. */
    @Test
    @Tag("failure-mode-22")
    void anErrorBetweenTheExchangeAndTheRouteDeliversItsRecordAgain() {
        addingFails = true;
        processed.set(1);
        try (LogCapture log = new LogCapture(Level.ERROR)) {
            receive();

            await().until(() -> done.contains(Position.after("2")));
            assertThat(log.lines()).singleElement().satisfies(line -> assertThat(line)
                    .contains("shard-1", "record 1 could not be handed to the route", "tried again"));
        }
        assertThat(created).hasValue(3);
        assertThat(processed).hasValue(3);
        assertThat(told).isEmpty();
        assertThat(delivery.processing()).isZero();
        assertThat(delivery.pending()).isZero();
    }

    @Test
    void aRecordOfWhichNoExchangeCanBeMadeIsKnownToFail() {
        creatingFails = true;
        timer.standing = true;

        receive();

        await().until(() -> delivery.progress("shard-1").failing() != null);
        assertThat(delivery.progress("shard-1").failing())
                .extracting(FailingRecord::sequenceNumber, FailingRecord::failures, FailingRecord::error)
                .containsExactly("1", 1, "java.lang.NoClassDefFoundError");
    }

    @Test
    void whatNoThreadTakesIsTriedAgainAndDeliveredOnce() {
        processed.set(1);
        noThreads.set(2);

        receive();

        await().until(() -> done.contains(Position.after("2")));
        assertThat(processed).hasValue(3);
        assertThat(told).isEmpty();
    }

    @Test
    void whatDoesNotMoveIsLookedForOnceASecondHoweverOftenAStreamBegins() {
        timer.standing = true;

        delivery.starting(Instant.EPOCH);
        delivery.starting(Instant.EPOCH);

        assertThat(timer.scheduled).hasValue(1);
    }

    /** Who tells of the subscription holds its lock, and would take it for broken. */
    @Test
    void aSubscriptionIsTakenNoteOfThoughTheTimerTakesNothing() {
        delivery.starting(Instant.EPOCH);
        delivery.opened("shard-1");
        timer.refusing = true;

        assertThatNoException().isThrownBy(() -> delivery.subscribed("shard-1"));

        assertThat(timer.asked).hasPositiveValue();
    }

    @Test
    void knowsForHowLongTheRouteHasARecordWithoutHavingBeenAskedBefore() {
        keeping = true;
        receive();
        await().until(() -> processed.get() == 1);
        int looks = timer.scheduled.get();
        await().until(() -> timer.scheduled.get() > looks + 1);
        long since = System.nanoTime();

        await().until(() -> System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(20));

        assertThat(delivery.progress("shard-1").oldestInFlightMillis()).isGreaterThanOrEqualTo(20);
    }
}
