package io.github.camelconduit.kinesis.publish;

import java.nio.ByteBuffer;
import java.time.Duration;
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
import java.util.regex.Pattern;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnLostAnswer;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.SendOrder;
import io.github.camelconduit.kinesis.publish.Publishing.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many threads, keys and sizes against a stream that fails, throttles and loses answers at random, held against what the
 * promise says. Set -Dconduit.seed to play a run again, and -Dconduit.inFlight for so many requests at a time.
 */
class RecordPublisherModelTest {

    private static final int THREADS = 8;
    private static final int RECORDS_PER_THREAD = 2_500;
    private static final int KEYS_PER_THREAD = 20;
    private static final Pattern SAYS_WHY = Pattern.compile("deliveryTimeout|was stopped");

    @ParameterizedTest
    @CsvSource({
        "partitionKey, resend, 20000, false",
        "none, resend, 20000, false",
        "partitionKey, fail, 20000, false",
        "partitionKey, resend, 30, false",
        "partitionKey, resend, 20000, true",
        "none, fail, 20000, true"
    })
    @Timeout(60)
    void everyOutcomeIsTheTruth(SendOrder order, OnLostAnswer onLostAnswer, long deliveryTimeout, boolean stops)
            throws Exception {
        long seed = Long.getLong("conduit.seed", System.nanoTime());
        System.out.println("seed " + seed + ", sendOrder " + order + ", onLostAnswer " + onLostAnswer
                + ", deliveryTimeout " + deliveryTimeout + (stops ? ", stopped" : ""));
        Random random = new Random(seed);
        // Above two milliseconds on average requests go otherwise than below.
        Duration slowest = Duration.ofMillis(random.nextBoolean() ? 3 : 30);
        int maxInFlight = Integer.getInteger("conduit.inFlight", 1 + random.nextInt(24));
        try (FaultyStream stream = new FaultyStream(random.nextLong(), slowest, Math.min(2, maxInFlight));
                Publishing publishing = new Publishing(stream, options -> {
                    options.setSendOrder(order);
                    options.setOnLostAnswer(onLostAnswer);
                    options.setMaxInFlightRequests(maxInFlight);
                    options.setSendBufferBytes(200_000 + random.nextInt(2_000_000));
                    options.setDeliveryTimeout(deliveryTimeout);
                    return options;
                })) {
            Map<Long, Sent> all = sendUntilThrottled(publishing, stream);
            int first = all.size();
            ExecutorService senders = Executors.newFixedThreadPool(THREADS);
            List<Future<Map<Long, Sent>>> sending = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                long own = random.nextLong();
                sending.add(senders.submit(() -> send(publishing, thread, new Random(own))));
            }
            if (stops) {
                await().until(() -> stream.written() > THREADS * RECORDS_PER_THREAD / 10);
                publishing.stop(Duration.ofMillis(random.nextInt(20)));
            }
            for (Future<Map<Long, Sent>> one : sending) {
                all.putAll(one.get());
            }
            senders.shutdown();
            judge(all, stream, order);
            assertThat(stream.requestsInFlightTogether())
                    .as("requests in flight together, of " + maxInFlight)
                    .isBetween(Math.min(2, maxInFlight), maxInFlight);
            if (!stops) {
                assertThat(all).hasSize(THREADS * RECORDS_PER_THREAD + first);
            }
        }
    }

    private record Sent(String key, Outcome outcome) {}

    /** Before the others send: a shard is known to be throttled then, whatever is drawn. */
    private static Map<Long, Sent> sendUntilThrottled(Publishing publishing, FaultyStream stream) {
        Map<Long, Sent> sent = new HashMap<>();
        stream.throttleAll(true);
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            long id = (long) THREADS << 32 | sent.size();
            String key = "first-" + sent.size();
            sent.put(id, new Sent(key, publishing.send(Publishing.STREAM, key, dataOf(id, Long.BYTES))));
            return sent.values().stream()
                    .map(one -> new RecordToSend(Publishing.STREAM, one.key(), null, new byte[0]))
                    .anyMatch(record -> publishing.publisher().share(record) != null);
        });
        stream.throttleAll(false);
        return sent;
    }

    private static byte[] dataOf(long id, int size) {
        return ByteBuffer.allocate(size).putLong(id).array();
    }

    private static Map<Long, Sent> send(Publishing publishing, int thread, Random random) throws Exception {
        Map<Long, Sent> sent = new HashMap<>();
        for (int i = 0; i < RECORDS_PER_THREAD; i++) {
            long id = (long) thread << 32 | i;
            int size = random.nextInt(50) == 0 ? 50_000 : 8 + random.nextInt(1_000);
            // A few keys are hot. Keys belong to a thread, or there would be no order to hold to.
            String key = thread + "-" + (int) Math.abs(random.nextGaussian() * KEYS_PER_THREAD / 3);
            try {
                sent.put(id, new Sent(key, publishing.send(Publishing.STREAM, key, dataOf(id, size))));
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("stopping");
                return sent;
            }
        }
        return sent;
    }

    private static void judge(Map<Long, Sent> all, FaultyStream stream, SendOrder order) throws Exception {
        int failed = 0;
        for (Map.Entry<Long, Sent> one : all.entrySet()) {
            long id = one.getKey();
            Outcome outcome = one.getValue().outcome();
            try {
                outcome.get(40, TimeUnit.SECONDS);
                assertThat(stream.copiesOf(id))
                        .as("copies of a written record")
                        .isBetween(1, 1 + stream.lostAnswersOf(id));
                assertThat(outcome.shardId())
                        .isEqualTo(FaultyStream.shardOf(one.getValue().key()));
            } catch (ExecutionException e) {
                failed++;
                assertThat(e.getCause()).isInstanceOf(RecordNotWrittenException.class);
                if (((RecordNotWrittenException) e.getCause()).isOutcomeUnknown()) {
                    assertThat(e.getCause()).isInstanceOf(UnknownOutcomeException.class);
                } else {
                    assertThat(stream.copiesOf(id))
                            .as("copies of a failed record")
                            .isZero();
                    assertThat(stream.hasRefused(id)
                                    || SAYS_WHY.matcher(e.getCause().getMessage())
                                            .find())
                            .as("a reason to fail: " + e.getCause().getMessage())
                            .isTrue();
                }
            }
        }
        assertThat(failed).isPositive();
        assertThat(stream.faults()).isGreaterThan(stream.written() / 10);
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
