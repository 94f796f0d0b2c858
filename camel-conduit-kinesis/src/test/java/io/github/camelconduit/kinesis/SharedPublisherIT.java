package io.github.camelconduit.kinesis;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.StoredRecord;
import io.github.camelconduit.kinesis.embedded.log.Call;
import io.github.camelconduit.kinesis.publish.SendBufferFullException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What all producers of an endpoint share. */
@Timeout(60)
class SharedPublisherIT {

    private static final String STREAM = "orders";

    private final EmbeddedKinesis kinesis =
            EmbeddedKinesis.builder().rules(Rules.fast()).start();
    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        kinesis.createStream(STREAM, 2);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        kinesis.close();
    }

    @Test
    @Tag("failure-mode-34")
    void theOrderOfAKeyHoldsWhicheverProducerTakesTheMessage() throws Exception {
        Duration answerTime = Duration.ofMillis(500);
        kinesis.faults().delay("PutRecords", answerTime).once();
        AsyncProducer one = producer("");
        AsyncProducer other = producer("");
        CompletableFuture<Exchange> first = processed(one, "1");
        await().until(() -> kinesis.calls("PutRecords").size() == 1);
        CompletableFuture<Exchange> second = processed(other, "2");
        assertThat(first.get(10, TimeUnit.SECONDS).getException()).isNull();
        assertThat(second.get(10, TimeUnit.SECONDS).getException()).isNull();
        assertThat(kinesis.records(STREAM)).extracting(StoredRecord::text).containsExactly("1", "2");
        List<Call> calls = kinesis.calls("PutRecords");
        assertThat(Duration.between(calls.get(0).time(), calls.get(1).time()))
                .as("from the one's request to the other's, which waits for the answer")
                .isGreaterThan(answerTime.minusMillis(50));
    }

    @Test
    void bothBranchesOfARouteHaveOneSendBuffer() throws Exception {
        String uri = uri("&sendBufferBytes=1&maxBlockTime=50");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .choice()
                        .when(body().isEqualTo("1"))
                        .to(uri)
                        .otherwise()
                        .to(uri);
            }
        });
        context.getShutdownStrategy().setTimeout(1);
        kinesis.faults().delay("PutRecords", Duration.ofSeconds(60)).always();
        ProducerTemplate template = context.createProducerTemplate();
        template.asyncSend("direct:in", exchange("1"));
        await().until(() -> kinesis.calls("PutRecords").size() == 1);
        assertThat(template.send("direct:in", exchange("2")).getException())
                .isInstanceOf(SendBufferFullException.class);
    }

    @Test
    void aProducerThatStopsLeavesTheOthersAtWorkAndCanStartAgain() throws Exception {
        AsyncProducer one = producer("");
        AsyncProducer other = producer("");
        one.stop();
        assertThat(processed(other, "1").get(10, TimeUnit.SECONDS).getException())
                .isNull();
        other.stop();
        assertThat(processed(other, "2").get(10, TimeUnit.SECONDS).getException())
                .hasMessageContaining("stopping");
        one.start();
        assertThat(processed(one, "3").get(10, TimeUnit.SECONDS).getException()).isNull();
        assertThat(kinesis.records(STREAM)).extracting(StoredRecord::text).containsExactly("1", "3");
    }

    @Test
    @Tag("failure-mode-38")
    void whatATemplateSentIsWrittenBeforeTheContextStops() throws Exception {
        kinesis.faults().delay("PutRecords", Duration.ofSeconds(1)).always();
        AsyncProducer ofTemplate = producer("&maxInFlightRequests=1");
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(processed(ofTemplate, String.valueOf(i)));
        }
        // As the services of templates are, the producer is stopped after the endpoints only.
        context.stop();
        for (CompletableFuture<Exchange> one : all) {
            assertThat(one).isCompleted();
            assertThat(one.get().getException()).isNull();
        }
        assertThat(kinesis.records(STREAM)).hasSize(3);
        ofTemplate.stop();
    }

    @Test
    @Tag("failure-mode-38")
    void manyEndpointsWithASilentServerStopWithinOneShutdownTimeout() throws Exception {
        context.getShutdownStrategy().setTimeout(3);
        kinesis.faults().delay("PutRecords", Duration.ofSeconds(60)).always();
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            all.add(processed(producer("&maxInFlightRequests=" + i), "x"));
        }
        long start = System.nanoTime();
        context.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        for (CompletableFuture<Exchange> one : all) {
            assertThat(one.getNow(null).getException()).hasMessageContaining("stopped");
        }
    }

    @Test
    @Tag("failure-mode-33")
    void aRedeliveryByCamelWritesAStreamThatCanBeReadOnceAndWasRead() throws Exception {
        String uri = uri("");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(0));
                from("direct:in").streamCache("false").to(uri);
            }
        });
        kinesis.faults().failRecords("KMSDisabledException").times(3);
        for (Object body : List.of(bytes("one"), List.of(bytes("two"), bytes("three")))) {
            Exchange sent = context.createProducerTemplate()
                    .request("direct:in", exchange -> exchange.getMessage().setBody(body));
            assertThat(sent.getException()).isNull();
        }
        assertThat(kinesis.records(STREAM))
                .extracting(StoredRecord::text)
                .containsExactlyInAnyOrder("one", "two", "three");
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void messagesWhoseRoutesWaitForOtherRecordsAreAllDone() throws Exception {
        String uri = uri("");
        ProducerTemplate template = context.createProducerTemplate();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(uri).process(exchange -> {
                    Exchange inner =
                            template.send(uri, copy -> copy.getMessage().setBody("inner"));
                    if (inner.getException() != null) {
                        throw inner.getException();
                    }
                });
            }
        });
        AsyncProducer in = context.getEndpoint("direct:in").createAsyncProducer();
        in.start();
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(processed(in, exchange("outer", "k" + i)));
        }
        for (CompletableFuture<Exchange> one : all) {
            assertThat(one.get(20, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(kinesis.records(STREAM)).hasSize(400);
    }

    @Test
    void moreStreamsThanATimerOfCamelHasTasksAreAllWaitedFor() throws Exception {
        AsyncProducer producer = producer("&linger=300");
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            Exchange exchange = exchange("x");
            exchange.getMessage().setHeader(ConduitKinesisConstants.OVERRIDE_STREAM_NAME, "absent-" + i);
            all.add(processed(producer, exchange));
        }
        for (CompletableFuture<Exchange> one : all) {
            assertThat(one.get(20, TimeUnit.SECONDS).getException()).hasMessageContaining("absent-");
        }
    }

    @Test
    @Tag("failure-mode-37")
    void anAnswerToAWriteIsWaitedForLongerThanThatToAnotherCall() throws Exception {
        kinesis.faults().delay("PutRecords", Duration.ofMillis(10_500)).once();
        assertThat(processed(producer(""), "1").get(30, TimeUnit.SECONDS).getException())
                .isNull();
        assertThat(kinesis.records(STREAM)).hasSize(1);
        assertThat(kinesis.calls("PutRecords")).hasSize(1);
    }

    private Exchange exchange(String body) {
        return exchange(body, "k");
    }

    private Exchange exchange(String body, String key) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeaders(new java.util.HashMap<>(Map.of(ConduitKinesisConstants.PARTITION_KEY, key)));
        return exchange;
    }

    private CompletableFuture<Exchange> processed(AsyncProducer producer, String body) {
        return processed(producer, exchange(body));
    }

    private static CompletableFuture<Exchange> processed(AsyncProducer producer, Exchange exchange) {
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        producer.process(exchange, doneSync -> done.complete(exchange));
        return done;
    }

    private AsyncProducer producer(String options) throws Exception {
        AsyncProducer producer = context.getEndpoint(uri(options)).createAsyncProducer();
        producer.start();
        return producer;
    }

    private String uri(String options) {
        return "conduit-kinesis:" + STREAM + "?accessKeyId=test&secretAccessKey=test&region=us-east-1&url="
                + kinesis.endpoint() + options;
    }
}
