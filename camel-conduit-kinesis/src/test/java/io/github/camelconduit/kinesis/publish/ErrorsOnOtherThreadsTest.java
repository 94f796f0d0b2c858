package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConstants;
import io.github.camelconduit.kinesis.publish.Publishing.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** Errors where no caller would hear of them: no exchange hangs for them, and no room stays taken. */
@Timeout(30)
class ErrorsOnOtherThreadsTest {

    private final CamelContext context = new DefaultCamelContext();
    private final PlayedPutRecords puts = new PlayedPutRecords();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        timer.shutdownNow();
        threads.shutdownNow();
        context.stop();
    }

    /** Has no memory for a thread when it is asked for the first so many. */
    private Executor without(int first) {
        AtomicInteger asked = new AtomicInteger();
        return task -> {
            if (asked.incrementAndGet() <= first) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            threads.execute(task);
        };
    }

    @Test
    void recordsAreSentAndCompletedOnceThereIsMemoryForThreads() throws Exception {
        PublishSettings settings = PublishSettings.of(new ConduitKinesisConfiguration());
        RecordPublisher publisher = new RecordPublisher(
                puts,
                null,
                RecordSizeLimit.fixed(RecordSizeLimit.DEFAULT),
                settings,
                Publishing.QUICK,
                without(3),
                without(3),
                timer);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Outcome outcome = new Outcome();
            outcomes.add(outcome);
            publisher.publish(new RecordToSend(Publishing.STREAM, "same", null, new byte[1]), outcome);
        }
        for (Outcome outcome : outcomes) {
            // The one behind it is sent by the executor.
            puts.next().writeAll();
            assertThat(outcome.sequenceNumber()).isNotNull();
        }
        assertThat(publisher.report().bufferedBytes()).isZero();
        publisher.close(Duration.ZERO);
    }

    @Test
    void aRecordThatIsTakenIsSentAndToldOnceThoughTheNextRequestCouldNotBeMadeAtOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Executor broken = task -> {
            if (asked.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("of the executor");
            }
            threads.execute(task);
        };
        RecordPublisher publisher = new RecordPublisher(
                puts,
                null,
                RecordSizeLimit.fixed(RecordSizeLimit.DEFAULT),
                PublishSettings.of(new ConduitKinesisConfiguration()),
                Publishing.QUICK,
                broken,
                threads,
                timer);
        Outcome first = new Outcome();
        publisher.publish(new RecordToSend(Publishing.STREAM, "a", null, new byte[1]), first);
        Outcome second = new Outcome();
        publisher.publish(new RecordToSend(Publishing.STREAM, "b", null, new byte[1]), second);
        puts.next().writeAll();
        puts.next().writeAll();
        assertThat(first.sequenceNumber()).isNotNull();
        assertThat(second.sequenceNumber()).isNotNull();
        assertThat(asked).hasValueGreaterThan(1);
        assertThat(publisher.report().bufferedBytes()).isZero();
        publisher.close(Duration.ZERO);
    }

    @Test
    void aRequestThatIsTakenOutIsSentThoughTheOneBehindItCouldNotBeAskedFor() throws Exception {
        List<Runnable> held = new ArrayList<>();
        AtomicBoolean broken = new AtomicBoolean();
        AtomicBoolean holds = new AtomicBoolean(true);
        RecordPublisher publisher = publisher(
                task -> {
                    if (broken.getAndSet(false)) {
                        throw new NoClassDefFoundError("of the executor");
                    } else if (holds.get()) {
                        held.add(task);
                    } else {
                        threads.execute(task);
                    }
                },
                timer,
                new ConduitKinesisConfiguration());
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(publish(publisher, "small", 1));
        PlayedPutRecords.Request small = puts.next();
        // Each goes alone. Both wait for the executor, and the first of them asks for the second.
        outcomes.add(publish(publisher, "large", RecordSizeLimit.DEFAULT + 1));
        outcomes.add(publish(publisher, "second large", RecordSizeLimit.DEFAULT + 1));
        assertThat(held).hasSize(1);
        holds.set(false);
        broken.set(true);
        held.get(0).run();
        small.writeAll();
        puts.next().writeAll();
        puts.next().writeAll();
        for (Outcome outcome : outcomes) {
            assertThat(outcome.sequenceNumber()).isNotNull();
        }
        assertThat(broken).isFalse();
        publisher.close(Duration.ZERO);
    }

    @Test
    void aRecordForWhichNoAlarmCanBeSetIsTakenAndSentAllTheSame() throws Exception {
        AtomicInteger alarms = new AtomicInteger();
        ScheduledExecutorService full = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                if (alarms.incrementAndGet() == 1) {
                    throw new NoClassDefFoundError("of the timer");
                }
                return super.schedule(task, delay, unit);
            }
        };
        try {
            ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();
            configuration.setLinger(50);
            RecordPublisher publisher = publisher(threads, full, configuration);
            Outcome outcome = publish(publisher, "k", 1);
            puts.next().writeAll();
            assertThat(outcome.sequenceNumber()).isNotNull();
            publisher.close(Duration.ZERO);
        } finally {
            full.shutdownNow();
        }
    }

    @Test
    void aFailureThatCannotBeReadLeavesTheOutcomeUnknownAndMakesWayForTheNextRequest() throws Exception {
        try (Publishing publishing = new Publishing(puts, options -> {
            options.setMaxInFlightRequests(1);
            return options;
        })) {
            Outcome first = publishing.send("a", "1");
            Outcome second = publishing.send("b", "2");
            PlayedPutRecords.Request request = puts.next();
            // The future, too, asks for its text, when it has told of it.
            catchThrowable(() -> request.fail(new Unreadable()));
            assertThatThrownBy(first::sequenceNumber)
                    .cause()
                    .isInstanceOf(UnknownOutcomeException.class)
                    .hasMessageContaining("cannot be read");
            puts.next().writeAll();
            assertThat(second.sequenceNumber()).isNotNull();
        }
    }

    /** As an interceptor of somebody else may throw. */
    private static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no text");
        }
    }

    private RecordPublisher publisher(
            Executor executor, ScheduledExecutorService alarms, ConduitKinesisConfiguration configuration) {
        return new RecordPublisher(
                puts,
                null,
                RecordSizeLimit.fixed(RecordSizeLimit.MAX),
                PublishSettings.of(configuration),
                Publishing.QUICK,
                executor,
                threads,
                alarms);
    }

    private static Outcome publish(RecordPublisher publisher, String key, int size) throws InterruptedException {
        Outcome outcome = new Outcome();
        publisher.publish(new RecordToSend(Publishing.STREAM, key, null, new byte[size]), outcome);
        return outcome;
    }

    @Test
    void anErrorOfTheClientLeavesTheOutcomeUnknownAndTakesNoRoom() throws Exception {
        PutRecordsCall broken = (stream, records) -> {
            throw new NoClassDefFoundError("of the client");
        };
        try (Publishing publishing = new Publishing(broken, options -> options)) {
            Outcome outcome = publishing.send("k", "x");
            assertThatThrownBy(outcome::sequenceNumber)
                    .cause()
                    .isInstanceOf(UnknownOutcomeException.class)
                    .hasMessageContaining("of the client");
            await().untilAsserted(() ->
                    assertThat(publishing.publisher().report().bufferedBytes()).isZero());
        }
    }

    @Test
    void anExchangeThatCannotBeToldWhereItWasWrittenIsDoneWithTheError() throws Exception {
        try (Publishing publishing = new Publishing(puts, options -> options)) {
            Exchange exchange = new DefaultExchange(context);
            exchange.setMessage(new Full(context));
            CompletableFuture<Void> done = new CompletableFuture<>();
            writer(publishing)
                    .write(exchange, sync -> assertThat(done.complete(null)).isTrue(), false);
            puts.next().writeAll();
            done.get(20, TimeUnit.SECONDS);
            assertThat(exchange.getException()).hasRootCauseInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void aBodyWithAMessageThatCannotBeToldSoIsDoneWithTheError() throws Exception {
        try (Publishing publishing = new Publishing(puts, options -> options)) {
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(List.of(new Full(context), "other"));
            CompletableFuture<Void> done = new CompletableFuture<>();
            writer(publishing)
                    .write(exchange, sync -> assertThat(done.complete(null)).isTrue(), false);
            for (int records = 0; records < 2; ) {
                PlayedPutRecords.Request request = puts.next();
                records += request.size();
                request.writeAll();
            }
            done.get(20, TimeUnit.SECONDS);
            assertThat(exchange.getException()).hasRootCauseInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void whatIsWrittenOfABodyWithAMessageThatCannotBeToldSoIsNotSentAgainWhenTheBodyIs() throws Exception {
        try (Publishing publishing = new Publishing(puts, options -> options)) {
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(List.of("one", new Full(context), "three"));
            CompletableFuture<Void> done = new CompletableFuture<>();
            writer(publishing).write(exchange, sync -> done.complete(null), false);
            for (int records = 0; records < 3; ) {
                PlayedPutRecords.Request request = puts.next();
                records += request.size();
                request.writeAll();
            }
            done.get(20, TimeUnit.SECONDS);
            assertThat(exchange.getException()).hasRootCauseInstanceOf(OutOfMemoryError.class);

            exchange.setException(null);
            assertThat(writer(publishing).write(exchange, sync -> {}, false))
                    .as("nothing is left to send")
                    .isTrue();
            assertThat(puts.nextWithin(Duration.ZERO)).isNull();
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getHeader(ConduitKinesisConstants.RECORD_COUNT))
                    .isEqualTo(3L);
            assertThat(exchange.getMessage().getHeader(ConduitKinesisConstants.RECORD_RESULTS))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .hasSize(3);
        }
    }

    @Test
    void anErrorWhileAStreamIsCreatedEndsTheCreation() {
        KinesisAsyncClient broken = new KinesisAsyncClient() {
            @Override
            public CompletableFuture<DescribeStreamSummaryResponse> describeStreamSummary(
                    DescribeStreamSummaryRequest request) {
                throw new NoClassDefFoundError("of the client");
            }

            @Override
            public String serviceName() {
                return "kinesis";
            }

            @Override
            public void close() {}
        };
        StreamCreator creator =
                new StreamCreator(broken, 1, timer, threads, Duration.ofMillis(5), Duration.ofSeconds(5));
        assertThatThrownBy(() -> creator.ensure(Publishing.STREAM).get(20, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }

    /** There is no memory for the headers of an outcome. */
    private static final class Full extends DefaultMessage {

        Full(CamelContext context) {
            super(context);
            setBody("x");
        }

        @Override
        public void setHeader(String name, Object value) {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public Message copy() {
            return this;
        }
    }

    private MessageWriter writer(Publishing publishing) {
        ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();
        configuration.setStreamNameOrArn("orders");
        return new MessageWriter(
                publishing.publisher(), RecordMapper.create(context, configuration, () -> null), "endpoint", true);
    }
}
