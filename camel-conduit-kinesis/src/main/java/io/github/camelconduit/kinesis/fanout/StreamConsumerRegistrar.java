package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Finds the stream consumer by its name or registers it, and waits until it can be used. Every method waits for the
 * service and stops when its thread is interrupted.
 */
final class StreamConsumerRegistrar {

    private static final Logger LOG = LoggerFactory.getLogger(StreamConsumerRegistrar.class);

    /** AWS allows 5 calls a second for an account, which may have many consumers (API reference, quotas). */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private static final String REGISTER = "kinesis:RegisterStreamConsumer";

    private final KinesisAsyncClient client;
    private final String consumerName;
    private final Duration limit;

    /** The last registration, which may be under way; null when there was none. Guarded by this. */
    private CompletableFuture<RegisterStreamConsumerResponse> registration;
    /** Guarded by this. */
    private boolean closed;

    /**
     * @param consumerName the name to find or register
     * @param limit how long the stream consumer may take to become ACTIVE
     */
    StreamConsumerRegistrar(KinesisAsyncClient client, String consumerName, Duration limit) {
        this.client = client;
        this.consumerName = consumerName;
        this.limit = limit;
    }

    /**
     * The ARN of the stream consumer, ACTIVE.
     *
     * @throws IllegalStateException when it did not become ACTIVE in time
     */
    String obtain(String streamArn) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        long pause = FIRST_PAUSE.toMillis();
        while (true) {
            ConsumerDescription found = find(streamArn);
            if (found == null) {
                register(streamArn);
            } else if (found.consumerStatus() == ConsumerStatus.ACTIVE) {
                return found.consumerARN();
            }
            // CREATING: wait. DELETING: wait until it is gone, then it can be registered again.
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The stream consumer '" + consumerName + "' of " + streamArn
                        + " is not ACTIVE after " + limit.toSeconds() + " seconds; its status is "
                        + (found == null ? "unknown" : found.consumerStatusAsString()) + ".");
            }
            // After registering too: what was registered is not always found at once.
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(LONGEST_PAUSE.toMillis(), pause * 2);
        }
    }

    /**
     * Deregisters the stream consumer if it was registered here, and registers none any more. A registration that is under
     * way is waited for, or the stream consumer would be left behind.
     *
     * @param patience how long to wait for each answer
     */
    void deregister(Duration patience) throws InterruptedException {
        CompletableFuture<RegisterStreamConsumerResponse> made;
        synchronized (this) {
            closed = true;
            made = registration;
        }
        if (made == null || made.isDone() && made.isCompletedExceptionally()) {
            return;
        }
        try {
            String arn = Replies.await(made, REGISTER, patience).consumer().consumerARN();
            Replies.await(
                    client.deregisterStreamConsumer(request -> request.consumerARN(arn)),
                    "kinesis:DeregisterStreamConsumer",
                    patience);
            LOG.info("Deregistered stream consumer {}.", consumerName);
        } catch (ResourceNotFoundException e) {
            LOG.debug("Stream consumer {} was deregistered already.", consumerName);
        } catch (ResourceInUseException e) {
            LOG.debug(
                    "Stream consumer {} is somebody else's: it was registered before it could be here.", consumerName);
        }
    }

    private ConsumerDescription find(String streamArn) throws InterruptedException {
        try {
            return Replies.await(
                            client.describeStreamConsumer(
                                    request -> request.streamARN(streamArn).consumerName(consumerName)),
                            "kinesis:DescribeStreamConsumer")
                    .consumerDescription();
        } catch (ResourceNotFoundException e) {
            return null;
        }
    }

    private void register(String streamArn) throws InterruptedException {
        CompletableFuture<RegisterStreamConsumerResponse> call;
        synchronized (this) {
            if (closed) {
                throw new CancellationException("Stream consumer " + consumerName + " is not registered: stopping.");
            }
            call = client.registerStreamConsumer(
                    request -> request.streamARN(streamArn).consumerName(consumerName));
            registration = call;
        }
        try {
            Replies.await(call, REGISTER);
            LOG.info("Registered stream consumer {} of {}.", consumerName, streamArn);
        } catch (ResourceInUseException e) {
            LOG.debug("Stream consumer {} was registered by somebody else at the same time.", consumerName);
        }
    }
}
