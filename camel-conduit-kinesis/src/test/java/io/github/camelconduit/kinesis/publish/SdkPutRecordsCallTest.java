package io.github.camelconduit.kinesis.publish;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.utils.async.SimplePublisher;

import io.github.camelconduit.kinesis.client.Transmission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

class SdkPutRecordsCallTest {

    private static final StreamTarget STREAM = new StreamTarget("orders", null);
    private static final List<PutRecordsRequestEntry> ONE_RECORD = List.of(PutRecordsRequestEntry.builder()
            .partitionKey("k")
            .data(SdkBytes.fromUtf8String("x"))
            .build());
    private static final AwsCredentialsProvider SOMEBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key"));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    /** Answers 500 to everything and counts; or never answers. */
    private static final class BrokenServer implements SdkAsyncHttpClient {

        private final AtomicInteger requests = new AtomicInteger();
        private final boolean silent;

        BrokenServer(boolean silent) {
            this.silent = silent;
        }

        @Override
        public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
            requests.incrementAndGet();
            CompletableFuture<Void> done = new CompletableFuture<>();
            if (!silent) {
                request.responseHandler()
                        .onHeaders(SdkHttpResponse.builder().statusCode(500).build());
                SimplePublisher<ByteBuffer> body = new SimplePublisher<>();
                request.responseHandler().onStream(body);
                body.send(ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)));
                body.complete().thenRun(() -> done.complete(null));
            }
            return done;
        }

        @Override
        public void close() {}
    }

    @Test
    void theClientsOwnRetriesAreOff() {
        BrokenServer server = new BrokenServer(false);
        try (KinesisAsyncClient client = client(server, SOMEBODY)) {
            assertThatThrownBy(() -> put(client, Duration.ofSeconds(20)).get(20, TimeUnit.SECONDS))
                    .cause()
                    .hasMessageContaining("500");
            assertThat(server.requests).hasValue(1);
            // The same client retries what is not this call's.
            assertThatThrownBy(() -> client.listStreams().get(20, TimeUnit.SECONDS));
            assertThat(server.requests).hasValueGreaterThan(2);
        }
    }

    @Test
    void aRequestWithoutAnAnswerIsLostAfterTheTimeout() {
        BrokenServer server = new BrokenServer(true);
        try (KinesisAsyncClient client = client(server, SOMEBODY)) {
            // Long enough that the server has the request by then.
            assertThatThrownBy(() -> put(client, Duration.ofSeconds(1)).get(20, TimeUnit.SECONDS))
                    .cause()
                    .matches(failure -> PutFailure.ofRequest(failure).outcomeUnknown())
                    .matches(failure -> PutFailure.ofRequest(failure).retryable());
        }
    }

    @Test
    void aCallThatFailsWhileItIsBeingGivenUpLeavesItToWhoDoesThatToSayHowFarItHadCome() {
        CompletableFuture<PutRecordsResponse> sent = new CompletableFuture<>();
        Transmission transmission = new Transmission();
        CompletableFuture<PutRecordsResponse> answer =
                new SdkPutRecordsCall(played(sent), Duration.ofMinutes(1), timer).put(STREAM, ONE_RECORD, transmission);

        transmission.giveUp();
        sent.completeExceptionally(new IllegalStateException("no connection in time"));

        assertThat(answer).isNotDone();
    }

    @Test
    void aCallThatIsCancelledSaysWhetherTheServiceMayHaveGotIt() {
        CompletableFuture<PutRecordsResponse> waitsForCredentials = new CompletableFuture<>();
        CompletableFuture<PutRecordsResponse> notSent = new SdkPutRecordsCall(
                        played(waitsForCredentials), Duration.ofMinutes(1), timer)
                .put(STREAM, ONE_RECORD);
        notSent.cancel(true);
        assertThatThrownBy(notSent::join).cause().isInstanceOf(RequestNotSentException.class);
        assertThat(waitsForCredentials).isCancelled();

        try (KinesisAsyncClient client = client(new BrokenServer(true), SOMEBODY)) {
            CompletableFuture<PutRecordsResponse> sent = put(client, Duration.ofMinutes(1));
            sent.cancel(true);
            assertThat(sent).isCancelled();
        }
    }

    @Test
    void aFailureThatCannotBeReadEndsTheRequestAtOnce() {
        CompletableFuture<PutRecordsResponse> sent = new CompletableFuture<>();
        CompletableFuture<PutRecordsResponse> answer =
                new SdkPutRecordsCall(played(sent), Duration.ofMinutes(1), timer).put(STREAM, ONE_RECORD);

        Throwable unreadable = new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("no text");
            }
        };
        // The future, too, asks for its text, when it has told of it.
        catchThrowable(() -> sent.completeExceptionally(unreadable));

        assertThat(answer).isCompletedExceptionally();
    }

    @Test
    void credentialsThatDoNotComeInTimeAreNoMatterOfTheConnection() {
        CompletableFuture<PutRecordsResponse> answer = new SdkPutRecordsCall(
                        played(new CompletableFuture<>()), Duration.ofMillis(20), timer)
                .put(STREAM, ONE_RECORD);
        assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(RequestNotSentException.class)
                .hasMessageContaining("credentials")
                .matches(failure -> PutFailure.ofRequest(failure).kind() == WriteFailure.CREDENTIALS);
    }

    @Test
    void theClientsOwnTimeForAnAttemptDoesNotEndARequest() {
        BrokenServer server = new BrokenServer(true);
        try (KinesisAsyncClient client = KinesisAsyncClient.builder()
                .httpClient(server)
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://localhost:1"))
                .credentialsProvider(SOMEBODY)
                .overrideConfiguration(o -> o.apiCallAttemptTimeout(Duration.ofMillis(50)))
                .build()) {
            CompletableFuture<PutRecordsResponse> answer = put(client, Duration.ofSeconds(20));
            assertThatThrownBy(() -> answer.get(400, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            answer.cancel(true);
        }
    }

    @Test
    void aClientIsFitWithoutRetriesAndWithWhatNotesTransmissions() {
        assertThat(isFit(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(Transmission.INTERCEPTOR)))
                .isTrue();
        assertThat(isFit(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry())))
                .isFalse();
        assertThat(isFit(settings -> settings.addExecutionInterceptor(Transmission.INTERCEPTOR)))
                .isFalse();
        assertThat(isFit(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(Transmission.INTERCEPTOR)
                        .apiCallTimeout(Duration.ofSeconds(1))))
                .isFalse();
        assertThat(isFit(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(Transmission.INTERCEPTOR)
                        .apiCallAttemptTimeout(Duration.ofSeconds(1))))
                .isFalse();
    }

    private static boolean isFit(Consumer<ClientOverrideConfiguration.Builder> settings) {
        try (KinesisAsyncClient client = KinesisAsyncClient.builder()
                .httpClient(new BrokenServer(true))
                .region(Region.US_EAST_1)
                .credentialsProvider(SOMEBODY)
                .overrideConfiguration(settings)
                .build()) {
            return SdkPutRecordsCall.fits(client);
        }
    }

    @Test
    void withoutCredentialsNothingIsSentAndThatIsKnown() {
        BrokenServer server = new BrokenServer(false);
        AwsCredentialsProvider nobody = () -> {
            throw SdkClientException.create("Unable to load credentials");
        };
        try (KinesisAsyncClient client = client(server, nobody)) {
            assertThatThrownBy(() -> put(client, Duration.ofSeconds(20)).get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(RequestNotSentException.class)
                    .hasMessageContaining("credentials");
            assertThat(server.requests).hasValue(0);
        }
    }

    private static KinesisAsyncClient played(CompletableFuture<PutRecordsResponse> sent) {
        return new KinesisAsyncClient() {
            @Override
            public CompletableFuture<PutRecordsResponse> putRecords(PutRecordsRequest request) {
                return sent;
            }

            @Override
            public String serviceName() {
                return "kinesis";
            }

            @Override
            public void close() {}
        };
    }

    private CompletableFuture<PutRecordsResponse> put(KinesisAsyncClient client, Duration timeout) {
        return new SdkPutRecordsCall(client, timeout, timer).put(STREAM, ONE_RECORD);
    }

    private static KinesisAsyncClient client(SdkAsyncHttpClient http, AwsCredentialsProvider credentials) {
        return KinesisAsyncClient.builder()
                .httpClient(http)
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://localhost:1"))
                .credentialsProvider(credentials)
                .build();
    }
}
