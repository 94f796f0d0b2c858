package io.github.camelconduit.kinesis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.github.camelconduit.kinesis.Received.Count;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.ShardView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What tests of the consumer share: an embedded server with the stream "orders" of four shards, and a Camel context. */
abstract class EmbeddedStreamTest {

    static final Duration LIMIT = Duration.ofSeconds(40);

    final Received received = new Received();
    EmbeddedKinesis kinesis;
    DefaultCamelContext camel;
    private int put;

    @BeforeEach
    void startServerAndCamel() {
        kinesis = startServer();
        camel = newContext();
    }

    EmbeddedKinesis startServer() {
        return EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 4)
                .listShardsPageSize(10)
                .start();
    }

    @AfterEach
    void stopServerAndCamel() {
        camel.stop();
        kinesis.close();
    }

    static DefaultCamelContext newContext() {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getCamelContextExtension().setName("shop");
        context.getShutdownStrategy().setTimeout(20);
        context.start();
        return context;
    }

    /** Writes so many records more, "record-0" and so on, over all shards. */
    final void put(int records) {
        for (int i = 0; i < records; i++, put++) {
            kinesis.put("orders", "key-" + put % 97, ("record-" + put).getBytes(StandardCharsets.UTF_8));
        }
    }

    final int written() {
        return put;
    }

    final String uri(String stream, String options) {
        return "conduit-kinesis:" + stream + "?region=us-east-1&accessKeyId=test&secretAccessKey=test&url="
                + kinesis.endpoint() + options;
    }

    /** Adds the route "reader" from "orders". */
    final void route(String options, Processor processor) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("orders", options)).routeId("reader").process(processor);
            }
        });
    }

    final ConduitKinesisConsumer consumer() {
        return (ConduitKinesisConsumer) camel.getRoute("reader").getConsumer();
    }

    /** Waits until all that was written has arrived, and holds it against what the server has. */
    final void awaitAll() {
        awaitReceived(put);
        assertThat(received.against(kinesis, "orders")).isEqualTo(Count.exactly(put));
    }

    final void awaitReceived(int records) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(received.size()).isGreaterThanOrEqualTo(records));
    }

    final void awaitSubscriptions(int count) {
        await().atMost(LIMIT).until(() -> kinesis.openSubscriptions().size() == count);
    }

    final List<String> openShards() {
        return kinesis.shards("orders").stream()
                .filter(ShardView::open)
                .map(ShardView::shardId)
                .toList();
    }
}
