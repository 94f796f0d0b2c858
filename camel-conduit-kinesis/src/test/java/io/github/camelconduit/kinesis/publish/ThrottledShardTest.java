package io.github.camelconduit.kinesis.publish;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.partition.HashKeys;
import io.github.camelconduit.kinesis.publish.Publishing.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/** A stream of four shards, each with a limit a second, as Kinesis has it. */
@Timeout(60)
class ThrottledShardTest {

    private static final int SHARDS = 4;
    private static final BigInteger WIDTH = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(SHARDS));

    private final LimitedStream stream = new LimitedStream();
    private Publishing publishing;

    private static final class LimitedStream implements PutRecordsCall {

        private final ScheduledExecutorService server = Executors.newSingleThreadScheduledExecutor();
        private final Map<Integer, Integer> admitted = new HashMap<>();
        private long second;
        /** Time stands still until the test lets it pass, ten times as fast as it is. */
        private volatile boolean passes;

        private volatile int limitOfFirst = 200;
        private int refused;
        private int requests;
        private long sequence;
        private String firstName = "0";

        @Override
        public CompletableFuture<PutRecordsResponse> put(StreamTarget target, List<PutRecordsRequestEntry> records) {
            CompletableFuture<PutRecordsResponse> answer = new CompletableFuture<>();
            List<PutRecordsRequestEntry> taken = List.copyOf(records);
            server.schedule(() -> answer.complete(serve(taken)), 5, TimeUnit.MILLISECONDS);
            return answer;
        }

        private synchronized PutRecordsResponse serve(List<PutRecordsRequestEntry> records) {
            requests++;
            long now = passes ? System.nanoTime() / 100_000_000L : second;
            if (now != second) {
                second = now;
                admitted.clear();
            }
            List<PutRecordsResultEntry> results = new ArrayList<>();
            for (PutRecordsRequestEntry record : records) {
                int shard = shardOf(record.partitionKey());
                String name = "shardId-00000000000" + (shard == 0 ? firstName : String.valueOf(shard));
                boolean full = shard == 0 && admitted.merge(0, 1, Integer::sum) > limitOfFirst;
                refused += full ? 1 : 0;
                results.add(
                        full
                                ? PutRecordsResultEntry.builder()
                                        .errorCode("ProvisionedThroughputExceededException")
                                        .errorMessage("Rate exceeded for shard " + name
                                                + " in stream orders under account 111111111111.")
                                        .build()
                                : PutRecordsResultEntry.builder()
                                        .shardId(name)
                                        .sequenceNumber(String.valueOf(sequence++))
                                        .build());
            }
            return PutRecordsResponse.builder().records(results).build();
        }

        synchronized int refused() {
            return refused;
        }

        synchronized int requests() {
            return requests;
        }

        synchronized void reshardFirst() {
            firstName = "9";
            limitOfFirst = Integer.MAX_VALUE;
        }
    }

    @AfterEach
    void close() {
        publishing.close();
        stream.server.shutdownNow();
    }

    @Test
    @Tag("failure-mode-35")
    void recordsOfOtherShardsGoOnAndRequestsAreNotWastedOnWhatWillBeRefused() throws Exception {
        start(options -> {});
        List<Outcome> slow = new ArrayList<>();
        List<Outcome> others = new ArrayList<>();
        int key = 0;
        while (slow.size() < 600) {
            String name = "k" + key++;
            (shardOf(name) == 0 ? slow : others).add(publishing.send(name, "x"));
        }
        for (Outcome one : others) {
            one.sequenceNumber();
        }
        assertThat(slow.stream().filter(Outcome::isDone))
                .as("what was written meanwhile of the shard that was throttled")
                .hasSizeLessThanOrEqualTo(200);
        stream.passes = true;
        for (Outcome one : slow) {
            one.sequenceNumber();
        }
        // Sent without a gate each is refused many times.
        assertThat(stream.refused()).isLessThan(2 * slow.size());
    }

    @Test
    @Tag("failure-mode-35")
    void aThrottledShardDoesNotTakeTheWholeSendBuffer() throws Exception {
        stream.limitOfFirst = 0;
        int room = 100;
        start(options -> options.setSendBufferBytes(room * (1L + 8 + SendBuffer.OVERHEAD)));
        List<Outcome> slow = new ArrayList<>();
        slow.add(publishing.send(keyOf(0, 0), "x"));
        slow.add(publishing.send(keyOf(0, 1), "x"));
        // As soon as the range of the shard is known.
        for (int i = 2; i < 10; i++) {
            slow.add(publishing.send(keyOf(0, i), "x"));
        }
        publishing.awaitSharing(keyOf(0, 3));
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 10; i < 3 * room; i++) {
                    publishing.send(keyOf(0, i), "x");
                }
            } catch (InterruptedException | IllegalStateException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < 500; i++) {
            publishing.send(keyOf(1 + i % 3, i), "x").sequenceNumber();
        }
        assertThat(flood).as("the flood waits for room").isNotDone();
        stream.limitOfFirst = Integer.MAX_VALUE;
        flood.get(20, TimeUnit.SECONDS);
        for (Outcome one : slow) {
            one.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void afterAReshardNothingIsHeldBackForTheShardThatWas() throws Exception {
        stream.limitOfFirst = 0;
        start(options -> {});
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            outcomes.add(publishing.send(keyOf(0, i), "x"));
        }
        publishing.awaitSharing(keyOf(0, 3));
        stream.reshardFirst();
        int held = stream.requests();
        for (Outcome one : outcomes) {
            one.get(20, TimeUnit.SECONDS);
        }
        assertThat(stream.requests() - held).isLessThan(100);
        // And once more, without the gate.
        int before = stream.requests();
        List<Outcome> more = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            more.add(publishing.send(keyOf(0, i), "x"));
        }
        for (Outcome one : more) {
            one.sequenceNumber();
        }
        assertThat(stream.requests() - before).isLessThan(100);
    }

    @Test
    @Tag("failure-mode-38")
    void stoppingGivesUpWhatIsHeldBack() throws Exception {
        stream.limitOfFirst = 0;
        start(options -> {});
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            outcomes.add(publishing.send(keyOf(0, i % 50), "x"));
        }
        publishing.awaitSharing(keyOf(0, 3));
        publishing.stop(Duration.ofMillis(200));
        for (Outcome one : outcomes) {
            assertThat(one.handle((sequence, failure) -> failure).get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("stopped");
        }
    }

    @Test
    @Tag("failure-mode-35")
    void whatIsHeldBackForTooLongFails() throws Exception {
        stream.limitOfFirst = 0;
        start(options -> options.setDeliveryTimeout(500));
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            outcomes.add(publishing.send(keyOf(0, i), "x"));
        }
        for (Outcome one : outcomes) {
            assertThat(one.handle((sequence, failure) -> failure).get(20, TimeUnit.SECONDS))
                    .isInstanceOf(RecordNotWrittenException.class)
                    .hasMessageContaining("deliveryTimeout");
        }
    }

    private static final Map<Integer, List<String>> KEYS = keys();

    private static Map<Integer, List<String>> keys() {
        Map<Integer, List<String>> keys = new HashMap<>();
        for (int i = 0; i < 8_000; i++) {
            keys.computeIfAbsent(shardOf("key-" + i), shard -> new ArrayList<>())
                    .add("key-" + i);
        }
        return keys;
    }

    private static String keyOf(int shard, int index) {
        return KEYS.get(shard).get(index);
    }

    private static int shardOf(String key) {
        return HashKeys.of(key, null).divide(WIDTH).intValue();
    }

    private void start(Consumer<ConduitKinesisConfiguration> options) {
        publishing = new Publishing(stream, configuration -> {
            options.accept(configuration);
            return configuration;
        });
    }
}
