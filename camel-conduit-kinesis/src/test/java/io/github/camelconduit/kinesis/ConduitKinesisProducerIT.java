package io.github.camelconduit.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Service;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.ShardView;
import io.github.camelconduit.kinesis.embedded.StoredRecord;
import io.github.camelconduit.kinesis.partition.HashKeys;
import io.github.camelconduit.kinesis.partition.PartitionKeys;
import io.github.camelconduit.kinesis.partition.TemplateFailedException;
import io.github.camelconduit.kinesis.publish.RecordNotWrittenException;
import io.github.camelconduit.kinesis.publish.RecordSizeLimit;
import io.github.camelconduit.kinesis.publish.RecordTooLargeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class ConduitKinesisProducerIT {

    private static final AtomicInteger STREAMS = new AtomicInteger();

    private static EmbeddedKinesis kinesis;
    private static CamelContext context;

    /** Streams of this test alone. */
    private final String orders = "orders-" + STREAMS.incrementAndGet();

    private final String other = "other-" + STREAMS.get();

    @BeforeAll
    static void startServer() {
        kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).start();
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterAll
    static void stopServer() {
        context.stop();
        kinesis.close();
    }

    @BeforeEach
    void createStreams() {
        kinesis.faults().clear();
        kinesis.createStream(orders, 4);
        kinesis.createStream(other, 1);
        kinesis.clearCalls();
    }

    @Test
    void writesTheBodyUnderTheRecordKeyAndBringsShardAndSequenceNumberBack() {
        Exchange sent = send(orders, "", "\u20AC", Map.of(ConduitKinesisConstants.PARTITION_KEY, "k"));
        StoredRecord stored = onlyRecord(orders);
        assertThat(stored.data()).isEqualTo("\u20AC".getBytes(StandardCharsets.UTF_8));
        assertThat(stored.partitionKey()).isEqualTo("k");
        assertThat(sent.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID))
                .isEqualTo(stored.shardId());
        assertThat(sent.getMessage().getHeader(ConduitKinesisConstants.SEQUENCE_NUMBER))
                .isEqualTo(stored.sequenceNumber());
    }

    @Test
    void writesIntoTheShardThatTheKeysMd5Says() throws Exception {
        for (String key : List.of("a", "\u20AC", "\uD83D\uDE00", "longer key", "x".repeat(256))) {
            Exchange sent = send(orders, "", "x", Map.of(ConduitKinesisConstants.PARTITION_KEY, key));
            BigInteger hash =
                    new BigInteger(1, MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8)));
            ShardView shard = kinesis.shards(orders).stream()
                    .filter(s -> inRange(s, hash))
                    .findFirst()
                    .orElseThrow();
            assertThat(sent.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID))
                    .isEqualTo(shard.shardId());
        }
    }

    @Test
    @Tag("failure-mode-39")
    void anyTextIsAKeyAndDecidesTheShardByItsMd5() throws Exception {
        long seed = Long.getLong("conduit.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Exchange> elements = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            elements.add(exchange(String.valueOf(i), anyText(random)));
        }
        Exchange sent = send(orders, "", elements, Map.of());
        assertThat(sent.getException()).isNull();
        Map<String, StoredRecord> stored =
                kinesis.records(orders).stream().collect(Collectors.toMap(StoredRecord::text, record -> record));
        for (int i = 0; i < elements.size(); i++) {
            String given = elements.get(i).getMessage().getHeader(ConduitKinesisConstants.PARTITION_KEY, String.class);
            StoredRecord record = stored.get(String.valueOf(i));
            if (given.isEmpty()) {
                assertThat(record.partitionKey()).isNotEmpty();
            } else {
                assertThat(record.partitionKey()).isEqualTo(PartitionKeys.fit(given));
            }
            BigInteger hash = HashKeys.of(record.partitionKey(), null);
            assertThat(inRange(shard(record.shardId()), hash)).isTrue();
        }
    }

    /** Any chars, lone surrogates and combining marks among them, of every length that matters. */
    private static String anyText(Random random) {
        int[] lengths = {0, 1, 10, 255, 256, 257, 2_000};
        int length = lengths[random.nextInt(lengths.length)];
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(6)) {
                case 0 -> text.append((char) (0xD800 + random.nextInt(0x800)));
                case 1 -> text.append("e\u0301");
                case 2 -> text.appendCodePoint(0x10000 + random.nextInt(0x10000));
                case 3 -> text.append(' ');
                case 4 -> text.append((char) random.nextInt(0x20));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }

    private ShardView shard(String shardId) {
        return kinesis.shards(orders).stream()
                .filter(shard -> shard.shardId().equals(shardId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("failure-mode-35")
    void whileAShardIsThrottledTheOthersGoOn() throws Exception {
        kinesis.faults()
                .failRecords("ProvisionedThroughputExceededException")
                .onStream(orders)
                .onShard("shardId-000000000000")
                .always();
        AsyncProcessor producer = producer(orders, "");
        Map<Boolean, List<CompletableFuture<Exchange>>> all =
                new HashMap<>(Map.of(true, new ArrayList<>(), false, new ArrayList<>()));
        for (int i = 0; i < 2_000; i++) {
            boolean throttled = inRange(shard("shardId-000000000000"), HashKeys.of("k" + i, null));
            all.get(throttled).add(processed(producer, exchange("x", "k" + i)));
        }
        for (CompletableFuture<Exchange> one : all.get(false)) {
            assertThat(one.get(30, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(all.get(true)).isNotEmpty().noneMatch(CompletableFuture::isDone);
        assertThat(kinesis.records(orders)).hasSize(all.get(false).size());
        kinesis.faults().clear();
        for (CompletableFuture<Exchange> one : all.get(true)) {
            assertThat(one.get(30, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(kinesis.records(orders)).hasSize(2_000);
    }

    @Test
    void writesUnderTheKeyOfTheTemplate() {
        send(orders, "&partitionKeyTemplate=RAW(c-${data.customer.id})", "{\"customer\": {\"id\": 1234567}}", Map.of());
        assertThat(onlyRecord(orders).partitionKey()).isEqualTo("c-1234567");
    }

    @Test
    void writesUnderTheKeyOfTheExpression() {
        send(orders, "&partitionKey=${header.customer}", "x", Map.of("customer", "c-1"));
        assertThat(onlyRecord(orders).partitionKey()).isEqualTo("c-1");
    }

    @Test
    void writesUnderTheKeyOfABean() {
        context.getRegistry().bind("customer", (Function<Exchange, Object>)
                exchange -> exchange.getMessage().getHeader("customer"));
        send(orders, "&partitionKey=#bean:customer", "x", Map.of("customer", "c-1"));
        assertThat(onlyRecord(orders).partitionKey()).isEqualTo("c-1");
        context.getRegistry().bind("upper", new Upper());
        kinesis.createStream("upper-" + orders, 1);
        send("upper-" + orders, "&partitionKey=#upper", "x", Map.of());
        assertThat(onlyRecord("upper-" + orders).partitionKey()).isEqualTo("X");
        send("upper-" + orders, "&partitionKeyLanguage=bean&partitionKey=RAW(upper?method=of)", "y", Map.of());
        assertThat(kinesis.records("upper-" + orders).get(1).partitionKey()).isEqualTo("Y");
    }

    /** A bean with one method that takes a body. */
    public static final class Upper {

        public String of(String body) {
            return body.toUpperCase(Locale.ROOT);
        }
    }

    @Test
    void anExplicitHashKeyDecidesTheShard() {
        for (ShardView shard : kinesis.shards(orders)) {
            Exchange sent = send(
                    orders,
                    "",
                    "x",
                    Map.of(
                            ConduitKinesisConstants.PARTITION_KEY,
                            "k",
                            ConduitKinesisConstants.EXPLICIT_HASH_KEY,
                            shard.endingHashKey()));
            assertThat(sent.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID))
                    .isEqualTo(shard.shardId());
        }
        Exchange sent = send(orders, "&explicitHashKey=${header.h}", "x", Map.of("h", "0"));
        assertThat(sent.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID))
                .isEqualTo("shardId-000000000000");
        assertThat(kinesis.records(orders)).hasSize(5);
    }

    @Test
    @Tag("failure-mode-39")
    void aLargeRecordIsWrittenWhereTheStreamTakesItAndAnErrorWhereItDoesNot() throws Exception {
        AsyncProcessor producer = producer(orders, "&maxRecordSize=stream");
        byte[] large = new byte[3 * RecordSizeLimit.DEFAULT];
        assertThat(processed(producer, exchange(large, "k")).get().getException())
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageContaining("1048576");
        assertThat(kinesis.calls("PutRecords")).isEmpty();
        ((ConduitKinesisProducer) producer)
                .getEndpoint()
                .getClients()
                .calls()
                .updateMaxRecordSize(r -> r.streamARN(streamArn(orders)).maxRecordSizeInKiB(4 * 1024))
                .get(10, TimeUnit.SECONDS);
        AsyncProcessor next = producer(orders, "&maxRecordSize=stream&linger=1");
        assertThat(processed(next, exchange(large, "k"))
                        .get(10, TimeUnit.SECONDS)
                        .getException())
                .isNull();
        assertThat(onlyRecord(orders).data()).hasSize(large.length);
    }

    @Test
    void aBodyOfManyRecordsIsWrittenThroughFaultsAndARedeliveryWritesOnlyTheRest() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(20).redeliveryDelay(0));
                from("direct:many").to(uri(orders, "&partitionKey=${body}"));
            }
        });
        kinesis.faults().failRecords("ProvisionedThroughputExceededException").atRate(0.1, 1);
        kinesis.faults().failRecords("KMSDisabledException").atRate(0.1, 2);
        List<String> bodies = IntStream.range(0, 2_000).mapToObj(i -> "b" + i).toList();
        for (Object body : List.of(bodies, bodies.iterator())) {
            Exchange sent = context.createProducerTemplate()
                    .request("direct:many", exchange -> exchange.getMessage().setBody(body));
            assertThat(sent.getException()).isNull();
            assertThat(sent.getMessage().getHeader(ConduitKinesisConstants.RECORD_COUNT))
                    .isEqualTo(2_000L);
        }
        assertThat(kinesis.records(orders).stream().map(StoredRecord::text).sorted())
                .containsExactlyElementsOf(
                        Stream.concat(bodies.stream(), bodies.stream()).sorted().toList());
    }

    @Test
    void doesNotHoldItsCallerUpAndGoesOnOnAThreadOfCamel() throws Exception {
        HeldWrites held = new HeldWrites(kinesis);
        AsyncProcessor producer = producer(held);
        CompletableFuture<Thread> done = new CompletableFuture<>();
        boolean sync = producer.process(exchange("x", "k"), doneSync -> {
            assertThat(doneSync).isFalse();
            done.complete(Thread.currentThread());
        });
        assertThat(sync).isFalse();
        assertThat(done).isNotDone();
        held.release();
        assertThat(done.get(30, TimeUnit.SECONDS).getName()).contains("Camel").contains("ConduitKinesisSent");
        held.close();
    }

    @Test
    void exchangesOfManyThreadsTravelTogether() throws Exception {
        HeldWrites held = new HeldWrites(kinesis);
        AsyncProcessor producer = producer(held);
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            all.add(processed(producer, exchange("body " + i, "k" + i)));
        }
        held.release();
        for (CompletableFuture<Exchange> one : all) {
            assertThat(one.get(20, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(kinesis.records(orders)).hasSize(4_000);
        assertThat(kinesis.calls("PutRecords")).hasSizeLessThan(40);
        held.close();
    }

    @Test
    @Tag("failure-mode-39")
    void anOversizedRecordIsAnErrorForItsExchangeAndNothingIsSent() {
        assertThatThrownBy(() -> throwing(send(orders, "", new byte[RecordSizeLimit.DEFAULT + 1], Map.of())))
                .isInstanceOf(RecordTooLargeException.class);
        assertThat(kinesis.calls("PutRecords")).isEmpty();
    }

    @Test
    void aRecordOfExactlyTheLimitIsWritten() {
        byte[] data = new byte[RecordSizeLimit.DEFAULT - 1];
        Exchange sent = send(orders, "", data, Map.of(ConduitKinesisConstants.PARTITION_KEY, "k"));
        assertThat(sent.getException()).isNull();
        assertThat(onlyRecord(orders).data()).hasSize(data.length);
    }

    @Test
    @Tag("failure-mode-39")
    void aMessageWithoutABodyIsAnErrorForItsExchange() {
        assertThatThrownBy(() -> throwing(send(orders, "", null, Map.of())))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("no body");
    }

    @Test
    void aTemplateThatFailsFailsItsExchangeOnly() {
        String options = "&partitionKeyTemplate=RAW(${data.id})";
        assertThatThrownBy(() -> throwing(send(orders, options, "{}", Map.of())))
                .isInstanceOf(TemplateFailedException.class)
                .hasMessageContaining("partitionKeyTemplate failed at line 1");
        assertThat(send(orders, options, "{\"id\": 7}", Map.of()).getException())
                .isNull();
    }

    @Test
    void aTemplateThatDoesNotCompileIsAnErrorAtTheStart() {
        assertThatThrownBy(() -> producer(orders, "&partitionKeyTemplate=RAW(${data.id)"))
                .hasMessageContaining("partitionKeyTemplate does not compile");
    }

    @Test
    void anOptionOutOfItsRangeIsAnErrorAtTheStart() {
        assertThatThrownBy(() -> producer(orders, "&maxInFlightRequests=0"))
                .hasMessageContaining("maxInFlightRequests=0");
    }

    @Test
    void theHeaderThatNamesAStreamIsObeyedAndRemoved() {
        Exchange sent = send(orders, "", "x", Map.of(ConduitKinesisConstants.OVERRIDE_STREAM_NAME, other));
        assertThat(onlyRecord(other).data()).asString().isEqualTo("x");
        assertThat(kinesis.records(orders)).isEmpty();
        assertThat(sent.getMessage().getHeaders()).doesNotContainKey(ConduitKinesisConstants.OVERRIDE_STREAM_NAME);
    }

    @Test
    void aRedeliveryByCamelGoesToTheStreamOfTheHeaderAgain() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0));
                from("direct:in").to(uri(orders, ""));
            }
        });
        kinesis.faults().failRecords("KMSDisabledException").times(1);
        Exchange sent = context.createProducerTemplate().request("direct:in", exchange -> {
            exchange.getMessage().setBody("x");
            exchange.getMessage().setHeader(ConduitKinesisConstants.OVERRIDE_STREAM_NAME, other);
        });
        assertThat(sent.getException()).isNull();
        assertThat(onlyRecord(other).data()).asString().isEqualTo("x");
        assertThat(kinesis.records(orders)).isEmpty();
    }

    @Test
    void manyExchangesThatMeetAnAbsentStreamCreateItOnce() throws Exception {
        AsyncProcessor producer = producer("fresh-" + orders, "&autoCreateStream=true");
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(processed(producer, exchange("body " + i, "k" + i)));
        }
        for (CompletableFuture<Exchange> one : all) {
            assertThat(one.get(20, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(kinesis.calls("CreateStream")).hasSize(1);
        assertThat(kinesis.records("fresh-" + orders)).hasSize(500);
    }

    @Test
    void anAbsentStreamIsAnErrorUnlessCreatingIsAskedFor() {
        assertThatThrownBy(() -> throwing(send("absent", "", "x", Map.of())))
                .isInstanceOf(RecordNotWrittenException.class)
                .hasMessageContaining("absent");
        assertThat(kinesis.calls("CreateStream")).isEmpty();
    }

    @Test
    @Tag("failure-mode-38")
    void stoppingWritesWhatWasHandedOver() throws Exception {
        kinesis.faults().delay("PutRecords", Duration.ofMillis(100)).always();
        AsyncProcessor producer = producer(orders, "&maxInFlightRequests=1");
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            all.add(processed(producer, exchange("x", "k" + i)));
        }
        ((Service) producer).stop();
        for (CompletableFuture<Exchange> one : all) {
            assertThat(one).isCompleted();
            assertThat(one.get().getException()).isNull();
        }
        assertThat(kinesis.records(orders)).hasSize(1_200);
    }

    @Test
    @Tag("failure-mode-38")
    void aStopAgainstASilentServerEndsAndFailsWhatIsLeft() throws Exception {
        context.getShutdownStrategy().setTimeout(1);
        try {
            stopAgainstASilentServer();
        } finally {
            context.getShutdownStrategy().setTimeout(45);
        }
    }

    private void stopAgainstASilentServer() throws Exception {
        kinesis.faults().delay("PutRecords", Duration.ofSeconds(60)).always();
        AsyncProcessor producer = producer(orders, "");
        CompletableFuture<Exchange> left = processed(producer, exchange("x", "k"));
        ((Service) producer).stop();
        assertThat(left).isCompleted();
        assertThat(left.get().getException()).hasMessageContaining("stopped");
    }

    @Test
    @Tag("failure-mode-33")
    @Tag("failure-mode-34")
    @Tag("failure-mode-37")
    void throughFaultsOfTheServerNothingIsLostOrOutOfOrder() throws Exception {
        long seed = Long.getLong("conduit.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        kinesis.faults().failRecords("ProvisionedThroughputExceededException").atRate(0.08, random.nextLong());
        kinesis.faults().failRecords("InternalFailure").atRate(0.04, random.nextLong());
        kinesis.faults()
                .refuse("PutRecords")
                .withError("KMSThrottlingException", 400)
                .atRate(0.05, random.nextLong());
        kinesis.faults().loseAnswer("PutRecords").atRate(0.03, random.nextLong());
        AsyncProcessor producer = producer(orders, "");
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            all.add(processed(producer, exchange(String.valueOf(i), "k" + random.nextInt(300))));
        }
        for (CompletableFuture<Exchange> one : all) {
            assertThat(one.get(50, TimeUnit.SECONDS).getException()).isNull();
        }
        Map<String, List<Integer>> byKey = kinesis.records(orders).stream()
                .collect(Collectors.groupingBy(
                        StoredRecord::partitionKey,
                        Collectors.mapping(
                                stored -> Integer.valueOf(new String(stored.data(), StandardCharsets.UTF_8)),
                                Collectors.toList())));
        Set<Integer> written = new HashSet<>();
        byKey.values().forEach(written::addAll);
        assertThat(written).hasSize(3_000);
        byKey.forEach((key, ids) ->
                assertThat(ids.stream().distinct().toList()).as(key).isSorted());
    }

    private static String streamArn(String stream) {
        return "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream;
    }

    private static boolean inRange(ShardView shard, BigInteger hash) {
        return hash.compareTo(new BigInteger(shard.startingHashKey().toString())) >= 0
                && hash.compareTo(new BigInteger(shard.endingHashKey().toString())) <= 0;
    }

    private static void throwing(Exchange exchange) throws Exception {
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    private StoredRecord onlyRecord(String stream) {
        assertThat(kinesis.records(stream)).hasSize(1);
        return kinesis.records(stream).get(0);
    }

    private Exchange send(String stream, String options, Object body, Map<String, Object> headers) {
        return context.createProducerTemplate().request(uri(stream, options), exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    private Exchange exchange(Object body, String key) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(ConduitKinesisConstants.PARTITION_KEY, key);
        return exchange;
    }

    private static CompletableFuture<Exchange> processed(AsyncProcessor producer, Exchange exchange) {
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        producer.process(exchange, doneSync -> done.complete(exchange));
        return done;
    }

    private AsyncProcessor producer(String stream, String options) throws Exception {
        return producer(uri(stream, options));
    }
    /** Writes by this client to a stream of this test alone. */
    private AsyncProcessor producer(HeldWrites client) throws Exception {
        context.getRegistry().bind("held-" + orders, client);
        return producer(
                "conduit-kinesis:" + orders + "?amazonKinesisAsyncClient=#held-" + orders + "&region=us-east-1");
    }

    private AsyncProcessor producer(String uri) throws Exception {
        var producer = context.getEndpoint(uri).createAsyncProducer();
        producer.start();
        context.addService(producer);
        return producer;
    }

    private String uri(String stream, String options) {
        return "conduit-kinesis:" + stream + "?accessKeyId=test&secretAccessKey=test&region=us-east-1&url="
                + kinesis.endpoint() + options;
    }
}
