package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * PutRecords through a client of the AWS SDK, whichever it is: the retries of the client are off for this call, because
 * they send whole requests again and know nothing of the order of keys.
 */
public final class SdkPutRecordsCall implements PutRecordsCall {

    private static final RetryStrategy NO_RETRIES = AwsRetryStrategy.doNotRetry();

    private final KinesisAsyncClient client;
    private final Duration timeout;

    /** @param timeout after which a request counts as lost */
    public SdkPutRecordsCall(KinesisAsyncClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    @Override
    public CompletableFuture<PutRecordsResponse> put(StreamTarget stream, List<PutRecordsRequestEntry> records) {
        Transmission transmission = new Transmission();
        PutRecordsRequest.Builder request = PutRecordsRequest.builder()
                .records(records)
                .overrideConfiguration(override -> override.apiCallTimeout(timeout)
                        // The client's own is for calls that may be made again.
                        .apiCallAttemptTimeout(timeout)
                        .addPlugin(service -> service.overrideConfiguration(service.overrideConfiguration()
                                .copy(own -> own.retryStrategy(NO_RETRIES).addExecutionInterceptor(transmission)))));
        if (stream.arn() == null) {
            request.streamName(stream.name());
        } else {
            request.streamARN(stream.arn());
        }
        CompletableFuture<PutRecordsResponse> sent = client.putRecords(request.build());
        CompletableFuture<PutRecordsResponse> answer = new CompletableFuture<>();
        sent.whenComplete((response, failure) -> {
            if (failure == null) {
                answer.complete(response);
            } else {
                answer.completeExceptionally(transmission.begun ? failure : new RequestNotSentException(failure));
            }
        });
        answer.whenComplete((response, failure) -> {
            if (answer.isCancelled()) {
                sent.cancel(true);
            }
        });
        return answer;
    }

    /** Sees whether a request has reached the point from which on it may be written. */
    private static final class Transmission implements ExecutionInterceptor {

        private volatile boolean begun;

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            begun = true;
        }
    }
}
