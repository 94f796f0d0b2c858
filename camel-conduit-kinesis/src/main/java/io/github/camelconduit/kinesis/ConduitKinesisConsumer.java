package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import javax.management.openmbean.TabularData;

import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.delivery.ExchangeDelivery;
import io.github.camelconduit.kinesis.fanout.FanOutSettings;
import io.github.camelconduit.kinesis.fanout.FanOutShardSource;
import io.github.camelconduit.kinesis.fanout.PositionReset;
import io.github.camelconduit.kinesis.fanout.ReadingTrouble;
import io.github.camelconduit.kinesis.fanout.SdkSubscriptionCall;
import io.github.camelconduit.kinesis.observe.ConsumerStatus;
import io.github.camelconduit.kinesis.observe.HealthThresholds;
import io.github.camelconduit.kinesis.observe.ShardPositionTable;
import io.github.camelconduit.kinesis.observe.Trouble;
import io.github.camelconduit.kinesis.observe.TroubleTable;
import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.PositionStore;

/**
 * Reads a stream and hands its records to a route. It assembles the two halves, where records come from
 * ({@link FanOutShardSource}) and how they are delivered ({@link ExchangeDelivery}), and starts and stops them.
 */
@ManagedResource(description = "Managed ConduitKinesisConsumer")
public class ConduitKinesisConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(ConduitKinesisConsumer.class);

    private final ConsumerPositions positions = new ConsumerPositions(this);
    private final ConsumerObservation observation;
    private ConsumerThreads threads;
    /** Null while nothing is read. Set when all else is there: whoever sees it uses that, too. */
    private volatile FanOutShardSource source;

    private volatile ExchangeDelivery delivery;

    /** Why the last start failed; null when it did not. */
    private volatile ReadingTrouble startFailure;

    /** Suspended, and neither resumed nor started since, though it may have been stopped. */
    private volatile boolean suspended;

    public ConduitKinesisConsumer(ConduitKinesisEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        observation = new ConsumerObservation(this, positions, HealthThresholds.of(endpoint.getConfiguration()));
    }

    @Override
    public ConduitKinesisEndpoint getEndpoint() {
        return (ConduitKinesisEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        suspended = false;
        startFailure = null;
        FanOutSettings settings = settings();
        observation.offerHealthChecks();
        try {
            getEndpoint().getComponent().streamConsumersInUse().take(this, settings);
            startReading(settings);
        } catch (Exception e) {
            startFailure = ReadingTrouble.ofStart(e, Instant.now());
            shutDown();
            throw e;
        }
    }

    private void startReading(FanOutSettings settings) throws InterruptedException {
        ConduitKinesisConfiguration configuration = getEndpoint().getConfiguration();
        PositionStore store = getEndpoint().getComponent().positionStore(configuration);
        if (!(store instanceof MemoryPositionStore)) {
            warnOfMadeUpId(configuration);
        }
        threads = ConsumerThreads.start(this, getEndpoint().getCamelContext(), configuration.getConcurrentConsumers());
        FanOutShardSource reading = new FanOutShardSource(
                settings,
                new SdkSubscriptionCall(getEndpoint().getClients().subscriptions()),
                getEndpoint().getClients().calls(),
                positions.bounded(store, threads.store(), settings.patience()),
                threads.control(),
                new ToldFailures(threads.failures(), this::getExceptionHandler));
        delivery = new ExchangeDelivery(
                this,
                reading,
                settings.streamName(),
                threads.delivery(),
                threads.control(),
                configuration.getMaxBufferedBytes(),
                configuration.isBreakOnFirstError(),
                stuckAfter(configuration));
        source = reading;
        positions.readBy(reading, delivery);
        reading.start(delivery);
    }

    /** How long a shard may have as many records in its route as it can before the log says so; zero for ever. */
    private Duration stuckAfter(ConduitKinesisConfiguration configuration) {
        if (getProcessor() instanceof PollingConsumer) {
            // Nobody has to take what is in its queue.
            return Duration.ZERO;
        }
        return configuration.isBreakOnFirstError()
                // One record is as many as it can have, and may take long.
                ? Duration.ofMillis(configuration.getHealthCheckStuckTimeout())
                : getEndpoint().getComponent().stuckAfter();
    }

    /** What Camel numbers itself is another route's as soon as one is added in front of it. */
    private void warnOfMadeUpId(ConduitKinesisConfiguration configuration) {
        Route route = getRoute();
        String stream = getEndpoint().getStream().name();
        if (Text.hasText(configuration.getConsumerName())
                || configuration.getConsumerArn() != null
                || route == null
                || route.isCustomId()
                || !StreamConsumerNames.reader(route, stream).equals(route.getRouteId())) {
            return;
        }
        LOG.warn(
                "Route {} was not given an id, and the stream consumer and the positions of {} go by it. Give it one, or set"
                        + " consumerName: with another id a later start begins anew.",
                route.getRouteId(),
                stream);
    }

    @Override
    protected void doSuspend() throws Exception {
        suspended = true;
        FanOutShardSource reading = source;
        // A route that never started can be suspended, too.
        if (reading != null) {
            delivery.pause();
            reading.pause();
        }
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        suspended = false;
        FanOutShardSource reading = source;
        if (reading != null) {
            reading.resume();
            delivery.resume();
        }
    }

    /**
     * When the route does not finish what it has within Camel's shutdown timeout, Camel ends a suspension by stopping the
     * consumer. The route is suspended all the same, and resuming it reaches only a consumer that says it is so, too.
     */
    @Override
    public boolean isSuspended() {
        return super.isSuspended() || suspended;
    }

    @Override
    public void resume() {
        if (suspended && source == null) {
            start();
        } else {
            super.resume();
        }
    }

    @Override
    protected void doStop() throws Exception {
        shutDown();
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        observation.withdrawHealthChecks();
        super.doShutdown();
    }

    private void shutDown() {
        FanOutShardSource reading = source;
        if (reading != null) {
            delivery.stop();
            // Waits for what the route has, for a while: the positions that are saved next include it. Camel may have
            // waited for it as long as it should already.
            threads.endDelivery(
                    getEndpoint().getCamelContext().getShutdownStrategy().isTimeoutOccurred()
                            ? ConsumerSettings.SHORTEST_PATIENCE
                            : patience());
            reading.stop();
            threads.end();
            positions.readNoMore();
            source = null;
        }
        getEndpoint().getComponent().streamConsumersInUse().giveBack(this);
    }

    /** Why the stream is not read as it should be, by what reads it. */
    List<ReadingTrouble> readingTroubles() {
        FanOutShardSource reading = source;
        if (reading != null) {
            return Stream.concat(
                            reading.troubles().stream(),
                            delivery.stuck().stream().map(ReadingTrouble::ofRoute))
                    .toList();
        }
        ReadingTrouble failure = startFailure;
        return failure == null ? List.of() : List.of(failure);
    }

    /** What reads the stream; null while nothing does. */
    FanOutShardSource source() {
        return source;
    }

    /** How it stands with the consumer. Of one that is stopped, without its shards: nobody waits for a store here. */
    ConsumerStatus status() {
        return observation.status();
    }

    /** Where the consumer stands, and setting it to somewhere else. */
    public ConduitKinesisPositions getPositions() {
        return positions;
    }

    @ManagedOperation(
            description =
                    "Where each shard stands: what the route is done with, what is saved, what is being delivered")
    public TabularData showPositions() {
        return ShardPositionTable.of(positions.shards());
    }

    @ManagedOperation(description = "Read a shard again from its oldest record on")
    public void resetToStart(String shardId) {
        positions.reset(shardId, PositionReset.toStart());
    }

    @ManagedOperation(description = "Leave out what a shard holds that was not read")
    public void resetToTip(String shardId) {
        positions.reset(shardId, PositionReset.toTip());
    }

    @ManagedOperation(description = "Read what arrived in a shard at a moment or later, such as 2026-01-31T12:00:00Z")
    public void resetToTime(String shardId, String time) {
        positions.reset(shardId, PositionReset.toTime(time));
    }

    @ManagedOperation(description = "Read all shards again from their oldest record on")
    public void resetAllToStart() {
        positions.resetAll(PositionReset.toStart());
    }

    @ManagedOperation(description = "Leave out what the stream holds that was not read")
    public void resetAllToTip() {
        positions.resetAll(PositionReset.toTip());
    }

    @ManagedOperation(description = "Read what arrived in any shard at a moment or later, such as 2026-01-31T12:00:00Z")
    public void resetAllToTime(String time) {
        positions.resetAll(PositionReset.toTime(time));
    }

    /** Camel suspends the consumer first and stops it when nothing is in flight. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        ExchangeDelivery current = delivery;
        return current == null ? 0 : current.pending();
    }

    @ManagedAttribute(description = "The name of the stream")
    public String getStreamName() {
        return getEndpoint().getStream().name();
    }

    @ManagedAttribute(description = "The name or the ARN of the stream consumer")
    public String getStreamConsumer() {
        return ConsumerSettings.streamConsumer(settings());
    }

    @ManagedAttribute(description = "How many bytes of records are reserved or wait for the route")
    public long getBufferedBytes() {
        ExchangeDelivery current = delivery;
        return current == null ? 0 : current.bufferedBytes();
    }

    @ManagedAttribute(description = "How many records were handed to the route since it started")
    public long getRecordsDelivered() {
        ExchangeDelivery current = delivery;
        return current == null ? 0 : current.handedOver();
    }

    @ManagedAttribute(description = "How many records the route has and is not done with")
    public int getRecordsInFlight() {
        return status().inFlight();
    }

    @ManagedAttribute(description = "How many shards are read, or were since the start")
    public int getShards() {
        return status().shards().size();
    }

    @ManagedAttribute(
            description =
                    "How far the route is behind the tip of the shard that is furthest behind, in milliseconds; -1"
                            + " when that is not known")
    public long getMillisBehindLatest() {
        Long behind = status().millisBehindLatest();
        return behind == null ? -1 : behind;
    }

    @ManagedAttribute(description = "What the last subscription failed with that did; empty when none did")
    public String getLastError() {
        Trouble error = status().lastError();
        return error == null ? "" : error.reason();
    }

    @ManagedAttribute(description = "When the last subscription failed that did; empty when none did")
    public String getLastErrorTime() {
        Trouble error = status().lastError();
        return error == null ? "" : error.since().toString();
    }

    @ManagedAttribute(description = "Whether the stream is read as it should be, as the readiness check says")
    public boolean isReady() {
        return status().health().isReady();
    }

    @ManagedAttribute(description = "Whether a new start would be of no use, as the liveness check says")
    public boolean isLive() {
        return status().health().isLive();
    }

    @ManagedOperation(description = "What is not as it should be, since when, and which shard it is about")
    public TabularData showTroubles() {
        return TroubleTable.of(status().health());
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Suspending has stopped the handing over already.
    }

    FanOutSettings settings() {
        return ConsumerSettings.of(this);
    }

    private Duration patience() {
        return ConsumerSettings.patience(getEndpoint().getCamelContext());
    }
}
