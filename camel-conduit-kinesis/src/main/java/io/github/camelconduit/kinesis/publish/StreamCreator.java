package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

import io.github.camelconduit.kinesis.client.CredentialErrors;

/**
 * Creates streams that are absent: with a number of shards, or in on-demand mode, which grows by itself. That another
 * process creates the same stream meanwhile is no error. Waits between questions on a timer; no thread blocks.
 * Thread-safe.
 */
public final class StreamCreator {

    private static final Logger LOG = LoggerFactory.getLogger(StreamCreator.class);

    private final KinesisAsyncClient client;
    private final Integer shards;
    private final ScheduledExecutorService timer;
    private final Executor executor;
    private final Duration pause;
    private final Duration timeout;

    /**
     * @param shards how many shards a stream gets; null for on-demand mode
     * @param executor makes the calls
     * @param pause between two questions whether the stream is active
     * @param timeout for the whole
     */
    public StreamCreator(
            KinesisAsyncClient client,
            Integer shards,
            ScheduledExecutorService timer,
            Executor executor,
            Duration pause,
            Duration timeout) {
        this.client = client;
        this.shards = shards;
        this.timer = timer;
        this.executor = executor;
        this.pause = pause;
        this.timeout = timeout;
    }

    /**
     * Completes when the stream exists and can be written to, or fails with the reason. To be called once at a time for
     * a stream.
     */
    CompletableFuture<Void> ensure(StreamTarget stream) {
        if (stream.arn() != null) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "autoCreateStream creates streams by name; the stream was given by its ARN"));
        }
        Creation creation = new Creation(stream.name());
        creation.look();
        return creation.result;
    }

    /** One stream being created: look → create → look again until it is active. One step at a time. */
    private final class Creation {

        private final String name;
        private final long startNanos = System.nanoTime();
        private final CompletableFuture<Void> result = new CompletableFuture<>();
        private volatile Throwable lastRefusal;

        Creation(String name) {
            this.name = name;
        }

        void look() {
            step(() -> client.describeStreamSummary(r -> r.streamName(name))
                    .whenComplete((answer, thrown) -> step(() -> seen(answer, thrown))));
        }

        private void seen(DescribeStreamSummaryResponse answer, Throwable thrown) {
            Throwable failure = unwrap(thrown);
            if (failure instanceof ResourceNotFoundException) {
                create();
            } else if (failure instanceof LimitExceededException) {
                lastRefusal = failure;
                lookLater();
            } else if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                switch (answer.streamDescriptionSummary().streamStatus()) {
                    case ACTIVE, UPDATING -> {
                        LOG.info("Stream {} is there to be written to", name);
                        result.complete(null);
                    }
                    default -> lookLater();
                }
            }
        }

        private void create() {
            step(() -> client.createStream(request())
                    .whenComplete((done, thrown) -> step(() -> {
                        Throwable failure = unwrap(thrown);
                        if (failure == null) {
                            LOG.info(
                                    "Creating stream {}, which did not exist, {}",
                                    name,
                                    shards == null ? "in on-demand mode" : "with " + shards + " shards");
                        }
                        // In use: someone else creates it, or it is being deleted. Limit: five calls a second.
                        if (failure == null
                                || failure instanceof ResourceInUseException
                                || failure instanceof LimitExceededException) {
                            lastRefusal = failure;
                            lookLater();
                        } else {
                            result.completeExceptionally(failure);
                        }
                    })));
        }

        private CreateStreamRequest request() {
            StreamMode mode = shards == null ? StreamMode.ON_DEMAND : StreamMode.PROVISIONED;
            return CreateStreamRequest.builder()
                    .streamName(name)
                    .shardCount(shards)
                    .streamModeDetails(details -> details.streamMode(mode))
                    .build();
        }

        private void lookLater() {
            if (System.nanoTime() - startNanos >= timeout.toNanos()) {
                result.completeExceptionally(new IllegalStateException(
                        "stream " + name + " did not become active within " + timeout.toMillis() + " ms"
                                + (lastRefusal == null ? "" : ", the last refusal: " + lastRefusal.getMessage()),
                        lastRefusal));
                return;
            }
            // Not on the timer's one thread: a call may wait for credentials.
            step(() -> timer.schedule(
                    () -> step(() -> executor.execute(this::look)), pause.toNanos(), TimeUnit.NANOSECONDS));
        }

        /** Whatever a step throws ends the creation: nobody else would hear of it. */
        private void step(Runnable step) {
            try {
                step.run();
            } catch (RejectedExecutionException e) {
                result.completeExceptionally(new IllegalStateException("the producer was stopped", e));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        }
    }

    private static Throwable unwrap(Throwable thrown) {
        return CredentialErrors.withoutText(
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown);
    }
}
