package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

import io.github.camelconduit.kinesis.client.CredentialErrors;
import io.github.camelconduit.kinesis.client.Transmission;

/**
 * PutRecords through a client of the AWS SDK. It is not made again by the client: that would send whole requests, and know
 * nothing of the order of keys.
 */
public final class SdkPutRecordsCall implements PutRecordsCall {

    private static final RetryStrategy NO_RETRIES = AwsRetryStrategy.doNotRetry();

    /** Makes any client's settings fit for one request. The SDK takes about as long for that as for signing. */
    private static final SdkPlugin FITTING = service -> service.overrideConfiguration(service.overrideConfiguration()
            .copy(own -> own.retryStrategy(NO_RETRIES).addExecutionInterceptor(Transmission.INTERCEPTOR)));

    private final KinesisAsyncClient client;
    private final boolean fits;
    private final Duration timeout;

    /**
     * @param client best without retries and with {@link Transmission#INTERCEPTOR}; any other will do too, at a cost for
     *     each request
     * @param timeout after which a request counts as lost
     */
    public SdkPutRecordsCall(KinesisAsyncClient client, Duration timeout) {
        this.client = client;
        this.fits = fits(client);
        this.timeout = timeout;
    }

    static boolean fits(KinesisAsyncClient client) {
        try {
            ClientOverrideConfiguration settings =
                    client.serviceClientConfiguration().overrideConfiguration();
            return settings.executionInterceptors().contains(Transmission.INTERCEPTOR)
                    && settings.retryStrategy()
                            .filter(strategy -> strategy.maxAttempts() == 1)
                            .isPresent();
        } catch (UnsupportedOperationException e) {
            // A client not built by the SDK's builder need not tell.
            return false;
        }
    }

    /** Whether the records of a request may have been written that failed so. */
    public static boolean leavesOutcomeUnknown(Throwable failure) {
        return PutFailure.ofRequest(failure).outcomeUnknown();
    }

    @Override
    public CompletableFuture<PutRecordsResponse> put(StreamTarget stream, List<PutRecordsRequestEntry> records) {
        Transmission transmission = new Transmission();
        PutRecordsRequest.Builder request = PutRecordsRequest.builder()
                .records(records)
                .overrideConfiguration(override -> {
                    // For both, or an attempt would end by the client's own time, which is for calls that may be
                    // repeated.
                    override.apiCallTimeout(timeout)
                            .apiCallAttemptTimeout(timeout)
                            .putExecutionAttribute(Transmission.OF_CALL, transmission);
                    if (!fits) {
                        override.addPlugin(FITTING);
                    }
                });
        if (stream.arn() == null) {
            request.streamName(stream.name());
        } else {
            request.streamARN(stream.arn());
        }
        CompletableFuture<PutRecordsResponse> sent = client.putRecords(request.build());
        CompletableFuture<PutRecordsResponse> answer = new CompletableFuture<>();
        sent.whenComplete((response, thrown) -> {
            if (thrown == null) {
                answer.complete(response);
            } else {
                Throwable failure = CredentialErrors.withoutText(thrown);
                answer.completeExceptionally(transmission.isBegun() ? failure : new RequestNotSentException(failure));
            }
        });
        answer.whenComplete((response, failure) -> {
            if (answer.isCancelled()) {
                sent.cancel(true);
            }
        });
        return answer;
    }
}
