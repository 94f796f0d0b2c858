package io.github.camelconduit.kinesis.publish;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.publish.PlayedPutRecords.Request;
import io.github.camelconduit.kinesis.publish.Publishing.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a publisher says of itself while requests are answered as the test likes. */
@Timeout(30)
class PublisherReportTest {

    private final PlayedPutRecords kinesis = new PlayedPutRecords();
    private Publishing publishing;

    @AfterEach
    void close() {
        publishing.close();
    }

    private void start(Consumer<ConduitKinesisConfiguration> options) {
        publishing = new Publishing(kinesis, configuration -> {
            options.accept(configuration);
            return configuration;
        });
    }

    private PublisherReport report() {
        return publishing.publisher().report();
    }

    private StreamReport stream() {
        return report().streams().get(0);
    }

    @Test
    void saysWhatIsHeldAndWhatIsDone() throws Exception {
        start(options -> {});
        assertThat(report().streams()).isEmpty();
        Outcome one = publishing.send("a", "body");
        Request request = kinesis.next();

        assertThat(report().bufferedBytes()).isEqualTo(5 + SendBuffer.OVERHEAD);
        assertThat(stream().stream()).isEqualTo("orders");
        assertThat(stream().records()).isEqualTo(1);
        assertThat(stream().inFlightRequests()).isEqualTo(1);
        assertThat(stream().triedAt()).isNull();
        request.writeAll();
        one.sequenceNumber();

        assertThat(report().counts()).isEqualTo(new WriteCounts(1, 0, 5, 0, 1));
        assertThat(report().lastError()).isNull();
        assertThat(stream().records()).isZero();
        assertThat(stream().failing()).isNull();
        assertThat(stream().writtenAt()).isEqualTo(stream().triedAt()).isNotNull();
        await().until(() -> report().bufferedBytes() == 0);
    }

    @Test
    void sinceTheFirstFailureNothingCanBeWrittenUntilSomethingIs() throws Exception {
        start(options -> {});
        publishing.send("a", "body");
        kinesis.next().fail(AccessDeniedException.builder().message("no").build());
        await().until(() -> stream().records() == 0);
        StreamReport first = stream();
        publishing.send("a", "body");
        kinesis.next().fail(AccessDeniedException.builder().message("no").build());
        await().until(() -> report().counts().recordsFailed() == 2);

        assertThat(stream().failing()).isEqualTo(WriteFailure.ACCESS_DENIED);
        assertThat(stream().failingSince()).isEqualTo(first.failingSince());
        assertThat(stream().triedAt()).isAfterOrEqualTo(first.triedAt());
        assertThat(report().lastError().failure()).isEqualTo(WriteFailure.ACCESS_DENIED);
        assertThat(report().lastError().stream()).isEqualTo("orders");

        Outcome written = publishing.send("a", "body");
        kinesis.next().writeAll();
        written.sequenceNumber();

        assertThat(stream().failing()).isNull();
        assertThat(stream().failingSince()).isNull();
        assertThat(report().lastError()).as("is remembered").isNotNull();
        assertThat(report().counts()).isEqualTo(new WriteCounts(1, 2, 5, 2, 3));
    }

    @Test
    void aRequestOfWhichSomethingIsWrittenSaysThatWritingWorks() throws Exception {
        start(options -> options.setMaxInFlightRequests(1));
        publishing.send("first", "0");
        Request first = kinesis.next();
        publishing.send("a", "1");
        Outcome other = publishing.send("b", "2");
        first.writeAll();
        kinesis.next().answer("InternalFailure", null);
        other.sequenceNumber();

        assertThat(stream().failing()).isNull();
        assertThat(report().lastError().failure()).isEqualTo(WriteFailure.SERVICE);
        kinesis.next().writeAll();
    }

    @Test
    void aRecordThatTheServiceFindsFaultWithSaysNothingOfTheStream() throws Exception {
        start(options -> {});
        publishing.send("a", "body");
        kinesis.next().fail(InvalidArgumentException.builder().message("no").build());
        await().until(() -> report().counts().recordsFailed() == 1);

        assertThat(stream().failing()).isNull();
        assertThat(report().lastError().failure()).isEqualTo(WriteFailure.REFUSED);
    }

    @Test
    void aConnectionThatFailsIsFailingWhileItIsTriedAgain() throws Exception {
        start(options -> {});
        publishing.send("a", "body");
        kinesis.next().fail(new IOException("reset"));
        Request again = kinesis.next();

        assertThat(stream().failing()).isEqualTo(WriteFailure.CONNECTION);
        assertThat(stream().records()).isEqualTo(1);
        again.writeAll();
        await().until(() -> stream().failing() == null);
    }

    @Test
    void standsStillWhileARequestIsNotAnswered() throws Exception {
        start(options -> {});
        publishing.send("a", "body");
        Request request = kinesis.next();

        await().until(() -> stream().still().compareTo(Duration.ofMillis(50)) > 0);
        long unanswered = System.nanoTime();
        request.answer("InternalFailure");
        Request again = kinesis.next();
        Duration still = stream().still();
        assertThat(still)
                .as("since an answer and another attempt")
                .isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - unanswered));
        again.writeAll();

        await().until(() -> stream().still().isZero());
    }

    @Test
    void namesTheShardsThatHadTooMuch() throws Exception {
        start(options -> {});
        publishing.send("a", "body");
        PutRecordsResultEntry tooMuch = PutRecordsResultEntry.builder()
                .errorCode("ProvisionedThroughputExceededException")
                .errorMessage("Rate exceeded for shard shardId-000000000003 in stream orders")
                .build();
        kinesis.next().answer(PutRecordsResponse.builder().records(tooMuch).build());
        Request again = kinesis.next();

        assertThat(stream().throttledShards()).containsExactly("shardId-000000000003");
        again.writeAll();
    }

    @Test
    void aFullBufferIsFullUntilSomebodyGetsRoom() throws Exception {
        start(options -> options.setSendBufferBytes(600));
        Outcome first = publishing.send("a", "body");
        assertThat(report().bufferFullFor()).isZero();
        CompletableFuture<Outcome> second = CompletableFuture.supplyAsync(() -> {
            try {
                return publishing.send("b", "body");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> report().waiting() == 1 && report().bufferFullFor().compareTo(Duration.ofMillis(20)) > 0);

        kinesis.next().writeAll();
        first.sequenceNumber();
        kinesis.next().writeAll();
        second.join().sequenceNumber();

        assertThat(report().waiting()).isZero();
        assertThat(report().bufferFullFor()).isZero();
    }
}
