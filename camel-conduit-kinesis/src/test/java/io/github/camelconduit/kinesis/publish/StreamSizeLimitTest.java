package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class StreamSizeLimitTest {

    private static final StreamTarget STREAM = new StreamTarget("orders", null);
    private static final int MIB = 1024 * 1024;

    private final Service service = new Service();
    private long now;
    private final StreamSizeLimit limit = new StreamSizeLimit(service, Duration.ofMillis(100), () -> now);

    private static final class Service implements KinesisAsyncClient {

        private int questions;
        private Integer kib;
        private Throwable failure;
        private boolean silent;
        private Runnable before = () -> {};

        @Override
        public CompletableFuture<DescribeStreamSummaryResponse> describeStreamSummary(
                DescribeStreamSummaryRequest request) {
            questions++;
            before.run();
            if (silent) {
                return new CompletableFuture<>();
            }
            if (failure != null) {
                return CompletableFuture.failedFuture(new CompletionException(failure));
            }
            return CompletableFuture.completedFuture(DescribeStreamSummaryResponse.builder()
                    .streamDescriptionSummary(s -> s.maxRecordSizeInKiB(kib))
                    .build());
        }

        @Override
        public String serviceName() {
            return "kinesis";
        }

        @Override
        public void close() {}
    }

    @Test
    void isNotAskedForARecordThatEveryStreamTakesNorForOneThatNoneDoes() throws Exception {
        assertThat(limit.of(STREAM, MIB)).isEqualTo(MIB);
        assertThat(limit.of(STREAM, 10L * MIB + 1)).isEqualTo(10L * MIB);
        assertThat(service.questions).isZero();
    }

    @Test
    void isWhatTheStreamSaysAndIsAskedOnce() throws Exception {
        service.kib = 4096;
        assertThat(limit.of(STREAM, MIB + 1)).isEqualTo(4L * MIB);
        assertThat(limit.of(STREAM, 5L * MIB)).isEqualTo(4L * MIB);
        assertThat(service.questions).isEqualTo(1);
        limit.forget(STREAM);
        limit.of(STREAM, 2L * MIB);
        assertThat(service.questions).isEqualTo(2);
    }

    @Test
    void isAskedAgainAfterAMinuteWhenARecordIsLargerThanItSaid() throws Exception {
        service.kib = 2048;
        assertThat(limit.of(STREAM, 3L * MIB)).isEqualTo(2L * MIB);
        service.kib = 4096;
        assertThat(limit.of(STREAM, 3L * MIB)).isEqualTo(2L * MIB);
        now += TimeUnit.MINUTES.toNanos(1);
        assertThat(limit.of(STREAM, 2L * MIB)).isEqualTo(2L * MIB);
        assertThat(limit.of(STREAM, 3L * MIB)).isEqualTo(4L * MIB);
    }

    @Test
    void isTheUsualOneWhereTheRightToAskIsMissingOrNothingIsSaid() throws Exception {
        service.failure = KinesisException.builder()
                .message("not authorized to perform kinesis:DescribeStreamSummary")
                .build();
        assertThat(limit.of(STREAM, 2L * MIB)).isEqualTo(MIB);
        service.failure = null;
        assertThat(limit.of(new StreamTarget("old server", null), 2L * MIB)).isEqualTo(MIB);
    }

    @Test
    void isNotKnownWhereNoAnswerComesInTime() {
        service.silent = true;
        assertThatThrownBy(() -> limit.of(STREAM, 2L * MIB))
                .hasMessageContaining("maxRecordSize=stream")
                .hasMessageContaining("no answer came");
    }

    @Test
    void othersDoNotWaitForACallThatWaitsForCredentials() throws Exception {
        CountDownLatch calling = new CountDownLatch(1);
        CountDownLatch credentials = new CountDownLatch(1);
        service.kib = 4096;
        service.before = () -> {
            calling.countDown();
            try {
                credentials.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(this::limitOfLarge);
        calling.await();
        // The same key is in the same part of the map.
        CompletableFuture.runAsync(() -> limit.forget(STREAM)).get(20, TimeUnit.SECONDS);
        assertThat(waiting).isNotDone();
        credentials.countDown();
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(4L * MIB);
    }

    private long limitOfLarge() {
        try {
            return limit.of(STREAM, 2L * MIB);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isNotKnownWhereTheCallThrows() {
        service.before = () -> {
            throw new IllegalStateException("closed");
        };
        assertThatThrownBy(() -> limit.of(STREAM, 2L * MIB))
                .hasMessageContaining("maxRecordSize=stream")
                .hasMessageContaining("closed");
    }

    @Test
    void isAskedForAgainSoonAfterAFailureThatPasses() throws Exception {
        service.kib = 4096;
        service.failure =
                KinesisException.builder().message("busy").statusCode(500).build();
        assertThatThrownBy(() -> limit.of(STREAM, 2L * MIB)).hasMessageContaining("busy");
        service.failure = null;
        assertThatThrownBy(() -> limit.of(STREAM, 2L * MIB)).hasMessageContaining("busy");
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(limit.of(STREAM, 2L * MIB)).isEqualTo(4L * MIB);
    }

    @Test
    void isForgottenOfStreamsThatWereAskedLongAgoWhenThereAreMany() throws Exception {
        service.kib = 4096;
        for (int i = 0; i < 3 * StreamSizeLimit.MAX_KNOWN; i++) {
            limit.of(new StreamTarget("stream-" + i, null), 2L * MIB);
            now += TimeUnit.SECONDS.toNanos(1);
        }
        assertThat(limit.known()).isLessThanOrEqualTo(StreamSizeLimit.MAX_KNOWN);
    }
}
