package io.github.camelconduit.kinesis.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.LoggingExceptionHandler;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.github.camelconduit.kinesis.position.Position;

/**
 * A Camel context in which the endpoint "records" delivers records of the shard "shard-1" that the test brings. Its
 * consumer starts, suspends and stops the delivery as the component's does. Nobody waits for a pause longer than a
 * millisecond. As an extension of a test it is there for each of its methods, and closed behind it.
 */
final class RouteBed implements AfterEachCallback {

    static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int THREADS = 2;

    final DefaultCamelContext camel = new DefaultCamelContext();
    /** Up to where the route is done, each time it is told. */
    final List<Position> done = new CopyOnWriteArrayList<>();
    /** The shards that were to be read again. */
    final List<String> readAgain = new CopyOnWriteArrayList<>();
    /** Run before one of them is told. */
    volatile Runnable beforeReadAgain = () -> {};
    /** What the exception handler was told. */
    final List<Throwable> told = new CopyOnWriteArrayList<>();

    /** Each time a record came to where the test's route works on it. */
    final List<String> seen = new CopyOnWriteArrayList<>();
    /** What it has worked on without failing. */
    final List<String> taken = new CopyOnWriteArrayList<>();
    /** For routes that wait for it; open when the test is over, at the latest. */
    final CountDownLatch gate = new CountDownLatch(1);

    final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final boolean breakOnFirstError;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return super.schedule(task, 1, TimeUnit.MILLISECONDS);
        }
    };
    /** How often Camel asked whether it has to wait: it has told the error handlers before that it stops. */
    final AtomicInteger waitedFor = new AtomicInteger();

    volatile ExchangeDelivery delivery;

    RouteBed(boolean breakOnFirstError) {
        this.breakOnFirstError = breakOnFirstError;
        camel.addComponent("records", new Records());
        camel.getShutdownStrategy().setTimeout(20);
        camel.start();
    }

    /** Brings so many records of "shard-1", "1" and so on, in one batch. */
    void receive(int records) {
        receive("shard-1", records);
    }

    void receive(String shardId, int records) {
        List<ShardRecord> all = new ArrayList<>();
        for (int i = 1; i <= records; i++) {
            all.add(new ShardRecord(
                    String.valueOf(i), "key", Instant.EPOCH, String.valueOf(i).getBytes()));
        }
        delivery.starting(Instant.EPOCH);
        delivery.opened(shardId);
        delivery.received(new RecordBatch(shardId, all, Position.after(String.valueOf(records)), 0));
    }

    /** Adds a route "reader" through which the test sends nothing. */
    DefaultConsumer idleReader() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x").routeId("reader").to("log:unused");
            }
        });
        return (DefaultConsumer) camel.getRoute("reader").getConsumer();
    }

    /** Adds a route that keeps the first record of "seda:narrow" until the gate opens; its queue has room for two more. */
    void addNarrowQueue() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:narrow?size=2").routeId("narrow").process(exchange -> {
                    gate.await(1, TimeUnit.MINUTES);
                    take(exchange);
                });
            }
        });
    }

    boolean isDoneWith(int record) {
        return done.contains(Position.after(String.valueOf(record)));
    }

    /** Has the delivery threads begin nothing until what is returned is run, which waits until they have nothing to do. */
    Runnable holdThreads() {
        CountDownLatch release = new CountDownLatch(1);
        CyclicBarrier free = new CyclicBarrier(THREADS + 1);
        for (int i = 0; i < THREADS; i++) {
            threads.execute(() -> awaitQuietly(() -> release.await(1, TimeUnit.MINUTES)));
        }
        return () -> {
            for (int i = 0; i < THREADS; i++) {
                threads.execute(() -> awaitQuietly(free::await));
            }
            release.countDown();
            awaitQuietly(free::await);
        };
    }

    private static void awaitQuietly(Callable<?> what) {
        try {
            what.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The record of an exchange is seen. */
    void see(Exchange exchange) {
        seen.add(body(exchange));
    }

    /** The record of an exchange is taken. */
    void take(Exchange exchange) {
        taken.add(body(exchange));
    }

    static String body(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        gate.countDown();
        camel.stop();
        threads.shutdownNow();
        timer.shutdownNow();
    }

    private final class Records extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new RecordsEndpoint(uri, this);
        }
    }

    private final class RecordsEndpoint extends DefaultEndpoint {

        private RecordsEndpoint(String uri, Component component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new RecordsConsumer(this, processor);
        }
    }

    private final class RecordsConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

        private RecordsConsumer(Endpoint endpoint, Processor processor) {
            super(endpoint, processor);
            setExceptionHandler(new LoggingExceptionHandler(camel, getClass()) {
                @Override
                public void handleException(String message, Exchange exchange, Throwable exception) {
                    told.add(exception);
                }
            });
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            delivery = new ExchangeDelivery(
                    this, new Noting(), "orders", threads, timer, 1_000_000, breakOnFirstError, Duration.ofMinutes(1));
        }

        @Override
        protected void doSuspend() {
            delivery.pause();
        }

        @Override
        protected void doResume() {
            delivery.resume();
        }

        @Override
        protected void doStop() throws Exception {
            delivery.stop();
            super.doStop();
        }

        @Override
        public boolean deferShutdown(ShutdownRunningTask task) {
            return false;
        }

        @Override
        public int getPendingExchangesSize() {
            waitedFor.incrementAndGet();
            return delivery.pending();
        }

        @Override
        public void prepareShutdown(boolean suspendOnly, boolean forced) {}
    }

    private final class Noting implements ShardSource {

        @Override
        public void start(ShardListener listener) {}

        @Override
        public void request(String shardId, long batches) {}

        @Override
        public void done(String shardId, Position position) {
            done.add(position);
        }

        @Override
        public void readAgain(String shardId) {
            beforeReadAgain.run();
            readAgain.add(shardId);
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void stop() {}
    }
}
