package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

import io.github.camelconduit.kinesis.delivery.ExchangeDelivery;
import io.github.camelconduit.kinesis.fanout.FanOutSettings;
import io.github.camelconduit.kinesis.fanout.FanOutShardSource;
import io.github.camelconduit.kinesis.fanout.SdkSubscriptionCall;
import io.github.camelconduit.kinesis.position.PositionStore;

/**
 * Reads a stream and hands its records to a route. It assembles the two halves, where records come from
 * ({@link FanOutShardSource}) and how they are delivered ({@link ExchangeDelivery}), and starts and stops them.
 */
public class ConduitKinesisConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    /** Enough that one keeps time while others wait for the service and for the store of positions. */
    private static final int CONTROL_THREADS = 4;

    private ScheduledExecutorService control;
    private ExecutorService deliveryThreads;
    private FanOutShardSource source;
    private ExchangeDelivery delivery;

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
        ConduitKinesisConfiguration configuration = getEndpoint().getConfiguration();
        // First: it may fail, and Camel does not stop what failed to start.
        PositionStore store = getEndpoint().getComponent().positionStore(configuration);
        ExecutorServiceManager threads = getEndpoint().getCamelContext().getExecutorServiceManager();
        control = threads.newScheduledThreadPool(this, "ConduitKinesisControl", controlProfile());
        deliveryThreads = threads.newThreadPool(
                this, "ConduitKinesisConsumer", deliveryProfile(configuration.getConcurrentConsumers()));
        FanOutSettings settings = settings(configuration);
        source = new FanOutShardSource(
                settings,
                new SdkSubscriptionCall(getEndpoint().getClients().subscriptions()),
                getEndpoint().getClients().calls(),
                store,
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
        delivery.pause();
        source.pause();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        source.resume();
        delivery.resume();
    }

    @Override
    protected void doStop() throws Exception {
        shutDown();
        super.doStop();
    }

    private void shutDown() {
        ExecutorServiceManager threads = getEndpoint().getCamelContext().getExecutorServiceManager();
        if (delivery != null) {
            delivery.stop();
            // Waits for what the route has, for a while: the positions that are saved next include it.
            threads.shutdownGraceful(deliveryThreads);
            source.stop();
            threads.shutdownNow(control);
        }
    }

    /** Camel suspends the consumer first and stops it when nothing is in flight. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return delivery == null ? 0 : delivery.processing();
    }

    /** How many bytes of records are reserved or wait for the route. */
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

    private FanOutSettings settings(ConduitKinesisConfiguration configuration) {
        String application = configuration.getApplicationName() != null
                ? configuration.getApplicationName()
                : getEndpoint().getCamelContext().getName();
        String consumerName = configuration.getConsumerName() != null
                ? configuration.getConsumerName()
                : StreamConsumerNames.of(application, getRouteId());
        StreamIdentity stream = getEndpoint().getStream();
        return new FanOutSettings(
                stream.name(),
                stream.arn(),
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
                Duration.ofMillis(configuration.getCommitInterval()));
    }
}
