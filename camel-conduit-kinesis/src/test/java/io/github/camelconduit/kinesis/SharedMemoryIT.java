package io.github.camelconduit.kinesis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.Received.Count;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What many shards do to one when they share the smallest memory there may be. */
class SharedMemoryIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final int SHARDS = 120;
    private static final int BACKLOG = 1_500;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Received received = new Received();
    private EmbeddedKinesis kinesis;

    private void startServer(int shards) {
        // Whoever waits for those that have nothing waits for this.
        kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).idleEventInterval(IDLE).unthrottled().stream(
                        "orders", shards)
                .start();
    }

    private void read(String options, Processor processor) throws Exception {
        camel.start();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("conduit-kinesis:orders?region=us-east-1&accessKeyId=test&secretAccessKey=test"
                                + "&maxBufferedBytes=1048576&url=" + kinesis.endpoint() + options)
                        .routeId("reader")
                        .process(processor);
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
        kinesis.close();
    }

    /** So many that reservations of those that have nothing, even overdue ones, fill all the memory. */
    @Test
    void shardsThatHaveNothingLeaveTheMemoryToThoseThatHave() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        startServer(SHARDS);
        // Each shard has its first event at once.
        for (int i = 0; i < BACKLOG; i++) {
            kinesis.put("orders", "key-" + i, new byte[] {1});
        }
        read("", received);
        await().atMost(LIMIT).until(() -> kinesis.openSubscriptions().size() == SHARDS && received.size() == BACKLOG);

        // One after the other: if each waited for an idle event of others, this took 100 s.
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> {
            if (received.size() == BACKLOG + sent.get() && sent.get() < 50) {
                kinesis.put("orders", "hot", ("record-" + sent.getAndIncrement()).getBytes(StandardCharsets.UTF_8));
            }
            return received.size() == BACKLOG + 50;
        });

        assertThat(received.against(kinesis, "orders")).isEqualTo(Count.exactly(BACKLOG + 50));
    }

    @Test
    void shardsThatHaveNothingAreSubscribedToWithoutWaitingForEachOther() throws Exception {
        // The memory is for two of them at a time, and four more that are overdue.
        int shards = 24;
        kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).idleEventInterval(Duration.ofMinutes(1)).stream(
                        "orders", shards)
                .start();

        read("", received);

        // Sooner than the first idle events come.
        await().atMost(LIMIT).until(() -> kinesis.openSubscriptions().size() == shards);
    }

    @Test
    void aRecordThatFailsForEverKeepsOnlyItsOwnShardWaiting() throws Exception {
        List<String> keys = new CopyOnWriteArrayList<>();
        startServer(4);
        read("&breakOnFirstError=true", exchange -> {
            if (exchange.getMessage().getBody(byte[].class).length > 100_000) {
                throw new IllegalStateException("poison");
            }
            keys.add(exchange.getMessage().getHeader(ConduitKinesisConstants.PARTITION_KEY, String.class));
        });
        String poisoned = kinesis.put("orders", "poison", new byte[1_000_000]).shardId();
        List<String> others = new ArrayList<>();
        for (int i = 0; others.size() < 30; i++) {
            String key = "key-" + i;
            // Large enough that many do not fit beside the other.
            if (!kinesis.put("orders", key, new byte[90_000]).shardId().equals(poisoned)) {
                others.add(key);
            }
        }

        await().atMost(LIMIT).untilAsserted(() -> assertThat(keys).containsExactlyInAnyOrderElementsOf(others));
    }
}
