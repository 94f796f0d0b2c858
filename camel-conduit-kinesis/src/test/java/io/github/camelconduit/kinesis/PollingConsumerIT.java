package io.github.camelconduit.kinesis;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelconduit.kinesis.embedded.PutResult;
import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.ReaderKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Reading without a route: ConsumerTemplate and pollEnrich take records one by one from a queue of Camel's. */
@Timeout(120)
class PollingConsumerIT extends EmbeddedStreamTest {

    @TempDir
    Path positions;

    private String polled(String options) {
        return uri("orders", "&applicationName=app&positionStore=file&positionDirectory=" + positions + options);
    }

    @Test
    void whatWasQueuedAndNotTakenIsThereAfterARestart() throws Exception {
        put(300);
        String uri = polled("&consumerName=polling");
        Set<String> taken = new HashSet<>();
        try (ConsumerTemplate template = camel.createConsumerTemplate()) {
            for (int i = 0; i < 10; i++) {
                taken.add(template.receiveBody(uri, LIMIT.toMillis(), String.class));
            }
        }
        camel.stop();

        camel = newContext();
        Set<String> afterwards = new HashSet<>();
        try (ConsumerTemplate template = camel.createConsumerTemplate()) {
            while (afterwards.size() < 290) {
                String body = template.receiveBody(uri, LIMIT.toMillis(), String.class);
                assertThat(body).as("the record after %d", afterwards.size()).isNotNull();
                afterwards.add(body);
            }
        }
        Set<String> all = new HashSet<>(taken);
        all.addAll(afterwards);
        assertThat(taken).hasSize(10);
        assertThat(all).hasSize(300);
    }

    @Test
    void whatPollEnrichTookIsDoneWithTheExchangeItEnrichedAndNotBefore() throws Exception {
        MemoryPositionStore store = new MemoryPositionStore();
        camel.getRegistry().bind("store", store);
        String uri = uri("orders", "&consumerName=enriching&positionStore=#store&commitInterval=20");
        CountDownLatch enriched = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").pollEnrich(uri, LIMIT.toMillis()).process(exchange -> {
                    if ("2".equals(exchange.getMessage().getBody(String.class))) {
                        enriched.countDown();
                        gate.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
                    }
                });
            }
        });
        Position first = Position.after(kinesis.put("orders", "key", "1".getBytes(StandardCharsets.UTF_8))
                .sequenceNumber());
        PutResult second = kinesis.put("orders", "key", "2".getBytes(StandardCharsets.UTF_8));
        Supplier<Position> saved = () -> store.load(new ReaderKey("shop", "enriching", kinesis.streamArn("orders")))
                .orElseThrow()
                .shards()
                .get(second.shardId());
        // The first starts the consumer; the second is in its queue before anybody asks for it.
        camel.createProducerTemplate().sendBody("direct:in", "any");
        await().atMost(LIMIT).until(() -> !Position.TRIM_HORIZON.equals(saved.get()));
        camel.createProducerTemplate().asyncSendBody("direct:in", "any");
        assertThat(enriched.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        await("several commit intervals")
                .during(Duration.ofMillis(400))
                .atMost(LIMIT)
                .until(() -> saved.get().equals(first));
        gate.countDown();

        await().atMost(LIMIT)
                .until(() -> !Position.after(second.sequenceNumber()).isBeyond(saved.get()));
    }

    @Test
    void whatNobodyTakesForLongIsNotStuck() throws Exception {
        camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class).stuckAfter(Duration.ofMillis(50));
        String uri = uri(
                "orders",
                "&consumerName=polling&breakOnFirstError=true&healthCheckStuckTimeout=50&pollingConsumerQueueSize=1");
        kinesis.put("orders", "key", "1".getBytes(StandardCharsets.UTF_8));
        kinesis.put("orders", "key", "2".getBytes(StandardCharsets.UTF_8));
        try (LogCapture log = new LogCapture(Level.WARN);
                ConsumerTemplate template = camel.createConsumerTemplate()) {
            Exchange first = template.receive(uri, LIMIT.toMillis());

            await().during(Duration.ofMillis(500)).atMost(LIMIT).until(() -> log.lines().stream()
                    .noneMatch(line -> line.contains("are not done")));
            template.doneUoW(first);
            assertThat(template.receiveBody(uri, LIMIT.toMillis(), String.class))
                    .isEqualTo("2");
        }
    }

    /** Camel drops what its queue has no room for. */
    @ParameterizedTest
    @ValueSource(strings = {"pollingConsumerBlockWhenFull=false", "pollingConsumerBlockTimeout=100"})
    void aQueueThatDoesNotWaitForRoomIsRefused(String option) throws Exception {
        try (ConsumerTemplate template = camel.createConsumerTemplate()) {
            assertThatThrownBy(() -> template.receiveBody(polled("&consumerName=polling&" + option), 1_000))
                    .rootCause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(option + ":")
                    .hasMessageContaining("allowed: ");
        }
        assertThat(kinesis.calls("SubscribeToShard")).isEmpty();
    }

    @Test
    void aNameForItsStreamConsumerIsAskedFor() throws Exception {
        try (ConsumerTemplate template = camel.createConsumerTemplate()) {
            assertThatThrownBy(() -> template.receiveBody(polled(""), 1_000))
                    .rootCause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Neither consumerName nor consumerArn is set for reading orders")
                    .hasMessageContaining("pollEnrich");
        }
        assertThat(kinesis.consumers("orders")).isEmpty();
    }
}
