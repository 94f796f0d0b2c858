package io.github.camelconduit.kinesis.publish;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.converter.stream.ByteArrayInputStreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.SendOrder;
import io.github.camelconduit.kinesis.ConduitKinesisConstants;
import io.github.camelconduit.kinesis.partition.TemplateWatch;
import io.github.camelconduit.kinesis.publish.PlayedPutRecords.Request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Bodies that are many records: what is sent, what is told, and what a further attempt sends. */
@Timeout(60)
class ManyRecordsTest {

    private static final String REFUSED = "KMSAccessDeniedException";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final TemplateWatch watch = new TemplateWatch(timer, () -> 0);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final PlayedPutRecords kinesis = new PlayedPutRecords();
    private final ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();
    private Publishing publishing;

    @AfterEach
    void close() {
        timer.shutdownNow();
        if (publishing != null) {
            publishing.close();
        }
        context.stop();
    }

    @Test
    void aCollectionIsARecordForEachElementUnderAKeyOfItsOwn() throws Exception {
        start(options -> options.setPartitionKey("k-${body}"));
        CompletableFuture<Exchange> done = write(exchange(List.of("a", "b", "c")));
        List<String> keys = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        while (bodies.size() < 3) {
            Request request = kinesis.next();
            keys.addAll(request.keys());
            bodies.addAll(request.bodies());
            request.writeAll();
        }
        Exchange exchange = done.get(20, TimeUnit.SECONDS);
        assertThat(bodies).containsExactly("a", "b", "c");
        assertThat(keys).containsExactly("k-a", "k-b", "k-c");
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(ConduitKinesisConstants.RECORD_COUNT))
                .isEqualTo(3L);
        assertThat(results(exchange)).extracting(RecordResult::index).containsExactly(0L, 1L, 2L);
        assertThat(results(exchange)).extracting(RecordResult::partitionKey).containsExactly("k-a", "k-b", "k-c");
        assertThat(results(exchange))
                .allMatch(RecordResult::isWritten)
                .allMatch(result -> "shard-0".equals(result.shardId()) && result.sequenceNumber() != null);
    }

    @Test
    void anArrayIsManyRecordsAndAnArrayOfBytesIsOne() throws Exception {
        start(options -> {});
        CompletableFuture<Exchange> many = write(exchange(new Object[] {"a", "b".getBytes(StandardCharsets.UTF_8)}));
        assertThat(bodiesUntil(many)).containsExactlyInAnyOrder("a", "b");
        CompletableFuture<Exchange> one = write(exchange("bytes".getBytes(StandardCharsets.UTF_8)));
        assertThat(bodiesUntil(one)).containsExactly("bytes");
        assertThat(one.get().getMessage().getHeaders()).containsKey(ConduitKinesisConstants.SEQUENCE_NUMBER);
    }

    @Test
    void aPathIsOneBodyAlthoughItCanBeIteratedOver() {
        assertThat(BodyElements.areIn(Path.of("a", "b"), context)).isFalse();
        assertThat(BodyElements.areIn((Iterable<String>) List.of("a")::iterator, context))
                .isTrue();
        assertThat(BodyElements.areIn(List.of("a").iterator(), context)).isTrue();
        assertThat(BodyElements.areIn("text", context)).isFalse();
        assertThat(BodyElements.areIn(java.util.Map.of("a", "b"), context)).isFalse();
    }

    @Test
    void withoutUseIteratorABodyIsOneRecordOrAnError() throws Exception {
        start(options -> options.setUseIterator(false));
        CompletableFuture<Exchange> done = write(exchange(List.of("a", "b")));
        assertThat(done.get(20, TimeUnit.SECONDS).getException())
                .isInstanceOf(org.apache.camel.InvalidPayloadException.class);
    }

    @Test
    void anEmptyCollectionIsDoneAtOnce() {
        start(options -> {});
        Exchange exchange = exchange(List.of());
        AtomicInteger doneSync = new AtomicInteger();
        assertThat(writes(exchange, sync -> doneSync.addAndGet(sync ? 1 : 0))).isTrue();
        assertThat(doneSync).hasValue(1);
        assertThat(exchange.getMessage().getHeader(ConduitKinesisConstants.RECORD_COUNT))
                .isEqualTo(0L);
    }

    @Test
    void messagesAndExchangesInACollectionHaveKeysAndStreamsOfTheirOwnAndAreToldTheirOutcome() throws Exception {
        start(options -> {});
        Message message = new DefaultMessage(context);
        message.setBody("m");
        message.setHeader(ConduitKinesisConstants.PARTITION_KEY, "key-m");
        message.setHeader(ConduitKinesisConstants.OVERRIDE_STREAM_NAME, "other");
        Exchange element = exchange("e");
        element.getMessage().setHeader(ConduitKinesisConstants.PARTITION_KEY, "key-e");
        Exchange exchange = exchange(List.of(message, element, "plain"));
        exchange.getMessage().setHeader(ConduitKinesisConstants.PARTITION_KEY, "key-of-all");
        CompletableFuture<Exchange> done = write(exchange);
        List<String> sent = new ArrayList<>();
        answerUntil(done, request -> {
            for (int i = 0; i < request.size(); i++) {
                sent.add(request.stream().name() + "/" + request.keys().get(i) + "/"
                        + request.bodies().get(i));
            }
            request.writeAll();
        });
        assertThat(sent).containsExactlyInAnyOrder("other/key-m/m", "orders/key-e/e", "orders/key-of-all/plain");
        for (Message told : List.of(message, element.getMessage())) {
            assertThat(told.getHeaders())
                    .containsEntry(ConduitKinesisConstants.SHARD_ID, "shard-0")
                    .containsKey(ConduitKinesisConstants.SEQUENCE_NUMBER)
                    .doesNotContainKey(ConduitKinesisConstants.OVERRIDE_STREAM_NAME);
        }
        assertThat(message.getExchange()).isNotSameAs(exchange);
    }

    @Test
    @Tag("failure-mode-33")
    void whenSomeFailTheErrorTellsEachOutcomeAndTheNextAttemptSendsOnlyThose() throws Exception {
        start(options -> options.setPartitionKey("${body}"));
        Exchange exchange = exchange(List.of("a", "b", "c", "d"));
        CompletableFuture<Exchange> first = write(exchange);
        answerUntil(
                first,
                request -> request.answer(request.bodies().stream()
                        .map(body -> "bc".contains(body) ? REFUSED : null)
                        .toArray(String[]::new)));
        RecordsNotWrittenException failure = (RecordsNotWrittenException) exchange.getException();
        assertThat(failure)
                .hasMessageContaining("2 records of the message were not written, 2 were")
                .hasMessageContaining("Record 1 (counted from 0)")
                .hasMessageContaining(REFUSED)
                .hasCauseInstanceOf(RecordNotWrittenException.class);
        assertThat(failure.getWritten()).isEqualTo(2);
        assertThat(failure.isEndedEarly()).isFalse();
        assertThat(failure.getResults()).extracting(RecordResult::isWritten).containsExactly(true, false, false, true);
        assertThat(failure.getFailures()).extracting(RecordResult::index).containsExactly(1L, 2L);

        exchange.setException(null);
        CompletableFuture<Exchange> second = write(exchange);
        // Each record has a key of its own, and so no place among the others.
        assertThat(bodiesUntil(second)).containsExactlyInAnyOrder("b", "c");
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(ConduitKinesisConstants.RECORD_COUNT))
                .isEqualTo(4L);
        assertThat(results(exchange)).hasSize(4).allMatch(RecordResult::isWritten);

        // Nothing is left of it: the same body again is sent again.
        assertThat(bodiesUntil(write(exchange))).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void anotherBodyOrEndpointDoesNotInheritWhatWasWritten() throws Exception {
        start(options -> options.setPartitionKey("${body}"));
        Exchange exchange = exchange(List.of("a", "b"));
        answerUntil(
                write(exchange),
                request -> request.answer(request.bodies().stream()
                        .map(body -> "b".equals(body) ? REFUSED : null)
                        .toArray(String[]::new)));
        exchange.setException(null);
        exchange.getMessage().setBody(new ArrayList<>(List.of("a", "b")));
        assertThat(bodiesUntil(write(exchange))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    @Tag("failure-mode-34")
    void behindAFailedRecordNoneOfItsKeyIsSentSoThatTheNextAttemptKeepsTheOrder() throws Exception {
        start(options -> {
            options.setPartitionKey("${body.charAt(0)}");
            options.setMaxInFlightRequests(1);
        });
        Exchange exchange = exchange(List.of("a1", "b1", "a2", "b2", "a3"));
        List<String> sent = new ArrayList<>();
        answerUntil(write(exchange), request -> {
            sent.addAll(request.bodies());
            request.answer(request.bodies().stream()
                    .map(body -> "a1".equals(body) ? REFUSED : null)
                    .toArray(String[]::new));
        });
        assertThat(sent).containsExactlyInAnyOrder("a1", "b1", "b2");
        RecordsNotWrittenException failure = (RecordsNotWrittenException) exchange.getException();
        assertThat(failure.getFailures()).extracting(RecordResult::index).containsExactly(0L, 2L, 4L);
        assertThat(failure.getFailures().get(1).failure()).hasMessageContaining("it was not sent");

        exchange.setException(null);
        assertThat(bodiesUntil(write(exchange))).containsExactly("a1", "a2", "a3");
        assertThat(exchange.getException()).isNull();
    }

    @Test
    void withoutOrderAFailedRecordHoldsUpNoOther() throws Exception {
        start(options -> {
            options.setPartitionKey("k");
            options.setSendOrder(SendOrder.none);
        });
        Exchange exchange = exchange(List.of("1", "2", "3"));
        answerUntil(
                write(exchange),
                request -> request.answer(request.bodies().stream()
                        .map(body -> "1".equals(body) ? REFUSED : null)
                        .toArray(String[]::new)));
        assertThat(((RecordsNotWrittenException) exchange.getException()).getFailures())
                .hasSize(1);
    }

    @Test
    @Tag("failure-mode-39")
    void anElementThatCanBeNoRecordFailsAloneAndTheOthersAreWritten() throws Exception {
        start(options -> options.setPartitionKeyTemplate("${data.id}"));
        byte[] large = new byte[RecordSizeLimit.DEFAULT + 1];
        List<Object> elements = new ArrayList<>(List.of("{\"id\": 1}", "no json", "{\"id\": 2}"));
        elements.add(null);
        Message oversized = new DefaultMessage(context);
        oversized.setBody(
                ("{\"id\": 3, \"x\": \"" + new String(large, StandardCharsets.US_ASCII) + "\"}").replace('\0', 'x'));
        elements.add(oversized);
        elements.add("{\"id\": 3}");
        Exchange exchange = exchange(elements);
        List<String> bodies = bodiesUntil(write(exchange));
        assertThat(bodies).containsExactlyInAnyOrder("{\"id\": 1}", "{\"id\": 2}", "{\"id\": 3}");
        assertThat(((RecordsNotWrittenException) exchange.getException()).getFailures())
                .extracting(result -> result.failure().getClass().getSimpleName())
                .containsExactly("TemplateFailedException", "NoBodyException", "RecordTooLargeException");
    }

    @Test
    @Tag("failure-mode-35")
    void aLongIteratorIsTakenOnlyAsFarAsTheBufferHasRoomAndHoldsNoCallerUp() throws Exception {
        int room = 10;
        start(options -> {
            options.setSendBufferBytes(room * (100L + 3 + SendBuffer.OVERHEAD));
            options.setPartitionKey("k${exchangeProperty.n}${random(10,99)}");
        });
        AtomicInteger taken = new AtomicInteger();
        int all = 5_000;
        // A caller that is held up is so for ever: nothing is answered yet.
        CompletableFuture<Exchange> done = write(exchange(iterator(all, i -> {
            taken.incrementAndGet();
            return new byte[100];
        })));
        Request first = kinesis.next();
        // One more than there is room for is taken, to see how large it is.
        await().untilAsserted(() -> assertThat(taken).hasValue(room + 1));
        assertThat(done).isNotDone();
        AtomicInteger answered = new AtomicInteger(first.size());
        first.writeAll();
        answerUntil(done, request -> {
            answered.addAndGet(request.size());
            assertThat(taken.get() - answered.get()).isLessThanOrEqualTo(room + 1);
            request.writeAll();
        });
        assertThat(done.get().getException()).isNull();
        assertThat(done.get().getMessage().getHeader(ConduitKinesisConstants.RECORD_COUNT))
                .isEqualTo((long) all);
        assertThat(done.get().getMessage().getHeaders()).doesNotContainKey(ConduitKinesisConstants.RECORD_RESULTS);
    }

    @Test
    void aFurtherAttemptGoesOnWithTheIteratorWhereTheFirstEnded() throws Exception {
        start(options -> {
            options.setSendBufferBytes(2 * (1 + 1 + SendBuffer.OVERHEAD));
            options.setMaxBlockTime(100);
            options.setPartitionKey("${body}");
        });
        Exchange exchange = exchange(iterator(5, String::valueOf));
        CompletableFuture<Exchange> first = write(exchange);
        // The buffer stays full until the third has waited long enough.
        List<Request> held = new ArrayList<>();
        AtomicInteger size = new AtomicInteger();
        while (size.get() < 2) {
            held.add(kinesis.next());
            size.addAndGet(held.get(held.size() - 1).size());
        }
        awaitThatOneFoundNoRoom();
        assertThat(kinesis.nextWithin(java.time.Duration.ZERO)).isNull();
        held.forEach(Request::writeAll);
        first.get(20, TimeUnit.SECONDS);
        RecordsNotWrittenException failure = (RecordsNotWrittenException) exchange.getException();
        assertThat(failure).hasCauseInstanceOf(SendBufferFullException.class).hasMessageContaining("not sent");
        assertThat(failure.isEndedEarly()).isTrue();
        assertThat(failure.getWritten()).isEqualTo(2);

        exchange.setException(null);
        CompletableFuture<Exchange> second = write(exchange);
        assertThat(bodiesUntil(second)).containsExactly("2", "3", "4");
        assertThat(exchange.getException()).isNull();
    }

    @Test
    void ofAStreamedBodyOnlySoManyFailuresAreKeptAndThenNothingMoreIsTaken() throws Exception {
        start(options -> {});
        AtomicInteger taken = new AtomicInteger();
        Exchange exchange = exchange(iterator(1_000_000, i -> {
            taken.incrementAndGet();
            return null;
        }));
        assertThat(writes(exchange, sync -> {})).isTrue();
        assertThat(taken).hasValue(BodyProgress.MAX_FAILED);
        RecordsNotWrittenException failure = (RecordsNotWrittenException) exchange.getException();
        assertThat(failure.isEndedEarly()).isTrue();
        assertThat(failure.getFailures()).hasSize(BodyProgress.MAX_FAILED);
    }

    @Test
    void anIteratorThatFailsFailsTheExchangeWhenWhatItGaveIsWritten() throws Exception {
        start(options -> options.setPartitionKey("${body}"));
        Iterator<Object> broken = iterator(3, i -> {
            if (i == 2) {
                throw new IllegalStateException("disk gone");
            }
            return String.valueOf(i);
        });
        Exchange exchange = exchange(broken);
        assertThat(bodiesUntil(write(exchange))).containsExactlyInAnyOrder("0", "1");
        assertThat(exchange.getException())
                .isInstanceOf(RecordsNotWrittenException.class)
                .hasMessageContaining("2 were")
                .hasMessageContaining("disk gone");
    }

    @Test
    @Tag("failure-mode-38")
    void stoppingEndsALongIteratorWithItsReason() throws Exception {
        start(options -> options.setSendBufferBytes(2 * (1 + 2 + SendBuffer.OVERHEAD)));
        CompletableFuture<Exchange> done = write(exchange(iterator(1_000_000, i -> "x")));
        kinesis.next();
        publishing.stop(java.time.Duration.ofMillis(100));
        Exchange exchange = done.get(20, TimeUnit.SECONDS);
        assertThat(exchange.getException())
                .isInstanceOf(RecordsNotWrittenException.class)
                .hasMessageContaining("stopping");
    }

    @Test
    void streamsThatCanBeReadOnceAreSentWholeByALaterAttempt() throws Exception {
        start(options -> {
            options.setPartitionKey("${body}");
            options.setMaxInFlightRequests(1);
        });
        Message message = new DefaultMessage(context);
        message.setBody(stream("d"));
        Exchange exchange = exchange(List.of(stream("a"), new StringReader("b"), cached("c"), message));
        answerUntil(
                write(exchange),
                request -> request.answer(request.bodies().stream()
                        .map(body -> "a".equals(body) ? null : REFUSED)
                        .toArray(String[]::new)));
        exchange.setException(null);
        assertThat(bodiesUntil(write(exchange))).containsExactlyInAnyOrder("b", "c", "d");
        assertThat(exchange.getException()).isNull();
        assertThat(results(exchange)).extracting(RecordResult::partitionKey).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aStreamThatFoundNoRoomIsSentWholeByALaterAttempt() throws Exception {
        start(options -> {
            options.setSendBufferBytes(1 + 1 + SendBuffer.OVERHEAD);
            options.setMaxBlockTime(50);
            options.setPartitionKey("k");
        });
        Exchange exchange = exchange(List.of(stream("a"), stream("b")).iterator());
        CompletableFuture<Exchange> first = write(exchange);
        Request request = kinesis.next();
        awaitThatOneFoundNoRoom();
        assertThat(kinesis.nextWithin(java.time.Duration.ZERO)).isNull();
        request.writeAll();
        assertThat(first.get(20, TimeUnit.SECONDS).getException()).hasCauseInstanceOf(SendBufferFullException.class);
        exchange.setException(null);
        assertThat(bodiesUntil(write(exchange))).containsExactly("b");
    }

    @Test
    void aStreamWhoseKeyCouldNotBeMadeIsSentWholeByALaterAttempt() throws Exception {
        AtomicInteger evaluations = new AtomicInteger();
        start(options -> options.setPartitionKey((Function<Exchange, Object>) exchange -> {
            if (evaluations.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
            }
            return exchange.getMessage().getBody(String.class);
        }));
        Exchange exchange = exchange(List.of(stream("a")));
        assertThat(bodiesUntil(write(exchange))).isEmpty();
        assertThat(exchange.getException()).hasMessageContaining("not now");
        exchange.setException(null);
        assertThat(bodiesUntil(write(exchange))).containsExactly("a");
        assertThat(results(exchange)).extracting(RecordResult::partitionKey).containsExactly("a");
    }

    @Test
    void anotherEndpointFindsStreamsWhole() throws Exception {
        start(options -> options.setPartitionKey("k"));
        Message message = new DefaultMessage(context);
        message.setBody(stream("c"));
        for (Object body : List.of(
                List.of(cached("a"), stream("b"), message),
                new Object[] {new StringReader("a"), cached("b"), new StringReader("c")})) {
            Exchange exchange = exchange(body);
            assertThat(bodiesUntil(write(exchange))).containsExactly("a", "b", "c");
            assertThat(bodiesUntil(write(exchange))).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aBodyThatIsAStreamCanBeTheKeyAndIsSentWholeByALaterAttempt() throws Exception {
        start(options -> options.setPartitionKey("${body}"));
        for (Object body : List.of(stream("a"), cached("a"))) {
            Exchange exchange = exchange(body);
            CompletableFuture<Exchange> first = write(exchange);
            Request request = kinesis.next();
            assertThat(request.keys()).containsExactly("a");
            request.answer(REFUSED);
            assertThat(first.get(20, TimeUnit.SECONDS).getException()).isNotNull();
            exchange.setException(null);
            assertThat(bodiesUntil(write(exchange))).containsExactly("a");
            assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("a");
        }
    }

    @Test
    void anElementThatIsTooLargeIsNotSentByALaterAttemptEither() throws Exception {
        start(options -> {});
        Exchange exchange = exchange(List.of(new byte[RecordSizeLimit.DEFAULT + 1]));
        for (int attempt = 0; attempt < 2; attempt++) {
            exchange.setException(null);
            write(exchange).get(20, TimeUnit.SECONDS);
            assertThat(exchange.getException()).hasCauseInstanceOf(RecordTooLargeException.class);
        }
        assertThat(kinesis.nextWithin(java.time.Duration.ofMillis(50))).isNull();
    }

    @Test
    void anErrorInAnIteratorOrAKeyFailsTheExchangeAndLosesNoElement() throws Exception {
        AtomicInteger evaluations = new AtomicInteger();
        start(options -> {
            options.setSendBufferBytes(1 + 1 + SendBuffer.OVERHEAD);
            options.setPartitionKey((Function<Exchange, Object>) exchange -> {
                if (evaluations.incrementAndGet() == 2) {
                    throw new NoClassDefFoundError("gone");
                }
                return "k";
            });
        });
        AtomicInteger asked = new AtomicInteger();
        Exchange exchange = exchange(iterator(4, i -> {
            if (i == 2 && asked.incrementAndGet() == 1) {
                throw new StackOverflowError();
            }
            return String.valueOf(i);
        }));
        assertThat(bodiesUntil(write(exchange))).containsExactly("0");
        assertThat(exchange.getException()).hasCauseInstanceOf(NoClassDefFoundError.class);
        exchange.setException(null);
        assertThat(bodiesUntil(write(exchange))).containsExactly("1");
        assertThat(exchange.getException()).hasCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void whoIsInterruptedWhileAStreamIsAskedForItsLimitLosesNoElement() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        publishing = new Publishing(
                kinesis,
                null,
                (stream, wanted) -> {
                    if (asked.incrementAndGet() == 2) {
                        throw new InterruptedException();
                    }
                    return RecordSizeLimit.DEFAULT;
                },
                unused -> {
                    configuration.setStreamNameOrArn("orders");
                    configuration.setPartitionKey("${body}");
                    return configuration;
                });
        Exchange exchange = exchange(List.of("a", "b", "c"));
        CompletableFuture<Exchange> first = write(exchange);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(bodiesUntil(first)).containsExactly("a");
        RecordsNotWrittenException failure = (RecordsNotWrittenException) exchange.getException();
        assertThat(failure).hasCauseInstanceOf(InterruptedException.class);
        assertThat(failure.getFailures()).isEmpty();
        exchange.setException(null);
        assertThat(bodiesUntil(write(exchange))).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void anIteratorThatCanBeClosedIsClosedWhenItIsExhaustedOrTheExchangeIsDone() throws Exception {
        start(options -> options.setPartitionKey("${body}"));
        ClosingIterator exhausted = new ClosingIterator(List.of("a").iterator());
        bodiesUntil(write(exchange(exhausted)));
        assertThat(exhausted.closed).hasValue(1);

        ClosingIterator broken = new ClosingIterator(iterator(3, i -> {
            if (i == 1) {
                throw new IllegalStateException("disk gone");
            }
            return "x";
        }));
        Exchange exchange = exchange(broken);
        bodiesUntil(write(exchange));
        assertThat(broken.closed).as("between two attempts").hasValue(0);
        exchange.getExchangeExtension().handoverCompletions().forEach(one -> one.onFailure(exchange));
        assertThat(broken.closed).hasValue(1);
    }

    private record ClosingIterator(Iterator<?> elements, AtomicInteger closed)
            implements Iterator<Object>, AutoCloseable {

        ClosingIterator(Iterator<?> elements) {
            this(elements, new AtomicInteger());
        }

        @Override
        public boolean hasNext() {
            assertThat(closed).hasValue(0);
            return elements.hasNext();
        }

        @Override
        public Object next() {
            return elements.next();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Object cached(String text) {
        return new ByteArrayInputStreamCache(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Iterator<Object> iterator(int count, IntFunction<Object> element) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return element.apply(next++);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static List<RecordResult> results(Exchange exchange) {
        return (List<RecordResult>) exchange.getMessage().getHeader(ConduitKinesisConstants.RECORD_RESULTS);
    }

    /** A record found no room at once, and has it no more: nothing is answered, so its time is over. */
    private List<String> bodiesUntil(CompletableFuture<Exchange> done) throws Exception {
        List<String> bodies = new ArrayList<>();
        answerUntil(done, request -> {
            bodies.addAll(request.bodies());
            request.writeAll();
        });
        return bodies;
    }

    private void answerUntil(CompletableFuture<Exchange> done, Consumer<Request> answer) throws Exception {
        while (!done.isDone()) {
            Request request = kinesis.nextWithin(java.time.Duration.ofMillis(20));
            if (request != null) {
                answer.accept(request);
            }
        }
    }

    /** The buffer is full from the first that asks in vain to the first that gets room. */
    private void awaitThatOneFoundNoRoom() {
        RecordPublisher publisher = publishing.publisher();
        await().until(() -> !publisher.report().bufferFullFor().isZero()
                && publisher.report().waiting() == 0);
    }

    private void start(Consumer<ConduitKinesisConfiguration> options) {
        configuration.setStreamNameOrArn("orders");
        options.accept(configuration);
        publishing = new Publishing(kinesis, unused -> configuration);
        context.start();
    }

    private Exchange exchange(Object body) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    private CompletableFuture<Exchange> write(Exchange exchange) {
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        writes(exchange, sync -> {
            if (!done.complete(exchange)) {
                throw new AssertionError("Told twice");
            }
        });
        return done;
    }

    private boolean writes(Exchange exchange, org.apache.camel.AsyncCallback callback) {
        MessageWriter writer = new MessageWriter(
                publishing.publisher(),
                RecordMapper.create(context, configuration, () -> watch),
                "endpoint",
                configuration.isUseIterator());
        try {
            if (!writer.write(exchange, callback, false)) {
                return false;
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }
}
