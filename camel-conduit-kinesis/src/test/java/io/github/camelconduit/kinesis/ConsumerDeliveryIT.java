package io.github.camelconduit.kinesis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.apache.camel.support.LoggingExceptionHandler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How exchanges are handed over, and what their outcome leads to. */
class ConsumerDeliveryIT extends EmbeddedStreamTest {

    @Test
    void readsOnHoweverManyShardsHaveEnded() throws Exception {
        route("&maxBufferedBytes=1048576", received);
        put(50);
        awaitAll();

        for (int round = 0; round < 8; round++) {
            List<String> children = kinesis.splitShard("orders", openShards().get(0));
            put(20);
            awaitAll();
            kinesis.mergeShards("orders", children.get(0), children.get(1));
            put(20);
            awaitAll();
        }

        // Of the 28 shards 4 are open: what the others had reserved is free again.
        await().atMost(LIMIT).until(() -> consumer().getBufferedBytes() <= 4 * 2 * 64 * 1024);
    }

    @Test
    void everyFailureIsToldWithPooledExchangesToo() throws Exception {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        camel.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
        camel.getRegistry().bind("told", new LoggingExceptionHandler(camel, ConsumerDeliveryIT.class) {
            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                told.add(exception);
            }
        });
        put(20);
        AtomicInteger seen = new AtomicInteger();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("orders", "&exceptionHandler=#told"))
                        .errorHandler(noErrorHandler())
                        .process(exchange -> {
                            seen.incrementAndGet();
                            throw new IllegalStateException("route failed");
                        });
            }
        });

        await().atMost(LIMIT).until(() -> seen.get() == 20);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(told).hasSize(20));
    }

    @Test
    @Tag("failure-mode-23")
    void aRecordThatIsHandedToAnotherRouteIsDoneOnlyWhenThatOneIs() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Received later = new Received();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("orders", "")).routeId("reader").process(received).to("seda:later");
                from("seda:later").process(exchange -> {
                    gate.await(1, TimeUnit.MINUTES);
                    later.process(exchange);
                });
            }
        });
        put(5);
        awaitReceived(5);

        camel.getShutdownStrategy().setTimeout(1);
        camel.getRouteController().stopRoute("reader");
        camel.getRouteController().startRoute("reader");
        awaitReceived(10);

        gate.countDown();
        await().atMost(LIMIT).until(() -> later.size() == 10);
        await().atMost(LIMIT).until(() -> camel.getInflightRepository().size() == 0);
        camel.getShutdownStrategy().setTimeout(20);
        camel.getRouteController().stopRoute("reader");
        camel.getRouteController().startRoute("reader");
        put(1);
        awaitReceived(11);
        assertThat(received.size()).isEqualTo(11);
    }
}
