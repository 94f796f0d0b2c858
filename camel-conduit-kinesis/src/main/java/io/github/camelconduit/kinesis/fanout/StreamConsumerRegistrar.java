package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersResponse;
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
    private Registration registration;
    /** Guarded by this. */
    private boolean closed;

    private record Found(String arn, ConsumerStatus status) {}

    /** The stream consumer did not exist just before: if it does although the answer was lost, it was made here. */
    private record Registration(String streamArn, CompletableFuture<RegisterStreamConsumerResponse> answer) {}

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
     * @throws StreamConsumerLimitException when it is not there and the service has no room for it
     */
    String obtain(String streamArn) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        long pause = FIRST_PAUSE.toMillis();
        while (true) {
            Found found = find(streamArn, Replies.LIMIT);
            if (found == null) {
                register(streamArn);
            } else if (found.status() == ConsumerStatus.ACTIVE) {
                return found.arn();
            }
            // CREATING: wait. DELETING: wait until it is gone, then it can be registered again.
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The stream consumer '" + consumerName + "' of " + streamArn
                        + " is not ACTIVE after " + limit.toSeconds() + " seconds; its status is "
                        + (found == null ? "unknown" : found.status()) + ".");
            }
            // After registering too: what was registered is not always found at once.
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(LONGEST_PAUSE.toMillis(), pause * 2);
        }
    }

    /**
     * Deregisters the stream consumer if it was registered here, and registers none any more. A registration that is under
     * way is waited for, or the stream consumer would be left behind. Where its answer was lost it is looked whether it
     * was done.
     *
     * @param patience how long to wait for each answer
     */
    void deregister(Duration patience) throws InterruptedException {
        Registration made;
        synchronized (this) {
            closed = true;
            made = registration;
        }
        if (made == null) {
            return;
        }
        try {
            String arn = registered(made, patience);
            if (arn == null) {
                return;
            }
            Replies.await(
                    client.deregisterStreamConsumer(request -> request.consumerARN(arn)),
                    "kinesis:DeregisterStreamConsumer",
                    patience);
            LOG.info("Deregistered stream consumer {}.", consumerName);
        } catch (ResourceNotFoundException e) {
            LOG.debug("Stream consumer {} was deregistered already.", consumerName);
        }
    }

    /** The ARN of what was registered; null when nothing was. */
    private String registered(Registration made, Duration patience) throws InterruptedException {
        try {
            return Replies.await(made.answer(), REGISTER, patience).consumer().consumerARN();
        } catch (ResourceInUseException e) {
            LOG.debug(
                    "Stream consumer {} is somebody else's: it was registered before it could be here.", consumerName);
            return null;
        } catch (RuntimeException e) {
            if (isRefusal(e)) {
                return null;
            }
            Found found = find(made.streamArn(), patience);
            return found == null ? null : found.arn();
        }
    }

    /** Whether the service has answered that it did nothing. */
    private static boolean isRefusal(RuntimeException failure) {
        return failure instanceof MissingPermissionException
                || failure instanceof AwsServiceException answer && answer.statusCode() < 500;
    }

    /** Null when there is none. */
    private Found find(String streamArn, Duration patience) throws InterruptedException {
        try {
            ConsumerDescription found = Replies.await(
                            client.describeStreamConsumer(
                                    request -> request.streamARN(streamArn).consumerName(consumerName)),
                            "kinesis:DescribeStreamConsumer",
                            patience)
                    .consumerDescription();
            return new Found(found.consumerARN(), found.consumerStatus());
        } catch (ResourceNotFoundException e) {
            return null;
        } catch (MissingPermissionException e) {
            // Of another account's stream AWS describes only a stream consumer whose ARN is known (API reference).
            try {
                return list(streamArn, patience);
            } catch (MissingPermissionException alsoMissing) {
                throw e;
            }
        }
    }

    private Found list(String streamArn, Duration patience) throws InterruptedException {
        String token = null;
        do {
            String from = token;
            ListStreamConsumersResponse page = Replies.await(
                    client.listStreamConsumers(
                            request -> request.streamARN(streamArn).nextToken(from)),
                    "kinesis:ListStreamConsumers",
                    patience);
            for (Consumer each : page.consumers()) {
                if (each.consumerName().equals(consumerName)) {
                    return new Found(each.consumerARN(), each.consumerStatus());
                }
            }
            token = page.nextToken();
        } while (token != null);
        return null;
    }

    private void register(String streamArn) throws InterruptedException {
        Registration before;
        Registration made;
        synchronized (this) {
            before = registration;
            if (closed) {
                throw new CancellationException("Stream consumer " + consumerName + " is not registered: stopping.");
            }
            // Without retries: the second of two would be refused because the first was done, as if by somebody else.
            made = new Registration(streamArn, client.registerStreamConsumer(request -> request.streamARN(streamArn)
                    .consumerName(consumerName)
                    .overrideConfiguration(override ->
                            override.addPlugin(service -> service.overrideConfiguration(service.overrideConfiguration()
                                    .copy(own -> own.retryStrategy(AwsRetryStrategy.doNotRetry())))))));
            registration = made;
        }
        try {
            Replies.await(made.answer(), REGISTER);
            LOG.info("Registered stream consumer {} of {}.", consumerName, streamArn);
        } catch (ResourceInUseException e) {
            LOG.debug(
                    "Stream consumer {} was registered by somebody else, or by a call without an answer.",
                    consumerName);
            synchronized (this) {
                registration = before;
            }
        } catch (LimitExceededException e) {
            throw new StreamConsumerLimitException(consumerName, streamArn, e);
        }
    }
}
