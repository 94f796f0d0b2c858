package io.github.camelconduit.kinesis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisServiceClientConfiguration;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import io.github.camelconduit.kinesis.publish.RecordsNotWrittenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Errors in what the producer calls for a message: they are that exchange's failure. */
@Timeout(30)
class ProducerErrorsTest {

    private final CamelContext context = new DefaultCamelContext();
    private volatile Error error;
    private ConduitKinesisEndpoint endpoint;
    private AsyncProducer producer;

    /** Writes everything. */
    private static class Service implements KinesisAsyncClient {

        @Override
        public CompletableFuture<PutRecordsResponse> putRecords(PutRecordsRequest request) {
            List<PutRecordsResultEntry> results = new ArrayList<>();
            request.records()
                    .forEach(record -> results.add(PutRecordsResultEntry.builder()
                            .shardId("shard-0")
                            .sequenceNumber("1")
                            .build()));
            return CompletableFuture.completedFuture(
                    PutRecordsResponse.builder().records(results).build());
        }

        @Override
        public String serviceName() {
            return "kinesis";
        }

        @Override
        public void close() {}
    }

    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new ExceptionInInitializerError("a class of the bean"));
    }

    @BeforeEach
    void start() throws Exception {
        Function<Exchange, Object> key = exchange -> {
            if (error != null) {
                throw error;
            }
            return "k";
        };
        context.getRegistry().bind("key", key);
        context.getRegistry().bind("service", new Service());
        context.start();
        endpoint = context.getEndpoint(
                "conduit-kinesis:orders?region=us-east-1&amazonKinesisAsyncClient=#service&partitionKey=#key",
                ConduitKinesisEndpoint.class);
        producer = endpoint.createAsyncProducer();
        producer.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorIsTheExceptionOfTheExchangeAndItsCallbackIsToldOnce(Error thrown) throws Exception {
        error = thrown;
        AtomicInteger told = new AtomicInteger();
        Exchange exchange = exchange("x");
        Throwable escaped = catchThrowable(() -> producer.process(exchange, doneSync -> told.incrementAndGet()));
        assertNothingEscaped(escaped);
        assertThat(told).hasValue(1);
        assertThat(exchange.getException()).hasRootCause(thrown);
        assertNothingIsHeldAndTheNextIsWritten();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorEndsTheWaitingForAnExchange(Error thrown) throws Exception {
        error = thrown;
        Exchange exchange = exchange("x");
        Throwable escaped = catchThrowable(() -> producer.process(exchange));
        assertNothingEscaped(escaped);
        assertThat(exchange.getException()).hasRootCause(thrown);
        assertNothingIsHeldAndTheNextIsWritten();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorInOneOfManyRecordsIsTheExceptionOfTheExchange(Error thrown) throws Exception {
        error = thrown;
        CompletableFuture<Void> done = new CompletableFuture<>();
        Exchange exchange = exchange(List.of("x", "y"));
        Throwable escaped = catchThrowable(() -> producer.process(exchange, doneSync -> done.complete(null)));
        assertNothingEscaped(escaped);
        done.get(20, TimeUnit.SECONDS);
        assertThat(exchange.getException())
                .hasRootCause(thrown)
                .isInstanceOfSatisfying(RecordsNotWrittenException.class, failure -> assertThat(failure.isEndedEarly())
                        .isTrue());
        assertNothingIsHeldAndTheNextIsWritten();
    }

    @Test
    void aCallbackThatThrowsIsNotToldAgain() {
        AtomicInteger told = new AtomicInteger();
        Exchange exchange = exchange(List.of());
        catchThrowable(() -> producer.process(exchange, doneSync -> {
            told.incrementAndGet();
            throw new NoClassDefFoundError("of the callback");
        }));
        assertThat(told).hasValue(1);
        assertThat(exchange.getException()).isNull();
    }

    @Test
    void aStopThatFailsLeavesNothingThatIsClosedToALaterStart() {
        AtomicInteger asked = new AtomicInteger();
        context.setExecutorServiceManager(new DefaultExecutorServiceManager(context) {
            @Override
            public long getShutdownAwaitTermination() {
                if (asked.incrementAndGet() == 1) {
                    throw new NoClassDefFoundError("of the threads");
                }
                return super.getShutdownAwaitTermination();
            }
        });
        assertThat(catchThrowable(producer::stop)).hasStackTraceContaining("of the threads");
        producer.start();
        Exchange next = exchange("x");
        assertNothingEscaped(catchThrowable(() -> producer.process(next)));
        assertThat(next.getException()).isNull();
    }

    @Test
    void aStartThatFailsLeavesNoThreads() throws Exception {
        List<ExecutorService> pools = new ArrayList<>();
        context.setExecutorServiceManager(new DefaultExecutorServiceManager(context) {
            @Override
            public ExecutorService newThreadPool(Object source, String name, ThreadPoolProfile profile) {
                return noted(super.newThreadPool(source, name, profile));
            }

            @Override
            public ExecutorService newCachedThreadPool(Object source, String name) {
                return noted(super.newCachedThreadPool(source, name));
            }

            @Override
            public ScheduledExecutorService newScheduledThreadPool(
                    Object source, String name, ThreadPoolProfile profile) {
                return noted(super.newScheduledThreadPool(source, name, profile));
            }

            private <T extends ExecutorService> T noted(T pool) {
                pools.add(pool);
                return pool;
            }
        });
        AtomicBoolean closed = new AtomicBoolean();
        context.getRegistry().bind("broken", new Service() {
            @Override
            public KinesisServiceClientConfiguration serviceClientConfiguration() {
                if (closed.get()) {
                    throw new IllegalStateException("of the client");
                }
                return super.serviceClientConfiguration();
            }
        });
        AsyncProducer broken = context.getEndpoint(
                        "conduit-kinesis:other?region=us-east-1&amazonKinesisAsyncClient=#broken")
                .createAsyncProducer();
        closed.set(true);
        assertThat(catchThrowable(broken::start)).hasStackTraceContaining("of the client");
        assertThat(pools).hasSizeGreaterThanOrEqualTo(3).allMatch(ExecutorService::isShutdown);
    }

    /** JUnit takes an OutOfMemoryError that reaches it for the end of the JVM. */
    private static void assertNothingEscaped(Throwable escaped) {
        assertThat(escaped).as("thrown at the caller").isNull();
    }

    private void assertNothingIsHeldAndTheNextIsWritten() throws Exception {
        assertThat(endpoint.producerStatus().report().bufferedBytes()).isZero();
        error = null;
        Exchange next = exchange("z");
        producer.process(next);
        assertThat(next.getException()).isNull();
    }

    private Exchange exchange(Object body) {
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(body);
        return exchange;
    }
}
