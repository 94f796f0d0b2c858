package io.github.camelconduit.kinesis.publish;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
                assertThat(stream.hasRefused(id))
                        .as("only what was refused for good fails")
                        .isTrue();
            }
        }
        assertThat(failed).isPositive();
        assertThat(failed + stream.written()).isGreaterThanOrEqualTo(outcomes.size());
        assertThat(stream.faults()).isGreaterThan(outcomes.size() / 10);
        assertThat(stream.keysInFlightTogether())
                .as("different keys in flight together")
                .isGreaterThan(1);
        if (order == SendOrder.partitionKey) {
            assertThat(stream.sameKeyInFlight())
                    .as("one unacknowledged record of a key")
                    .isFalse();
            stream.idsByKey()
                    .forEach((key, ids) ->
                            assertThat(ids).as("order of key " + key).isSorted());
        }
    }
}
