package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import io.github.camelconduit.kinesis.embedded.fault.ArmedFault;
import io.github.camelconduit.kinesis.embedded.fault.FaultCatalog;
import io.github.camelconduit.kinesis.embedded.fault.FaultParameter;
import io.github.camelconduit.kinesis.embedded.fault.FaultSetup;

import static org.assertj.core.api.Assertions.assertThat;

/** What a call of the real SDK other than SubscribeToShard makes of every fault is what the table in the documentation says. */
class FaultTableCallsIT {

    private static final int CALL = 4;
    private static final String NOTHING = "–";
    private static final String NO_ANSWER = "no answer";
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final PutRecordRequest PUT = PutRecordRequest.builder()
            .streamName("orders")
            .partitionKey("key")
            .data(SdkBytes.fromUtf8String("x"))
            .build();

    /** After these the work was done, whatever the caller knows of it. */
    private static final Set<FaultCatalog> DONE =
            Set.of(FaultCatalog.DELAY, FaultCatalog.LOSE_ANSWER, FaultCatalog.GO_AWAY, FaultCatalog.MALFORMED_JSON);

    @RegisterExtension
    static final EmbeddedKinesisExtension EXTENSION =
            EmbeddedKinesisExtension.with(EmbeddedKinesis.builder().tls().rules(Rules.fast()));

    private final EmbeddedKinesis kinesis = EXTENSION.server();
    private AutoCloseable client;

    @AfterEach
    void disconnect() throws Exception {
        kinesis.reset();
        if (client != null) {
            client.close();
        }
    }

    /** The SDK's clients, and the protocols that each speaks. */
    enum Caller {
        H2C(Sdk::http2),
        TLS(Sdk::tls),
        HTTP1(Sdk::http1),
        SYNC(Sdk::sync);

        private final Function<EmbeddedKinesis, AutoCloseable> connect;

        Caller(Function<EmbeddedKinesis, AutoCloseable> connect) {
            this.connect = connect;
        }

        boolean http2() {
            return this == H2C || this == TLS;
        }
    }

    static Stream<Arguments> faults() {
        Map<String, List<String>> table = DocumentedTables.rows("faults");
        return Arrays.stream(FaultCatalog.values())
                .filter(fault -> !table.get(fault.id()).get(CALL).equals(NOTHING))
                .flatMap(fault -> Arrays.stream(Caller.values())
                        .map(caller -> Arguments.of(
                                fault, caller, table.get(fault.id()).get(CALL))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aCallGetsWhatTheTableSays(FaultCatalog fault, Caller caller, String expected) {
        kinesis.createStream("orders", 1);
        Consumer<PutRecordRequest> put = connect(caller);
        put.accept(PUT);
        FaultSetup setup = kinesis.faults().of(fault);
        if (fault.parameters().contains(FaultParameter.OPERATION)) {
            setup.onOperation("PutRecord");
        }
        ArmedFault armed = setup.once();
        CompletableFuture<String> outcome = CompletableFuture.supplyAsync(() -> outcome(put));
        if (expected.startsWith(NO_ANSWER)) {
            Awaitility.await().atMost(WAIT).until(() -> armed.hits() == 1);
            if (fault == FaultCatalog.HALF_OPEN && caller.http2()) {
                assertThat(outcome.join()).as("by the health check").isEqualTo("SdkClientException(IOException)");
            } else {
                // HTTP/1.1 has a connection for each call, and waits on this one until it times out.
                Awaitility.await().during(Duration.ofMillis(400)).atMost(WAIT).until(() -> !outcome.isDone());
            }
        } else {
            assertThat(outcome.join()).isEqualTo(expected);
        }
        assertThat(armed.hits()).isEqualTo(1);
        assertThat(kinesis.records("orders")).hasSize(DONE.contains(fault) ? 2 : 1);
        assertThat(kinesis.calls("PutRecord"))
                .as("the client itself did not try again")
                .hasSize(2);
        assertThat(outcome(put)).as("the next call").isEqualTo("normal");
    }

    private Consumer<PutRecordRequest> connect(Caller caller) {
        client = caller.connect.apply(kinesis);
        return client instanceof KinesisAsyncClient async
                ? request -> Sdk.get(async.putRecord(request))
                : ((KinesisClient) client)::putRecord;
    }

    private static String outcome(Consumer<PutRecordRequest> put) {
        try {
            put.accept(PUT);
            return "normal";
        } catch (CompletionException e) {
            return Witness.nameOf(e.getCause());
        } catch (RuntimeException e) {
            return Witness.nameOf(e);
        }
    }

    @Test
    void aFaultForAShardHitsTheWriteThatItsKeyLeadsThereAndTheReadWhoseIteratorIsForIt() {
        kinesis.createStream("orders", 2);
        KinesisAsyncClient async = Sdk.http2(kinesis);
        client = async;
        String hit = kinesis.put("orders", "key", new byte[1]).shardId();
        String other = hit.endsWith("0") ? "shardId-000000000001" : "shardId-000000000000";
        kinesis.faults().refuse("PutRecord").onShard(other).always();
        kinesis.faults().refuse("GetRecords").onStream("orders").onShard(other).always();
        assertThat(outcome(r -> Sdk.get(async.putRecord(r)))).isEqualTo("normal");
        assertThat(read(async, hit)).isEqualTo("normal");
        assertThat(read(async, other)).isEqualTo("KinesisException");
        kinesis.faults().refuse("PutRecord").onStream("orders").onShard(hit).once();
        assertThat(outcome(r -> Sdk.get(async.putRecord(r)))).isEqualTo("KinesisException");
        assertThat(kinesis.calls("PutRecord"))
                .allSatisfy(call -> assertThat(call.shardId()).isEqualTo(hit));
    }

    @Test
    void aFaultForAStreamHitsAPageOfItsShardsToo() {
        kinesis.createStream("orders", 3);
        KinesisAsyncClient async = Sdk.http2(kinesis);
        client = async;
        String token = Sdk.get(async.listShards(r -> r.streamName("orders").maxResults(1)))
                .nextToken();
        kinesis.faults().refuse("ListShards").onStream("orders").once();
        assertThat(outcome(any -> Sdk.get(async.listShards(r -> r.nextToken(token)))))
                .isEqualTo("KinesisException");
    }

    private static String read(KinesisAsyncClient client, String shardId) {
        String iterator = Sdk.get(client.getShardIterator(
                        r -> r.streamName("orders").shardId(shardId).shardIteratorType(ShardIteratorType.LATEST)))
                .shardIterator();
        return outcome(any -> Sdk.get(client.getRecords(
                GetRecordsRequest.builder().shardIterator(iterator).build())));
    }
}
