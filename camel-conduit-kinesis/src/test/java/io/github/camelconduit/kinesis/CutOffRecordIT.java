package io.github.camelconduit.kinesis;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelconduit.kinesis.embedded.PutResult;
import io.github.camelconduit.kinesis.observe.ShardPosition;
import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A suspension cuts off a record that the route had handed on, when others of its shard were handed over behind it. */
@Timeout(120)
class CutOffRecordIT extends EmbeddedStreamTest {

    private static final int BEFORE = 20;
    private static final int ALL = 30;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch cutOff = new CountDownLatch(1);

    @TempDir
    Path positions;

    private PutResult last;

    @AfterEach
    void letGo() {
        cutOff.countDown();
    }

    /** All of one key, and so in one shard. */
    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            last = kinesis.put("orders", "key", String.valueOf(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    private ShardPosition shard() {
        return consumer().getPositions().shards().stream()
                .filter(shard -> shard.shardId().equals(last.shardId()))
                .findFirst()
                .orElseThrow();
    }

    private void suspendWhileTheFirstRecordIsWorkedOn() throws Exception {
        Suspension suspension = Suspension.begin(camel);
        await().atMost(LIMIT).until(() -> kinesis.openSubscriptions().isEmpty());
        cutOff.countDown();
        suspension.awaitEnd();
    }

    @Test
    @Tag("failure-mode-23")
    void itsShardIsReadAgainFromThereWhenTheRouteIsResumedAndNothingIsLost() throws Exception {
        write(0, BEFORE);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("orders", "&commitInterval=20&positionStore=file&positionDirectory=" + positions))
                        .routeId("reader")
                        .to("seda:later");
                from("seda:later").errorHandler(noErrorHandler()).process(exchange -> {
                    seen.add(exchange.getMessage().getBody(String.class));
                    if (seen.size() == 1) {
                        cutOff.await(1, TimeUnit.MINUTES);
                        throw new RejectedExecutionException("a pool of the route stops, too");
                    }
                });
            }
        });
        await().atMost(LIMIT).until(() -> seen.size() == 1 && consumer().getRecordsInFlight() == BEFORE);
        suspendWhileTheFirstRecordIsWorkedOn();
        assertThat(seen).containsExactlyElementsOf(numbers(0, BEFORE));
        assertThat(shard().saved()).as("nothing behind what was cut off").isEqualTo(Position.TRIM_HORIZON);
        write(BEFORE, ALL);

        camel.getRouteController().resumeRoute("reader");

        await().atMost(LIMIT).until(() -> seen.size() == BEFORE + ALL);
        assertThat(seen.subList(BEFORE, seen.size())).containsExactlyElementsOf(numbers(0, ALL));
        await().atMost(LIMIT).until(() -> !Position.after(last.sequenceNumber()).isBeyond(shard().saved()));
        await().atMost(LIMIT).until(() -> consumer().getRecordsInFlight() == 0);
    }
}
