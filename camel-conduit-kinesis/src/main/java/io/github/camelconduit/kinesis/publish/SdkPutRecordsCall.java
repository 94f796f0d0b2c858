package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

import io.github.camelconduit.kinesis.client.CredentialErrors;
import io.github.camelconduit.kinesis.client.Transmission;
import io.github.camelconduit.kinesis.client.Transmission.Stage;

/**
 * PutRecords through a client of the AWS SDK. It is not made again by the client: that would send whole requests, and know
 * nothing of the order of keys.
 */
public final class SdkPutRecordsCall implements PutRecordsCall {

    private static final RetryStrategy NO_RETRIES = AwsRetryStrategy.doNotRetry();

    /**
     * Makes the settings of any client fit for a request, all but its deadlines. The SDK takes about as long for that as
     * for signing.
     */
    private static final SdkPlugin FITTING = service -> service.overrideConfiguration(service.overrideConfiguration()
            .copy(own -> own.retryStrategy(NO_RETRIES).addExecutionInterceptor(Transmission.INTERCEPTOR)));

    private final KinesisAsyncClient client;
    private final boolean fits;
    private final Duration timeout;
    private final RequestDeadlines deadlines;

    /**
     * @param client best without retries and deadlines, and with {@link Transmission#INTERCEPTOR}; any other will do too,
     *     at a cost for each request
     * @param timeout after which a request counts as lost
     * @param timer ends those
     */
    public SdkPutRecordsCall(KinesisAsyncClient client, Duration timeout, ScheduledExecutorService timer) {
        this.client = client;
        this.fits = fits(client);
        this.timeout = timeout;
        this.deadlines = new RequestDeadlines(timeout, timer);
    }

    static boolean fits(KinesisAsyncClient client) {
        try {
            ClientOverrideConfiguration settings =
                    client.serviceClientConfiguration().overrideConfiguration();
            return Transmission.isNotedBy(settings.executionInterceptors())
                    && settings.apiCallTimeout().isEmpty()
                    && settings.apiCallAttemptTimeout().isEmpty()
                    && settings.retryStrategy()
                            .filter(strategy -> strategy.maxAttempts() == 1)
                            .isPresent();
        } catch (UnsupportedOperationException e) {
            // A client not built by the SDK's builder need not tell.
            return false;
        }
    }

    /** Whether the records of a request may have been written that failed so. */
    static boolean leavesOutcomeUnknown(Throwable failure) {
        return PutFailure.ofRequest(failure).outcomeUnknown();
    }

    @Override
    public CompletableFuture<PutRecordsResponse> put(StreamTarget stream, List<PutRecordsRequestEntry> records) {
        return put(stream, records, new Transmission());
    }

    CompletableFuture<PutRecordsResponse> put(
            StreamTarget stream, List<PutRecordsRequestEntry> records, Transmission transmission) {
        PutRecordsRequest.Builder request = PutRecordsRequest.builder()
                .records(records)
                .overrideConfiguration(override -> {
                    transmission.carriedBy(override);
                    if (!fits) {
                        // For both, or an attempt would end by the client's own time, which is for calls that may be
                        // repeated.
                        override.apiCallTimeout(timeout)
                                .apiCallAttemptTimeout(timeout)
                                .addPlugin(FITTING);
                    }
                });
        if (stream.arn() == null) {
            request.streamName(stream.name());
        } else {
            request.streamARN(stream.arn());
        }
        CompletableFuture<PutRecordsResponse> sent = client.putRecords(request.build());
        CompletableFuture<PutRecordsResponse> answer = new Answer(transmission);
        sent.whenComplete((response, thrown) -> {
            if (thrown == null) {
                answer.complete(response);
            } else {
                end(answer, transmission.giveUp(), toTell(thrown));
            }
        });
        answer.whenComplete((response, failure) -> {
            if (failure != null) {
                // Ended by its deadline or by who waits for it, if the call has not ended by itself.
                sent.cancel(true);
            }
        });
        deadlines.begin(answer, () -> {
            Stage stage = transmission.giveUp();
            end(answer, stage, missing(stage, " within " + timeout.toMillis() + " ms"));
        });
        return answer;
    }

    /** Says, when it is cancelled, whether the service may have got the call. */
    private static final class Answer extends CompletableFuture<PutRecordsResponse> {

        private final Transmission transmission;

        Answer(Transmission transmission) {
            this.transmission = transmission;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            end(this, transmission.giveUp(), new CancellationException("the call was given up"));
            return isCancelled();
        }
    }

    /** What is thrown while the failure is looked at would be lost, and the request without an answer until its time is over. */
    private static Throwable toTell(Throwable thrown) {
        try {
            return CredentialErrors.withoutText(thrown);
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    private static Throwable missing(Stage stage, String within) {
        return switch (stage) {
            case BEGUN -> new TimeoutException("no answer came" + within);
            // As the SDK says it, where it finds none: no matter of the connection.
            case PREPARING -> SdkClientException.create("there were no credentials to sign it with" + within);
            case CONNECTING, GIVEN_UP -> new TimeoutException("there was no connection" + within);
        };
    }

    /** @param stage how far the call had come when it was given up */
    private static void end(CompletableFuture<?> answer, Stage stage, Throwable cause) {
        switch (stage) {
            case BEGUN -> answer.completeExceptionally(cause);
            case PREPARING, CONNECTING ->
                answer.completeExceptionally(new RequestNotSentException(cause, stage == Stage.CONNECTING));
            case GIVEN_UP -> {
                // By who gave it up, who knows how far it had come: its time may be over as it fails by itself.
            }
        }
    }
}
