package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.CreateStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import io.github.camelconduit.kinesis.publish.Publishing.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class StreamCreatorTest {

    private static final Duration QUICK = Duration.ofMillis(5);

    private final Service service = new Service();
    private final PlayedPutRecords puts = new PlayedPutRecords();
    private Integer shards;

    /** An account with at most one stream, which takes three questions to become active. */
    private static final class Service implements KinesisAsyncClient {

        private final AtomicInteger creations = new AtomicInteger();
        private final AtomicInteger questions = new AtomicInteger();
        private final Queue<String> askedBy = new ConcurrentLinkedQueue<>();
        private volatile StreamStatus status;
        private volatile int questionsUntilActive = 3;
        private volatile KinesisException creationFailure;
        private volatile boolean failsAlways;
        private volatile CreateStreamRequest created;

        @Override
        public CompletableFuture<DescribeStreamSummaryResponse> describeStreamSummary(
                DescribeStreamSummaryRequest request) {
            questions.incrementAndGet();
            askedBy.add(Thread.currentThread().getName());
            if (status == null) {
                return absent();
            }
            if (status == StreamStatus.CREATING && questionsUntilActive-- <= 0) {
                status = StreamStatus.ACTIVE;
            }
            return CompletableFuture.completedFuture(DescribeStreamSummaryResponse.builder()
                    .streamDescriptionSummary(s -> s.streamStatus(status))
                    .build());
        }

        @Override
        public CompletableFuture<CreateStreamResponse> createStream(CreateStreamRequest request) {
            creations.incrementAndGet();
            created = request;
            if (creationFailure != null) {
                KinesisException failure = creationFailure;
                creationFailure = failsAlways ? failure : null;
                return CompletableFuture.failedFuture(new CompletionException(failure));
            }
            status = StreamStatus.CREATING;
            return CompletableFuture.completedFuture(
                    CreateStreamResponse.builder().build());
        }

        /** What PutRecords says meanwhile. */
        CompletableFuture<PutRecordsResponse> refuse() {
            return absent();
        }

        private static <T> CompletableFuture<T> absent() {
            return CompletableFuture.failedFuture(new CompletionException(ResourceNotFoundException.builder()
                    .message("Stream orders not found")
                    .build()));
        }

        @Override
        public String serviceName() {
            return "kinesis";
        }

        @Override
        public void close() {}
    }

    @Test
    void manyRecordsThatMeetAnAbsentStreamCreateItOnceAndAreWritten() throws Exception {
        PutRecordsCall call = (stream, records) ->
                service.status == StreamStatus.ACTIVE ? puts.put(stream, records) : service.refuse();
        try (Publishing publishing = publishing(call)) {
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                outcomes.add(publishing.send("k" + i % 700, "x"));
            }
            while (!outcomes.stream().allMatch(Outcome::isDone)) {
                PlayedPutRecords.Request request = puts.nextWithin(Duration.ofMillis(50));
                if (request != null) {
                    request.writeAll();
                }
            }
            for (Outcome outcome : outcomes) {
                outcome.sequenceNumber();
            }
            assertThat(service.creations).hasValue(1);
        }
    }

    @Test
    void aStreamThatSomeoneElseCreatesIsWaitedFor() throws Exception {
        service.creationFailure =
                ResourceInUseException.builder().message("exists").build();
        assertThat(ensureWhile(() -> service.status = StreamStatus.CREATING)).isNull();
    }

    @Test
    void aLimitThatPassesIsWaitedOut() throws Exception {
        service.creationFailure =
                LimitExceededException.builder().message("too many").build();
        assertThat(ensureWhile(() -> {})).isNull();
        assertThat(service.creations).hasValue(2);
    }

    @Test
    void aLimitThatDoesNotPassIsTheReasonInTheEnd() {
        service.creationFailure =
                LimitExceededException.builder().message("too many shards").build();
        service.failsAlways = true;
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            StreamCreator creator = new StreamCreator(service, 1, timer, Runnable::run, QUICK, Duration.ofMillis(50));
            assertThatThrownBy(() -> creator.ensure(Publishing.STREAM).get(20, TimeUnit.SECONDS))
                    .cause()
                    .hasMessageContaining("50 ms")
                    .hasMessageContaining("too many shards");
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void aStreamThatIsThereIsNotCreated() throws Exception {
        service.status = StreamStatus.UPDATING;
        assertThat(ensureWhile(() -> {})).isNull();
        assertThat(service.creations).hasValue(0);
    }

    @Test
    void aRefusedCreationFailsTheRecordsThatWaitForItWithTheReason() throws Exception {
        service.creationFailure = (KinesisException)
                KinesisException.builder().message("not authorized").build();
        service.failsAlways = true;
        try (Publishing publishing = publishing((stream, records) -> service.refuse())) {
            Outcome one = publishing.send("k", "1");
            Outcome behind = publishing.send("k", "2");
            for (Outcome outcome : List.of(one, behind)) {
                assertThatThrownBy(outcome::sequenceNumber)
                        .cause()
                        .isInstanceOf(RecordNotWrittenException.class)
                        .hasMessageContaining("could not be created")
                        .hasMessageContaining("not authorized");
            }
        }
    }

    /** It becomes the exception of an exchange. */
    @Test
    void aCreationThatIsRefusedForItsSignatureFailsWithoutWhatIsSaidOfThat() {
        service.creationFailure = (KinesisException) KinesisException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("InvalidSignatureException")
                        .errorMessage("The Canonical String should have been 'x-amz-security-token:SECRET'")
                        .build())
                .requestId("r-1")
                .build();
        service.failsAlways = true;

        assertThatThrownBy(() -> ensureWhile(() -> {}))
                .hasRootCauseInstanceOf(KinesisException.class)
                .hasStackTraceContaining("r-1")
                .satisfies(failure -> assertThat(failure).rootCause().message().doesNotContain("SECRET"))
                .satisfies(failure -> assertThat(failure).message().doesNotContain("SECRET"));
    }

    @Test
    void aStreamThatNeverBecomesActiveIsGivenUp() {
        service.questionsUntilActive = Integer.MAX_VALUE;
        assertThatThrownBy(() -> ensureWhile(() -> {}, Duration.ofMillis(50)))
                .hasMessageContaining("did not become active within 50 ms");
    }

    @Test
    void aStreamIsMadeOnDemandOrWithTheShardsAskedFor() throws Exception {
        assertThat(ensureWhile(() -> {})).isNull();
        assertThat(service.created.streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
        assertThat(service.created.shardCount()).isNull();
        service.status = null;
        service.questionsUntilActive = 1;
        shards = 7;
        assertThat(ensureWhile(() -> {})).isNull();
        assertThat(service.created.streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
        assertThat(service.created.shardCount()).isEqualTo(7);
    }

    @Test
    void aStreamGivenByItsArnIsNotCreated() {
        String arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders";
        assertThatThrownBy(() -> new StreamCreator(service, null, null, Runnable::run, QUICK, QUICK)
                        .ensure(new StreamTarget("orders", arn))
                        .join())
                .hasMessageContaining("autoCreateStream");
        assertThat(service.questions).hasValue(0);
    }

    @Test
    void theServiceIsAskedByTheExecutorAndNeverByTheTimer() throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "asks"));
        try {
            StreamCreator creator = new StreamCreator(service, 1, timer, executor, QUICK, Duration.ofSeconds(20));
            creator.ensure(Publishing.STREAM).get(20, TimeUnit.SECONDS);
            // The first is asked by who needs the stream.
            assertThat(service.askedBy).hasSizeGreaterThan(3).first().isNotEqualTo("asks");
            assertThat(service.askedBy.stream().skip(1)).containsOnly("asks");
        } finally {
            timer.shutdownNow();
            executor.shutdownNow();
        }
    }

    private Void ensureWhile(Runnable afterAsking) throws Exception {
        return ensureWhile(afterAsking, Duration.ofSeconds(20));
    }

    private Void ensureWhile(Runnable afterAsking, Duration timeout) throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            CompletableFuture<Void> ensured =
                    new StreamCreator(service, shards, timer, Runnable::run, QUICK, timeout).ensure(Publishing.STREAM);
            afterAsking.run();
            return ensured.get(20, TimeUnit.SECONDS);
        } finally {
            timer.shutdownNow();
        }
    }

    private Publishing publishing(PutRecordsCall call) {
        Function<ScheduledExecutorService, StreamCreator> creator =
                timer -> new StreamCreator(service, null, timer, Runnable::run, QUICK, Duration.ofSeconds(20));
        return new Publishing(call, creator, options -> options);
    }
}
