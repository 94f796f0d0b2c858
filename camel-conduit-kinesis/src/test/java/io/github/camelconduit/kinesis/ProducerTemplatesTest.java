package io.github.camelconduit.kinesis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Templates that do not end, and the stop and start of the producer. */
@Timeout(30)
class ProducerTemplatesTest {

    private final CamelContext context = new DefaultCamelContext();

    /** Is never asked. */
    private static final class Service implements KinesisAsyncClient {

        @Override
        public String serviceName() {
            return "kinesis";
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void whatIsEvaluatedIsEndedByAStopAndByItsTimeAfterAStart() throws Exception {
        context.getRegistry().bind("service", new Service());
        context.start();
        ConduitKinesisEndpoint endpoint = context.getEndpoint(
                "conduit-kinesis:orders?region=us-east-1&amazonKinesisAsyncClient=#service"
                        + "&partitionKeyTemplate=RAW(<#list 1.. as i><#assign slow = header.slow></#list>)",
                ConduitKinesisEndpoint.class);
        AsyncProducer producer = endpoint.createAsyncProducer();
        producer.start();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Exchange first = exchange(endpoint, begun);
        CompletableFuture<Void> done = CompletableFuture.runAsync(() -> producer.process(first, doneSync -> {}));
        await().until(begun::isDone);

        producer.stop();
        done.get(20, TimeUnit.SECONDS);
        assertThat(first.getException()).hasMessageContaining("stopping");

        producer.start();
        Exchange second = exchange(endpoint, new CompletableFuture<>());
        producer.process(second, doneSync -> {});
        assertThat(second.getException()).hasMessageContaining("longer than 1000 ms");
    }

    private static Exchange exchange(ConduitKinesisEndpoint endpoint, CompletableFuture<Void> begun) {
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody("x");
        exchange.getMessage().setHeader("slow", new Object() {
            @Override
            public String toString() {
                begun.complete(null);
                LockSupport.parkNanos(1_000_000);
                return "";
            }
        });
        return exchange;
    }
}
