package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;

import io.github.camelconduit.kinesis.client.CredentialErrors;

/**
 * How large a record each stream says that it takes. A stream is asked when a record comes that not every stream takes,
 * and again a minute later at the earliest when one is larger than it said. Where the service refuses to say, the stream
 * is taken to be set as streams are by default. Where it fails to, the record in question fails with that, and a second
 * later it is asked again.
 */
public final class StreamSizeLimit implements RecordSizeLimit {

    private static final Logger LOG = LoggerFactory.getLogger(StreamSizeLimit.class);

    private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long AGAIN_AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int KIB = 1024;
    private static final int SERVER_ERROR = 500;

    /** Beyond so many streams the answers of those that were asked long ago are forgotten. */
    static final int MAX_KNOWN = 1_000;

    private final KinesisAsyncClient client;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final Map<StreamTarget, Asked> asked = new ConcurrentHashMap<>();

    /** @param patience how long a record waits for the answer */
    public StreamSizeLimit(KinesisAsyncClient client, Duration patience) {
        this(client, patience, System::nanoTime);
    }

    StreamSizeLimit(KinesisAsyncClient client, Duration patience, LongSupplier nanoTime) {
        this.client = client;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    @Override
    public long of(StreamTarget stream, long wanted) throws InterruptedException {
        if (wanted <= DEFAULT) {
            return DEFAULT;
        }
        if (wanted > MAX) {
            return MAX;
        }
        if (asked.size() >= MAX_KNOWN) {
            asked.values().removeIf(one -> one.isOlderThan(AGAIN_NANOS));
        }
        Asked next = new Asked(stream);
        Asked known =
                asked.compute(stream, (key, before) -> before == null || before.isOutdated(wanted) ? next : before);
        if (known == next) {
            // Not in there: the SDK may have to wait for credentials, and others for that part of the map.
            next.ask();
        }
        try {
            return known.answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw notSaid(stream, "no answer came within " + patience.toMillis() + " ms (maxBlockTime)", e);
        } catch (ExecutionException e) {
            throw notSaid(stream, e.getCause().getMessage(), e.getCause());
        }
    }

    private static IllegalStateException notSaid(StreamTarget stream, String reason, Throwable cause) {
        return new IllegalStateException(
                "Stream " + stream + " did not say whether it takes a record of more than " + DEFAULT
                        + " bytes (maxRecordSize=stream); nothing of it was sent: " + reason,
                cause);
    }

    /** How many streams it has asked and not forgotten. */
    int known() {
        return asked.size();
    }

    @Override
    public void forget(StreamTarget stream) {
        asked.remove(stream);
    }

    /** A question to one stream and its answer. */
    private final class Asked {

        private final StreamTarget stream;
        private final CompletableFuture<Integer> answer = new CompletableFuture<>();
        private final long sinceNanos = nanoTime.getAsLong();

        Asked(StreamTarget stream) {
            this.stream = stream;
        }

        /** Once. Whatever comes of it is the answer. */
        void ask() {
            try {
                DescribeStreamSummaryRequest request = DescribeStreamSummaryRequest.builder()
                        .streamName(stream.arn() == null ? stream.name() : null)
                        .streamARN(stream.arn())
                        .build();
                client.describeStreamSummary(request).handle(this::answer).whenComplete((limit, failure) -> {
                    if (failure == null) {
                        answer.complete(limit);
                    } else {
                        answer.completeExceptionally(unwrapped(failure));
                    }
                });
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(CredentialErrors.withoutText(e));
            }
        }

        private int answer(DescribeStreamSummaryResponse response, Throwable thrown) {
            if (thrown == null) {
                return limit(response);
            }
            Throwable failure = CredentialErrors.withoutText(unwrapped(thrown));
            if (!isRefusal(failure)) {
                throw new CompletionException(failure);
            }
            warn(stream, failure);
            return DEFAULT;
        }

        private static Throwable unwrapped(Throwable thrown) {
            return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        }

        boolean isOutdated(long wanted) {
            if (answer.isCompletedExceptionally()) {
                return isOlderThan(AGAIN_AFTER_FAILURE_NANOS);
            }
            return answer.isDone() && answer.getNow(DEFAULT) < wanted && isOlderThan(AGAIN_NANOS);
        }

        boolean isOlderThan(long nanos) {
            return nanoTime.getAsLong() - sinceNanos >= nanos;
        }

        private static boolean isRefusal(Throwable failure) {
            return failure instanceof AwsServiceException service
                    && service.statusCode() < SERVER_ERROR
                    && !service.isThrottlingException()
                    && !(service instanceof LimitExceededException);
        }

        private int limit(DescribeStreamSummaryResponse response) {
            // Servers from before there was such a setting say nothing.
            Integer kib = response.streamDescriptionSummary().maxRecordSizeInKiB();
            return kib == null ? DEFAULT : kib * KIB;
        }

        private void warn(StreamTarget stream, Throwable failure) {
            LOG.warn(
                    "Stream {} cannot be asked how large a record it takes (maxRecordSize=stream, which needs the IAM "
                            + "action kinesis:DescribeStreamSummary); records of up to {} bytes are written: {}",
                    stream,
                    DEFAULT,
                    failure.getMessage());
        }
    }
}
