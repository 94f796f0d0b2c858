package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import javax.management.openmbean.TabularData;

import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.delivery.ExchangeDelivery;
import io.github.camelconduit.kinesis.fanout.FanOutSettings;
import io.github.camelconduit.kinesis.fanout.FanOutShardSource;
import io.github.camelconduit.kinesis.fanout.PositionReset;
import io.github.camelconduit.kinesis.fanout.ReadingTrouble;
import io.github.camelconduit.kinesis.fanout.SdkSubscriptionCall;
import io.github.camelconduit.kinesis.observe.ConsumerHealthCheck;
import io.github.camelconduit.kinesis.observe.ConsumerStatus;
import io.github.camelconduit.kinesis.observe.ShardPositionTable;
import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.PositionStore;

/**
 * Reads a stream and hands its records to a route. It assembles the two halves, where records come from
 * ({@link FanOutShardSource}) and how they are delivered ({@link ExchangeDelivery}), and starts and stops them.
 */
@ManagedResource(description = "Managed ConduitKinesisConsumer")
public class ConduitKinesisConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(ConduitKinesisConsumer.class);

    /** The most that is waited for what may not end, such as a call to the store of positions. */
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(1);

    private final ConsumerPositions positions = new ConsumerPositions(this);
    private ConsumerThreads threads;
    /** Null while nothing is read. */
    private volatile FanOutShardSource source;

    private ExchangeDelivery delivery;

    /** Why the last start failed; null when it did not. */
    private volatile ReadingTrouble startFailure;

    /** Suspended, and neither resumed nor started since, though it may have been stopped. */
    private volatile boolean suspended;

    public ConduitKinesisConsumer(ConduitKinesisEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
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
        if (getHealthCheck() == null) {
            setHealthCheck(healthCheck(settings));
        }
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
        source = new FanOutShardSource(
                settings,
                new SdkSubscriptionCall(getEndpoint().getClients().subscriptions()),
                getEndpoint().getClients().calls(),
                positions.bounded(store, threads.store(), settings.patience()),
                threads.control(),
                e -> getExceptionHandler().handleException(e));
        delivery = new ExchangeDelivery(
                this,
                source,
                settings.streamName(),
                threads.delivery(),
                threads.control(),
                configuration.getMaxBufferedBytes(),
                configuration.isBreakOnFirstError(),
                getEndpoint().getComponent().stuckAfter());
        positions.readBy(source, delivery);
        source.start(delivery);
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

    private void shutDown() {
        FanOutShardSource reading = source;
        if (reading != null) {
            delivery.stop();
            // Waits for what the route has, for a while: the positions that are saved next include it. Camel may have
            // waited for it as long as it should already.
            threads.endDelivery(
                    getEndpoint().getCamelContext().getShutdownStrategy().isTimeoutOccurred()
                            ? SHORTEST_PATIENCE
                            : patience());
            reading.stop();
            threads.end();
            positions.readNoMore();
            source = null;
        }
        getEndpoint().getComponent().streamConsumersInUse().giveBack(this);
    }

    /** Found by Camel where health checks of consumers are enabled, which keeps the first one it finds. */
    private HealthCheck healthCheck(FanOutSettings settings) {
        ConsumerHealthCheck check =
                new ConsumerHealthCheck(getRouteId(), settings.streamName(), streamConsumer(settings), this::troubles);
        check.setCamelContext(getEndpoint().getCamelContext());
        check.setEnabled(getEndpoint().getComponent().isHealthCheckConsumerEnabled());
        return check;
    }

    private List<ReadingTrouble> troubles() {
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

    private static String streamConsumer(FanOutSettings settings) {
        return settings.consumerArn() != null ? settings.consumerArn() : settings.consumerName();
    }

    /** How it stands with the consumer. Of one that is stopped, without its shards: nobody waits for a store here. */
    ConsumerStatus status() {
        FanOutSettings settings = settings();
        return new ConsumerStatus(
                getRouteId(),
                getStatus().name(),
                settings.streamName(),
                streamConsumer(settings),
                getBufferedBytes(),
                troubles(),
                positions.shardsBeingRead());
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
        return delivery == null ? 0 : delivery.pending();
    }

    /** How many bytes of records are reserved or wait for the route. */
    @ManagedAttribute(description = "How many bytes of records are reserved or wait for the route")
    public long getBufferedBytes() {
        return delivery == null ? 0 : delivery.bufferedBytes();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Suspending has stopped the handing over already.
    }

    FanOutSettings settings() {
        ConduitKinesisConfiguration configuration = getEndpoint().getConfiguration();
        String application = Text.hasText(configuration.getApplicationName())
                ? configuration.getApplicationName()
                : getEndpoint().getCamelContext().getName();
        StreamIdentity stream = getEndpoint().getStream();
        String consumerName = Text.hasText(configuration.getConsumerName())
                ? configuration.getConsumerName()
                : defaultConsumerName(application, stream, configuration);
        return new FanOutSettings(
                stream.name(),
                arnOf(stream, configuration),
                application,
                consumerName,
                configuration.getConsumerArn(),
                configuration.getDeregisterConsumer() == ConduitKinesisConfiguration.DeregisterConsumer.onStop,
                configuration.isStartFromLatest(),
                configuration.startInstant(),
                configuration.shardIdSet(),
                configuration.getOnMissingStream() == ConduitKinesisConfiguration.OnMissingStream.wait,
                configuration.getOnInvalidPosition() == ConduitKinesisConfiguration.OnInvalidPosition.fail,
                Duration.ofMillis(configuration.getSubscriptionRefreshInterval()),
                Duration.ofMillis(configuration.getCommitInterval()),
                patience());
    }

    /** A consumer that is no route's, such as that of pollEnrich, has nothing that it could be named by. */
    private String defaultConsumerName(
            String application, StreamIdentity stream, ConduitKinesisConfiguration configuration) {
        if (getRoute() != null) {
            return StreamConsumerNames.of(application, StreamConsumerNames.reader(getRoute(), stream.name()));
        }
        if (configuration.getConsumerArn() != null) {
            return null;
        }
        throw new IllegalArgumentException("Neither consumerName nor consumerArn is set for reading "
                + getEndpoint().getStream().name()
                + " outside of a route's from, as pollEnrich and ConsumerTemplate do: the default name is made of"
                + " the route's id. Set one of them.");
    }

    /** The ARN of a stream consumer says that of its stream: then nobody has to be asked for it. */
    private static String arnOf(StreamIdentity stream, ConduitKinesisConfiguration configuration) {
        if (stream.arn() != null || configuration.getConsumerArn() == null) {
            return stream.arn();
        }
        return StreamConsumerArn.parse("consumerArn", configuration.getConsumerArn()).stream()
                .arn();
    }

    /** A stop has to end within Camel's shutdown timeout, and waits for more than one such thing. */
    private Duration patience() {
        ShutdownStrategy shutdown = getEndpoint().getCamelContext().getShutdownStrategy();
        Duration part = Duration.of(
                        shutdown.getTimeout(), shutdown.getTimeUnit().toChronoUnit())
                .dividedBy(3);
        Duration most = part.compareTo(LONGEST_PATIENCE) < 0 ? part : LONGEST_PATIENCE;
        return most.compareTo(SHORTEST_PATIENCE) > 0 ? most : SHORTEST_PATIENCE;
    }
}
