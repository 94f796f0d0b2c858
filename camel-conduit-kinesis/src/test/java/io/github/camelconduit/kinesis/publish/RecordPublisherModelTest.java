package io.github.camelconduit.kinesis.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.SendOrder;
import io.github.camelconduit.kinesis.publish.Publishing.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads, keys and sizes against a stream that fails, throttles and loses answers at random, held against what the
 * promise says. Set -Dconduit.seed to play a run again.
 */
class RecordPublisherModelTest {

    private static final int THREADS = 8;
    private static final int RECORDS_PER_THREAD = 2_500;
    private static final int KEYS_PER_THREAD = 20;

    @ParameterizedTest
    @EnumSource(SendOrder.class)
    @Timeout(60)
    void everyOutcomeIsTheTruth(SendOrder order) throws Exception {
        long seed = Long.getLong("conduit.seed", System.nanoTime());
        System.out.println("seed " + seed + ", sendOrder " + order);
        Random random = new Random(seed);
        try (FaultyStream stream = new FaultyStream(random.nextLong());
                Publishing publishing = new Publishing(stream, options -> {
                    options.setSendOrder(order);
                    options.setMaxInFlightRequests(1 + random.nextInt(6));
                    options.setSendBufferBytes(200_000 + random.nextInt(2_000_000));
                    options.setDeliveryTimeout(20_000);
                    return options;
                })) {
            ExecutorService senders = Executors.newFixedThreadPool(THREADS);
            List<Future<Map<Long, Outcome>>> sending = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                long own = random.nextLong();
                sending.add(senders.submit(() -> send(publishing, thread, new Random(own))));
            }
            Map<Long, Outcome> outcomes = new HashMap<>();
            for (Future<Map<Long, Outcome>> one : sending) {
                outcomes.putAll(one.get());
            }
            senders.shutdown();
            judge(outcomes, stream, order);
        }
    }

    private static Map<Long, Outcome> send(Publishing publishing, int thread, Random random) throws Exception {
        Map<Long, Outcome> outcomes = new HashMap<>();
        for (int i = 0; i < RECORDS_PER_THREAD; i++) {
            long id = (long) thread << 32 | i;
            int size = random.nextInt(50) == 0 ? 50_000 : 8 + random.nextInt(1_000);
            byte[] data = ByteBuffer.allocate(size).putLong(id).array();
            // A few keys are hot. Keys belong to a thread, or there would be no order to hold to.
            int key = (int) Math.abs(random.nextGaussian() * KEYS_PER_THREAD / 3);
            outcomes.put(id, publishing.send(Publishing.STREAM, thread + "-" + key, data));
        }
        return outcomes;
    }

    private static void judge(Map<Long, Outcome> outcomes, FaultyStream stream, SendOrder order) throws Exception {
        int failed = 0;
        for (Map.Entry<Long, Outcome> sent : outcomes.entrySet()) {
            long id = sent.getKey();
            try {
                sent.getValue().get(40, TimeUnit.SECONDS);
                assertThat(stream.copiesOf(id))
                        .as("copies of a written record")
                        .isBetween(1, 1 + stream.lostAnswersOf(id));
            } catch (ExecutionException e) {
                failed++;
                assertThat(e.getCause()).isInstanceOf(RecordNotWrittenException.class);
                if (!((RecordNotWrittenException) e.getCause()).isOutcomeUnknown()) {
                    assertThat(stream.copiesOf(id))
                            .as("copies of a failed record")
                            .isZero();
                }
                assertThat(stream.refused)
                        .as("only what was refused for good fails")
                        .contains(id);
            }
        }
        assertThat(failed).isPositive();
        assertThat(failed + stream.written()).isGreaterThanOrEqualTo(outcomes.size());
        assertThat(stream.faults.get()).isGreaterThan(outcomes.size() / 10);
        assertThat(stream.keysInFlightTogether)
                .as("different keys in flight together")
                .isGreaterThan(1);
        if (order == SendOrder.partitionKey) {
            assertThat(stream.sameKeyInFlight)
                    .as("one unacknowledged record of a key")
                    .isFalse();
            stream.byKey.forEach((key, ids) ->
                    assertThat(withoutRepeats(ids)).as("order of key " + key).isSorted());
        }
    }

    /** What a reader sees who drops copies that lost answers made. */
    private static List<Long> withoutRepeats(List<Long> ids) {
        Set<Long> seen = new HashSet<>();
        return ids.stream().filter(seen::add).toList();
    }

    /** Answers late and in any order; at least a tenth of what it does is a fault. */
    private static final class FaultyStream implements PutRecordsCall, AutoCloseable {

        private final ScheduledExecutorService server = Executors.newScheduledThreadPool(2);
        private final Random random;
        private final Map<String, List<Long>> byKey = new HashMap<>();
        private final Map<Long, Integer> lostAnswers = new HashMap<>();
        private final Map<Long, Integer> copies = new HashMap<>();
        private final Set<Long> refused = ConcurrentHashMap.newKeySet();
        private final Set<String> inFlight = new HashSet<>();
        private final AtomicInteger faults = new AtomicInteger();
        private boolean sameKeyInFlight;
        private int keysInFlightTogether;
        private int sequence;

        FaultyStream(long seed) {
            random = new Random(seed);
        }

        synchronized int copiesOf(long id) {
            return copies.getOrDefault(id, 0);
        }

        synchronized int lostAnswersOf(long id) {
            return lostAnswers.getOrDefault(id, 0);
        }

        synchronized int written() {
            return copies.size();
        }

        @Override
        public synchronized CompletableFuture<PutRecordsResponse> put(
                StreamTarget stream, List<PutRecordsRequestEntry> records) {
            for (PutRecordsRequestEntry record : records) {
                sameKeyInFlight |= !inFlight.add(record.partitionKey());
            }
            keysInFlightTogether = Math.max(keysInFlightTogether, inFlight.size());
            CompletableFuture<PutRecordsResponse> answer = new CompletableFuture<>();
            List<PutRecordsRequestEntry> taken = List.copyOf(records);
            server.schedule(() -> serve(taken, answer), random.nextInt(3_000), TimeUnit.MICROSECONDS);
            return answer;
        }

        private void serve(List<PutRecordsRequestEntry> records, CompletableFuture<PutRecordsResponse> answer) {
            Runnable complete;
            synchronized (this) {
                complete = decide(records, answer);
                records.forEach(record -> inFlight.remove(record.partitionKey()));
            }
            complete.run();
        }

        private Runnable decide(List<PutRecordsRequestEntry> records, CompletableFuture<PutRecordsResponse> answer) {
            int fate = random.nextInt(20);
            if (fate == 0) {
                faults.addAndGet(records.size());
                return () -> answer.completeExceptionally(KmsThrottlingException.builder()
                        .message("slow down")
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("KMSThrottlingException")
                                .build())
                        .statusCode(400)
                        .build());
            }
            boolean lost = fate <= 2;
            boolean written = fate != 1;
            List<PutRecordsResultEntry> results = new ArrayList<>();
            for (PutRecordsRequestEntry record : records) {
                results.add(written ? write(record) : null);
                if (lost) {
                    faults.incrementAndGet();
                    lostAnswers.merge(idOf(record), 1, Integer::sum);
                }
            }
            if (lost) {
                return () -> answer.completeExceptionally(SdkClientException.create("lost", new IOException("reset")));
            }
            return () -> answer.complete(
                    PutRecordsResponse.builder().records(results).build());
        }

        private PutRecordsResultEntry write(PutRecordsRequestEntry record) {
            long id = idOf(record);
            int fate = random.nextInt(100);
            if (fate < 10) {
                faults.incrementAndGet();
                return error(fate < 5 ? "ProvisionedThroughputExceededException" : "InternalFailure");
            }
            if (fate == 10) {
                faults.incrementAndGet();
                refused.add(id);
                return error("KMSDisabledException");
            }
            byKey.computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
                    .add(id);
            copies.merge(id, 1, Integer::sum);
            return PutRecordsResultEntry.builder()
                    .shardId("shard-0")
                    .sequenceNumber(String.valueOf(sequence++))
                    .build();
        }

        private static PutRecordsResultEntry error(String code) {
            return PutRecordsResultEntry.builder().errorCode(code).build();
        }

        private static long idOf(PutRecordsRequestEntry record) {
            return record.data().asByteBuffer().getLong();
        }

        @Override
        public void close() {
            server.shutdownNow();
        }
    }
}
