package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * The stream consumer that a stream is read with: given by its ARN and used as it is, or found or registered by its name.
 * One that is deleted while it is read with is registered anew; at the stop it is deregistered where that is asked for.
 */
final class StreamConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(StreamConsumer.class);

    /** To become ACTIVE. */
    private static final Duration REGISTRATION_LIMIT = Duration.ofMinutes(2);

    private final FanOutSettings settings;
    private final StreamConsumerRegistrar registrar;
    private volatile String arn;

    StreamConsumer(FanOutSettings settings, KinesisAsyncClient client) {
        this.settings = settings;
        this.registrar = new StreamConsumerRegistrar(client, settings.consumerName(), REGISTRATION_LIMIT);
    }

    /** The ARN to subscribe with; null before the first {@link #obtain}. Any thread. */
    String arn() {
        return arn;
    }

    /**
     * Makes sure that there is one of this stream. Waits for the service.
     *
     * @throws software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException when the stream is not there
     */
    void obtain(String streamArn) throws InterruptedException {
        arn = isGiven() ? settings.consumerArn() : registrar.obtain(streamArn);
    }

    /**
     * The same, for one that was not found. Waits for the service, but not where the ARN is given.
     *
     * @return whether there is another one now
     */
    boolean obtainAgain(String streamArn) throws InterruptedException {
        if (isGiven()) {
            return false;
        }
        String before = arn;
        obtain(streamArn);
        if (arn.equals(before)) {
            return false;
        }
        LOG.warn("Stream consumer {} was deleted and is registered anew.", settings.consumerName());
        return true;
    }

    /** The reading stops. Waits for the service where the stream consumer is to be deregistered; never throws. */
    void release() {
        if (!settings.deregisterOnStop()) {
            return;
        }
        try {
            registrar.deregister(settings.patience());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn(
                    "Stream consumer {} could not be deregistered. It costs money while it is there; the next start finds"
                            + " it.",
                    settings.consumerName(),
                    e);
        }
    }

    private boolean isGiven() {
        return settings.consumerArn() != null;
    }
}
