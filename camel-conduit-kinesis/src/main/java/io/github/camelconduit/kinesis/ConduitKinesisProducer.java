package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.partition.TemplateWatch;
import io.github.camelconduit.kinesis.publish.MessageWriter;
import io.github.camelconduit.kinesis.publish.PublishSettings;
import io.github.camelconduit.kinesis.publish.RecordMapper;
import io.github.camelconduit.kinesis.publish.RecordPublisher;
import io.github.camelconduit.kinesis.publish.RecordSizeLimit;
import io.github.camelconduit.kinesis.publish.RetryBackoff;
import io.github.camelconduit.kinesis.publish.SdkPutRecordsCall;
import io.github.camelconduit.kinesis.publish.StreamCreator;
import io.github.camelconduit.kinesis.publish.StreamSizeLimit;

/**
 * Writes messages to a stream, by a {@link RecordPublisher} of its own. An exchange is completed, on a thread of Camel,
 * when all of its records are written or given up.
 */
public class ConduitKinesisProducer extends DefaultAsyncProducer {

    private static final Duration CREATION_POLL = Duration.ofSeconds(1);

    /** How many exchanges may be in what follows in their routes at a time; as many as Camel's own pools have threads. */
    private static final int COMPLETION_THREADS = 10;

    private final RecordMapper mapper;
    private MessageWriter writer;
    private RecordPublisher publisher;
    private ExecutorService sending;
    private ExecutorService completing;
    private volatile ScheduledExecutorService timer;

    /** @throws IllegalArgumentException if a template or an expression does not compile, naming its option */
    public ConduitKinesisProducer(ConduitKinesisEndpoint endpoint) {
        super(endpoint);
        mapper = RecordMapper.create(
                endpoint.getCamelContext(), endpoint.getConfiguration(), new TemplateWatch(() -> timer));
    }

    @Override
    public ConduitKinesisEndpoint getEndpoint() {
        return (ConduitKinesisEndpoint) super.getEndpoint();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            return writer.write(exchange, callback);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ConduitKinesisConfiguration configuration = getEndpoint().getConfiguration();
        PublishSettings settings = PublishSettings.of(configuration);
        KinesisAsyncClient client = getEndpoint().getClients().calls();
        sending = newPool("ConduitKinesisSend", settings.maxInFlightRequests());
        completing = newPool("ConduitKinesisSent", COMPLETION_THREADS);
        timer = executors().newSingleThreadScheduledExecutor(this, "ConduitKinesisSendTimer");
        publisher = new RecordPublisher(
                new SdkPutRecordsCall(client, settings.requestTimeout()),
                configuration.isAutoCreateStream()
                        ? new StreamCreator(
                                client,
                                configuration.getAutoCreateStreamShards(),
                                timer,
                                CREATION_POLL,
                                settings.deliveryTimeout())
                        : null,
                settings.maxRecordSize().isPresent()
                        ? RecordSizeLimit.fixed(settings.maxRecordSize().getAsInt())
                        : new StreamSizeLimit(client, settings.maxBlockTime()),
                settings,
                RetryBackoff.DEFAULT,
                sending,
                completing,
                COMPLETION_THREADS,
                timer);
        writer = new MessageWriter(publisher, mapper, getEndpoint().getEndpointUri(), configuration.isUseIterator());
    }

    /** Writes what was handed over, within the shutdown timeout; what is left then fails. */
    @Override
    protected void doStop() throws Exception {
        if (publisher != null) {
            publisher.close(shutdownTime());
        }
        if (completing != null) {
            executors().shutdownGraceful(completing);
        }
        if (sending != null) {
            executors().shutdownNow(sending);
        }
        if (timer != null) {
            executors().shutdownNow(timer);
        }
        if (publisher != null) {
            publisher.completeRest();
        }
        super.doStop();
    }

    private Duration shutdownTime() {
        var strategy = getEndpoint().getCamelContext().getShutdownStrategy();
        return Duration.of(strategy.getTimeout(), strategy.getTimeUnit().toChronoUnit());
    }

    /**
     * The queue has no bound of its own because the send buffer bounds what can be in it. Refused tasks must be seen as
     * such: Camel's default, to run them on the caller, drops them silently once the pool is shut down.
     */
    private ExecutorService newPool(String name, int threads) {
        ThreadPoolProfile profile = new ThreadPoolProfile(name);
        profile.setPoolSize(threads);
        profile.setMaxPoolSize(threads);
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        profile.setAllowCoreThreadTimeOut(true);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return executors().newThreadPool(this, name, profile);
    }

    private ExecutorServiceManager executors() {
        return getEndpoint().getCamelContext().getExecutorServiceManager();
    }
}
