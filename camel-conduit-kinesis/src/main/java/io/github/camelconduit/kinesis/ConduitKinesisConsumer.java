package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import javax.management.openmbean.TabularData;

import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

import io.github.camelconduit.kinesis.delivery.ExchangeDelivery;
import io.github.camelconduit.kinesis.fanout.FanOutSettings;
import io.github.camelconduit.kinesis.fanout.FanOutShardSource;
import io.github.camelconduit.kinesis.fanout.PositionReset;
import io.github.camelconduit.kinesis.fanout.ReadingTrouble;
import io.github.camelconduit.kinesis.fanout.SdkSubscriptionCall;
import io.github.camelconduit.kinesis.observe.ConsumerHealthCheck;
import io.github.camelconduit.kinesis.observe.ConsumerStatus;
import io.github.camelconduit.kinesis.observe.ShardPositionTable;
import io.github.camelconduit.kinesis.position.BoundedPositionStore;
import io.github.camelconduit.kinesis.position.PositionStore;

/**
 * Reads a stream and hands its records to a route. It assembles the two halves, where records come from
 * ({@link FanOutShardSource}) and how they are delivered ({@link ExchangeDelivery}), and starts and stops them.
 */
@ManagedResource(description = "Managed ConduitKinesisConsumer")
public class ConduitKinesisConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    /** Enough that one keeps time while others wait for the service and for the store of positions. */
    private static final int CONTROL_THREADS = 4;

    /** The most that is waited for what may not end, such as a call to the store of positions. */
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(1);

    private final ConsumerPositions positions = new ConsumerPositions(this);
    private ScheduledExecutorService control;
    private ExecutorService deliveryThreads;
    private ExecutorService storeThread;
    /** Null while nothing is read. */
    private volatile FanOutShardSource source;

    private ExchangeDelivery delivery;
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
        ConduitKinesisConfiguration configuration = getEndpoint().getConfiguration();
        // First: it may fail, and Camel does not stop what failed to start.
        PositionStore store = getEndpoint().getComponent().positionStore(configuration);
        ExecutorServiceManager threads = getEndpoint().getCamelContext().getExecutorServiceManager();
        control = threads.newScheduledThreadPool(this, "ConduitKinesisControl", controlProfile());
        deliveryThreads = threads.newThreadPool(
                this, "ConduitKinesisConsumer", deliveryProfile(configuration.getConcurrentConsumers()));
        storeThread = threads.newSingleThreadExecutor(this, "ConduitKinesisPositions");
        FanOutSettings settings = settings();
        source = new FanOutShardSource(
                settings,
                new SdkSubscriptionCall(getEndpoint().getClients().subscriptions()),
                getEndpoint().getClients().calls(),
                new BoundedPositionStore(store, storeThread, settings.patience()),
                control,
                e -> getExceptionHandler().handleException(e));
        delivery = new ExchangeDelivery(
                this,
                source,
                settings.streamName(),
                deliveryThreads,
                control,
                configuration.getMaxBufferedBytes(),
                configuration.isBreakOnFirstError());
        positions.readBy(source, delivery);
        if (getHealthCheck() == null) {
            setHealthCheck(healthCheck(settings));
        }
        try {
            source.start(delivery);
        } catch (Exception e) {
            // Camel does not stop what failed to start.
            shutDown();
            throw e;
        }
    }

    @Override
    protected void doSuspend() throws Exception {
        suspended = true;
        delivery.pause();
        source.pause();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        suspended = false;
        source.resume();
        delivery.resume();
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
        ExecutorServiceManager threads = getEndpoint().getCamelContext().getExecutorServiceManager();
        FanOutShardSource reading = source;
        if (reading != null) {
            delivery.stop();
            // Waits for what the route has, for a while: the positions that are saved next include it.
            threads.shutdownGraceful(deliveryThreads);
            reading.stop();
            threads.shutdownNow(control);
            threads.shutdownNow(storeThread);
            positions.readNoMore();
            source = null;
        }
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
        return reading == null ? List.of() : reading.troubles();
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

    /** Camel's default bound on waiting tasks is below the number of timers that many shards have. */
    private static ThreadPoolProfile controlProfile() {
        ThreadPoolProfile profile = new ThreadPoolProfile("ConduitKinesisControl");
        profile.setPoolSize(CONTROL_THREADS);
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        return profile;
    }

    /**
     * Without a bound on what waits, which is each shard at most once, and without running anything on the thread that
     * hands it over: that is the network's.
     */
    private static ThreadPoolProfile deliveryProfile(int size) {
        ThreadPoolProfile profile = new ThreadPoolProfile("ConduitKinesisConsumer");
        profile.setPoolSize(size);
        profile.setMaxPoolSize(size);
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
    }

    FanOutSettings settings() {
        ConduitKinesisConfiguration configuration = getEndpoint().getConfiguration();
        String application = Text.hasText(configuration.getApplicationName())
                ? configuration.getApplicationName()
                : getEndpoint().getCamelContext().getName();
        String consumerName = Text.hasText(configuration.getConsumerName())
                ? configuration.getConsumerName()
                : StreamConsumerNames.of(application, getRouteId());
        StreamIdentity stream = getEndpoint().getStream();
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
