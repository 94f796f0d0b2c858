package io.github.camelconduit.kinesis.publish;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnLostAnswer;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.SendOrder;
import io.github.camelconduit.kinesis.ConduitKinesisConstants;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies of many records, delivered again until all is written, against a stream that fails, throttles and loses answers
 * at random. Set -Dconduit.seed to play a run again.
 */
class ManyRecordsModelIT {

    private static final int THREADS = 6;
    private static final int BODIES_PER_THREAD = 30;
    private static final int MAX_ATTEMPTS = 200;

    @ParameterizedTest
    @CsvSource({"partitionKey, resend", "partitionKey, fail", "none, resend"})
    @Timeout(90)
    void everyAttemptTellsTheTruthAndTheLastHasWrittenAll(SendOrder order, OnLostAnswer onLostAnswer) throws Exception {
        long seed = Long.getLong("conduit.seed", System.nanoTime());
        System.out.println("seed " + seed + ", sendOrder " + order + ", onLostAnswer " + onLostAnswer);
        Random random = new Random(seed);
        DefaultCamelContext context = new DefaultCamelContext();
        ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();
        configuration.setStreamNameOrArn("orders");
        configuration.setSendOrder(order);
        configuration.setOnLostAnswer(onLostAnswer);
        int maxInFlight = 1 + random.nextInt(24);
        configuration.setMaxInFlightRequests(maxInFlight);
        configuration.setSendBufferBytes(20_000 + random.nextInt(200_000));
        // Above two milliseconds on average requests go otherwise than below.
        Duration slowest = Duration.ofMillis(random.nextBoolean() ? 3 : 20);
        try (FaultyStream stream = new FaultyStream(random.nextLong(), slowest, Math.min(2, maxInFlight));
                Publishing publishing = new Publishing(stream, unused -> configuration)) {
            MessageWriter writer = new MessageWriter(
                    publishing.publisher(), RecordMapper.create(context, configuration, () -> null), "endpoint", true);
            ExecutorService senders = Executors.newFixedThreadPool(THREADS);
            List<Future<Integer>> sending = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Sending one = new Sending(context, writer, stream, t, new Random(random.nextLong()));
                sending.add(senders.submit(one::run));
            }
            int records = 0;
            for (Future<Integer> one : sending) {
                records += one.get();
            }
            senders.shutdown();
            assertThat(stream.written()).isEqualTo(records);
            assertThat(stream.requestsInFlightTogether())
                    .as("requests in flight together, of " + maxInFlight)
                    .isBetween(Math.min(2, maxInFlight), maxInFlight);
            assertThat(stream.faults()).isGreaterThan(records / 10);
            if (order == SendOrder.partitionKey) {
                assertThat(stream.sameKeyInFlight()).isFalse();
                stream.idsByKey()
                        .forEach((key, ids) ->
                                assertThat(ids).as("order of key " + key).isSorted());
            }
        }
        context.stop();
    }

    /** One thread, which delivers one body after the other until it is written. */
    private record Sending(
            DefaultCamelContext context, MessageWriter writer, FaultyStream stream, int thread, Random random) {

        int run() throws Exception {
            int records = 0;
            for (int i = 0; i < BODIES_PER_THREAD; i++) {
                int size = random.nextInt(300);
                deliver(messages(records, size));
                records += size;
            }
            return records;
        }

        private List<Message> messages(int first, int size) {
            List<Message> messages = new ArrayList<>();
            for (int i = first; i < first + size; i++) {
                Message message = new DefaultMessage(context);
                message.setBody(ByteBuffer.allocate(8 + random.nextInt(500))
                        .putLong(id(i))
                        .array());
                message.setHeader(ConduitKinesisConstants.PARTITION_KEY, thread + "-" + random.nextInt(20));
                messages.add(message);
            }
            return messages;
        }

        private long id(int index) {
            return (long) thread << 32 | index;
        }

        private void deliver(List<Message> messages) throws Exception {
            Exchange exchange = new DefaultExchange(context);
            boolean streamed = random.nextBoolean();
            exchange.getMessage().setBody(streamed ? messages.iterator() : messages.toArray());
            Set<Long> failed = new HashSet<>();
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                exchange.setException(null);
                CompletableFuture<Void> done = new CompletableFuture<>();
                if (!writer.write(exchange, sync -> done.complete(null), false)) {
                    done.get(60, TimeUnit.SECONDS);
                }
                if (exchange.getException() == null) {
                    assertThat(exchange.getMessage().getHeader(ConduitKinesisConstants.RECORD_COUNT))
                            .isEqualTo((long) messages.size());
                    judge(messages, Set.of());
                    return;
                }
                RecordsNotWrittenException failure = (RecordsNotWrittenException) exchange.getException();
                failed.clear();
                for (RecordResult result : failure.getFailures()) {
                    failed.add(result.index());
                    if (!(result.failure() instanceof UnknownOutcomeException)) {
                        assertThat(stream.copiesOf(idOf(messages.get((int) result.index()))))
                                .isLessThanOrEqualTo(stream.lostAnswersOf(idOf(messages.get((int) result.index()))));
                    }
                }
                assertThat(failure.getWritten() + failed.size())
                        .as("what was sent in all")
                        .isLessThanOrEqualTo(messages.size());
                if (!failure.isEndedEarly()) {
                    judge(messages, failed);
                }
            }
            throw new AssertionError("Not written after " + MAX_ATTEMPTS + " attempts");
        }

        /** What did not fail is in the stream, once but for lost answers. */
        private void judge(List<Message> messages, Set<Long> failed) {
            for (int i = 0; i < messages.size(); i++) {
                if (!failed.contains((long) i)) {
                    long id = idOf(messages.get(i));
                    assertThat(stream.copiesOf(id)).isBetween(1, 1 + stream.lostAnswersOf(id));
                }
            }
        }

        private static long idOf(Message message) {
            return ByteBuffer.wrap((byte[]) message.getBody()).getLong();
        }
    }
}
