package io.github.camelconduit.kinesis.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what a {@link ShardSource} reads to the route of a consumer: a {@link ShardDelivery} for each shard, on a
 * pool of threads that all share. Thread-safe.
 */
public final class ExchangeDelivery implements ShardListener, Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeDelivery.class);

    /** Between two looks at what holds bytes and does not move, and at what the route has for long. */
    private static final long SWEEP_MILLIS = 1_000;

    /** Within which the first batch of a shard comes that has any records: pushed, they take a tenth of a second or so. */
    private static final long FIRST_BATCH_MILLIS = 250;

    /** Before a task that could not be run is tried again. */
    private static final long AGAIN_MILLIS = 1_000;

    private final DefaultConsumer consumer;
    private final ShardSource source;
    private final ExecutorService executor;
    private final ScheduledExecutorService timer;
    private final boolean breakOnFirstError;
    private final Duration stuckAfter;
    private final int mostInFlight;
    private final ByteBudget budget;
    private final RecordExchanges exchanges;
    private final CaughtUp caughtUp;
    private final Map<String, ShardDelivery> shards = new ConcurrentHashMap<>();
    private final CutOff cutOff;
    private final AtomicInteger processing = new AtomicInteger();
    private final LongAdder handedOver = new LongAdder();
    private volatile Instant snapshotEnd = Instant.MIN;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile boolean paused;
    private volatile boolean stopped;

    /**
     * @param consumer whose route gets the exchanges and whose exception handler the failures
     * @param source where the records come from
     * @param streamName the stream's name, for the header
     * @param executor the delivery threads; its queue must be unbounded, or a callback could be made to wait
     * @param timer for pauses, and for what is short and never waits
     * @param maxBufferedBytes how many bytes may wait for the route over all shards
     * @param breakOnFirstError whether a record that failed is delivered again until it does not, before any other of its
     *     shard, instead of counting as done; the next one waits until it is done, not just returned
     * @param stuckAfter how long a shard may have as many records in the route as it can, the oldest always the same,
     *     before the log says so; zero for ever
     */
    public ExchangeDelivery(
            DefaultConsumer consumer,
            ShardSource source,
            String streamName,
            ExecutorService executor,
            ScheduledExecutorService timer,
            long maxBufferedBytes,
            boolean breakOnFirstError,
            Duration stuckAfter) {
        this.consumer = consumer;
        this.cutOff = new CutOff(consumer);
        this.source = source;
        this.executor = executor;
        this.timer = timer;
        this.breakOnFirstError = breakOnFirstError;
        this.stuckAfter = stuckAfter;
        // Whether a record that was handed over fails is only known when it is done.
        this.mostInFlight = breakOnFirstError ? 1 : ShardDelivery.MAX_IN_FLIGHT;
        this.budget = new ByteBudget(maxBufferedBytes);
        this.exchanges = new RecordExchanges(consumer, streamName);
        this.caughtUp = new CaughtUp(() -> LOG.info(
                "Caught up with stream {}: every shard has reached its tip. What follows is what arrives from now on.",
                streamName));
    }

    @Override
    public void starting(Instant end) {
        snapshotEnd = end;
        // A stream that is made again begins again, and is swept no faster for that.
        if (sweeping.compareAndSet(false, true)) {
            sweepLater();
        }
    }

    private void sweepLater() {
        later(this::sweep, SWEEP_MILLIS);
    }

    /** Runs on the timer what is short and never waits. */
    private void later(Runnable task, long delayMillis) {
        try {
            timer.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (!stopped) {
                throw e;
            }
        }
    }

    private void sweep() {
        try {
            budget.sweep();
            shards.values().forEach(ShardDelivery::look);
        } finally {
            if (!stopped) {
                sweepLater();
            }
        }
    }

    @Override
    public void discovered(String shardId) {
        caughtUp.discovered(shardId);
    }

    @Override
    public void opened(String shardId) {
        if (!shards.containsKey(shardId)) {
            ShardDelivery shard = new ShardDelivery(shardId, this, mostInFlight);
            shards.put(shardId, shard);
            shard.open();
        }
    }

    @Override
    public void subscribed(String shardId) {
        ShardDelivery shard = shards.get(shardId);
        if (shard != null && shard.demand().isFirstAwaited()) {
            long arrivals = budget.arrivals();
            try {
                later(() -> shard.demand().nothingCame(arrivals), FIRST_BATCH_MILLIS);
            } catch (RuntimeException | Error e) {
                // The sweep does the same somewhat later, and whoever tells of the subscription must not fail for this.
                LOG.debug("Shard {}: it is not looked soon whether it has anything.", shardId, e);
            }
        }
    }

    @Override
    public void received(RecordBatch batch) {
        ShardDelivery shard = shards.get(batch.shardId());
        if (shard != null) {
            shard.received(batch);
        }
    }

    @Override
    public void withdrawn(String shardId, Runnable quiet) {
        ShardDelivery shard = shards.get(shardId);
        if (shard == null) {
            quiet.run();
        } else {
            shard.withdraw(quiet);
        }
    }

    @Override
    public void revoked(String shardId) {
        ShardDelivery shard = shards.remove(shardId);
        if (shard != null) {
            shard.drop();
        }
        caughtUp.forget(shardId);
    }

    @Override
    public void ended(ShardDelivery shard) {
        shards.remove(shard.shardId(), shard);
    }

    /** How far the delivery of a shard has come; null when nothing of it is delivered. */
    public ShardProgress progress(String shardId) {
        ShardDelivery shard = shards.get(shardId);
        return shard == null ? null : shard.progress();
    }

    /** Hands nothing more over until {@link #resume}; what the route has is finished. */
    public void pause() {
        paused = true;
    }

    /** Goes on with what waits. */
    public void resume() {
        paused = false;
        shards.values().forEach(shard -> {
            readAgainIfUndone(shard);
            shard.schedule();
        });
    }

    @Override
    public void leftUndone(ShardDelivery shard) {
        // While the route is suspended, others of its shard may get done yet; who resumes it looks.
        if (!paused && !stopped) {
            readAgainIfUndone(shard);
        }
    }

    private void readAgainIfUndone(ShardDelivery shard) {
        if (shard.tellUndone() && shards.get(shard.shardId()) == shard) {
            // What waits would be ahead of the one that is not done.
            shard.withdraw(() -> {});
            source.readAgain(shard.shardId());
        }
    }

    /** Hands nothing more over. What the route is done with before {@link ShardSource#stop} still counts. */
    public void stop() {
        stopped = true;
    }

    /** How many exchanges are in the route and have not returned. */
    public int processing() {
        return processing.get();
    }

    /**
     * How many records the route has: those in it, and those that it handed on, as to seda, and that are not done. Not
     * those that wait to be delivered again, nor those of shards that are not read any more, once it has returned them.
     */
    public int pending() {
        int inRoute = shards.values().stream().mapToInt(ShardDelivery::inRoute).sum();
        return Math.max(processing.get(), inRoute);
    }

    /** How many records were handed to the route, those that were again included. */
    public long handedOver() {
        return handedOver.sum();
    }

    /**
     * The shards of which nothing more is delivered, since the route does not finish any of the many records that it has.
     * None with {@code breakOnFirstError}: there the route has one, and may need long for it.
     */
    public List<StuckShard> stuck() {
        if (breakOnFirstError) {
            return List.of();
        }
        return shards.values().stream()
                .map(ShardDelivery::stuck)
                .filter(Objects::nonNull)
                .toList();
    }

    /** How many bytes are reserved or wait for the route. */
    public long bufferedBytes() {
        return budget.used();
    }

    /** Whether every shard has reached its tip once. */
    public boolean isCaughtUp() {
        return caughtUp.isAnnounced();
    }

    @Override
    public ByteBudget budget() {
        return budget;
    }

    @Override
    public ShardSource source() {
        return source;
    }

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            if (!stopped) {
                throw e;
            }
        } catch (Error e) {
            // No thread can be made: there is no memory for one, or too many processes.
            LOG.error("No delivery thread takes a task. It is tried again.", e);
            executeLater(task, AGAIN_MILLIS);
        }
    }

    @Override
    public void executeLater(Runnable task, long delayMillis) {
        later(() -> execute(task), delayMillis);
    }

    /**
     * Counts before it looks: a pause that comes in between either is seen here, or sees the count and waits for the
     * exchange.
     */
    @Override
    public boolean enter() {
        processing.incrementAndGet();
        if (paused || stopped) {
            processing.decrementAndGet();
            return false;
        }
        return true;
    }

    @Override
    public void leave() {
        processing.decrementAndGet();
    }

    @Override
    public boolean process(ShardRecord shardRecord, RecordBatch batch, Outcome outcome, Runnable next) {
        Exchange exchange;
        RecordCompletion completion;
        try {
            exchange = exchanges.create(shardRecord, batch, snapshotEnd);
            completion = new RecordCompletion(
                    exchange,
                    consumer,
                    failed -> cutOff.test(failed, paused, stopped),
                    breakOnFirstError,
                    this::leave,
                    outcome,
                    next);
            exchange.getExchangeExtension().addOnCompletion(completion);
            handedOver.increment();
        } catch (Throwable e) {
            // The route has nothing of it: an error such as one of memory, or a user's exchange factory.
            leave();
            outcome.notMade(e);
            return true;
        }
        try {
            consumer.getAsyncProcessor().process(exchange, completion);
        } catch (Throwable e) {
            // A processor reports failures on the exchange. Whatever one throws must not end the delivery of the shard,
            // which would stop without a word.
            completion.thrown(e);
        }
        return completion.returnedAlready();
    }

    @Override
    public long stuckAfterMillis() {
        return stuckAfter.toMillis();
    }

    @Override
    public void caughtUp(String shardId) {
        caughtUp.reached(shardId);
    }
}
