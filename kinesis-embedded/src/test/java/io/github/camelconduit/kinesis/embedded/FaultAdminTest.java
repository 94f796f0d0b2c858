package io.github.camelconduit.kinesis.embedded;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;

import io.github.camelconduit.kinesis.embedded.fault.FaultCatalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Faults set over HTTP. */
class FaultAdminTest {

    @RegisterExtension
    static final EmbeddedKinesisExtension KINESIS = EmbeddedKinesisExtension.with(
            EmbeddedKinesis.builder().stream("orders", 1).rules(Rules.fast()));

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void clear() {
        KINESIS.server().faults().clear();
    }

    @Test
    void aFaultIsAddedListedHitsAndIsTakenAway() throws Exception {
        HttpResponse<String> added = post("""
                {"fault":"refuse","operation":"PutRecord","stream":"orders",
                 "errorType":"LimitExceededException","status":400,"message":"Not now","skip":1,"times":"always"}""");
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.body()).contains("\"fault\":\"refuse\"", "\"operation\":\"PutRecord\"");
        long id = KINESIS.server().faults().armed().get(0).id();

        try (KinesisAsyncClient client = Sdk.http2(KINESIS.server())) {
            put(client);
            assertThatThrownBy(() -> put(client))
                    .isInstanceOf(LimitExceededException.class)
                    .hasMessageContaining("Not now");
            assertThat(send("GET", "/_admin/faults", null).body())
                    .contains("\"id\":" + id + ",", "\"hits\":1}", "\"known\":[\"refuse\",");
            assertThat(send("DELETE", "/_admin/faults/" + id, null).statusCode())
                    .isEqualTo(204);
            put(client);
        }
        assertThat(send("DELETE", "/_admin/faults/" + id, null).statusCode()).isEqualTo(404);
        post("{\"fault\":\"silence\",\"rate\":0.5,\"seed\":3}");
        assertThat(send("DELETE", "/_admin/faults", null).statusCode()).isEqualTo(204);
        assertThat(KINESIS.server().faults().armed()).isEmpty();
    }

    @Test
    void aFaultHitsOnceIfNothingElseIsSaidAndIsNoLongerListedThen() throws Exception {
        post("{\"fault\":\"throttle\",\"operation\":\"PutRecord\"}");
        try (KinesisAsyncClient client = Sdk.http2(KINESIS.server())) {
            assertThatThrownBy(() -> put(client)).isNotNull();
            put(client);
        }
        assertThat(send("GET", "/_admin/faults", null).body()).contains("\"faults\":[]");
    }

    @Test
    void subscriptionsThatAreOpenAreHitAtOnce() throws Exception {
        try (KinesisAsyncClient client = Sdk.http2(KINESIS.server())) {
            String consumer = Sdk.register(client, KINESIS.server(), "orders", "app");
            Witness witness = Witness.subscribe(client, consumer, "shardId-000000000000");
            witness.awaitEvents(1);
            HttpResponse<String> hit = post("""
                    {"fault":"exceptionFrame","stream":"orders","errorType":"KMSDisabledException",
                     "message":"The key is asleep","now":true}""");
            assertThat(hit.statusCode()).isEqualTo(200);
            assertThat(hit.body()).isEqualTo("{\"hits\":1}");
            assertThat(witness.awaitEnd().ending()).startsWith("onError: KmsDisabledException");
            assertThat(witness.failure()).hasMessageContaining("The key is asleep");
            assertThat(post("{\"fault\":\"closeAtOnce\",\"now\":true}").body()).isEqualTo("{\"hits\":0}");
            Sdk.get(client.deregisterStreamConsumer(r -> r.consumerARN(consumer)));
        }
    }

    @ParameterizedTest
    @MethodSource("everyFault")
    void everyFaultOfTheCatalogCanBeSetForAStreamAndAShard(FaultCatalog fault) throws Exception {
        String body =
                "{\"fault\":\"%s\",\"stream\":\"orders\",\"shardId\":\"shardId-000000000007\",\"times\":\"always\"}";
        assertThat(post(body.formatted(fault.id())).statusCode()).isEqualTo(201);
        assertThat(KINESIS.server().faults().armed()).singleElement().satisfies(armed -> {
            assertThat(armed.kind()).isEqualTo(fault);
            assertThat(armed.target().stream()).isEqualTo("orders");
            assertThat(armed.target().shardId()).isEqualTo("shardId-000000000007");
        });
    }

    static Stream<FaultCatalog> everyFault() {
        return Arrays.stream(FaultCatalog.values());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                             | Expected a JSON object",
                "[]                                            | Expected a JSON object",
                "{}                                            | fault must be one of refuse, throttle",
                "{\"fault\":\"none\"}                          | was none",
                "{\"fault\":\"wrongCrc\",\"operation\":\"x\"}  | Fault wrongCrc has no operation",
                "{\"fault\":\"refuse\",\"operation\":\"PutRecordz\"} | operation must be one of Kinesis's API, such as PutRecords, was PutRecordz",
                "{\"fault\":\"wrongCrc\",\"time\":3}           | Fault wrongCrc has no time",
                "{\"fault\":\"throttle\",\"message\":\"x\"}   | Fault throttle has no message",
                "{\"fault\":\"wrongCrc\",\"times\":0}          | times must be a whole number of at least 1, was 0",
                "{\"fault\":\"wrongCrc\",\"times\":1.5}        | times must be a whole number",
                "{\"fault\":\"wrongCrc\",\"rate\":2}           | rate must be 0 to 1, was 2.0",
                "{\"fault\":\"wrongCrc\",\"rate\":1,\"times\":1} | rate and times exclude each other",
                "{\"fault\":\"wrongCrc\",\"stream\":5}         | stream must be a string, was 5",
                "{\"fault\":\"refuse\",\"status\":400}         | status needs an errorType",
                "{\"fault\":\"refuse\",\"errorType\":\"X\",\"status\":200} | status must be 400 to 599, was 200",
                "{\"fault\":\"wrongCrc\",\"now\":true}         | Fault wrongCrc cannot hit open subscriptions at once",
                "{\"fault\":\"resetStream\",\"now\":true,\"operation\":\"PutRecord\"} | was PutRecord",
                "{\"fault\":\"resetStream\",\"now\":true,\"skip\":1} | now and skip exclude each other",
                "{\"fault\":\"resetStream\",\"now\":1}         | now must be true or false, was 1",
                "{\"fault\":\"falseShardEnd\",\"childShards\":1} | childShards must be true or false, was 1"
            })
    void aFaultThatMakesNoSenseIsOneErrorThatNamesTheMember(String body, String message) throws Exception {
        HttpResponse<String> response = post(body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(message);
        assertThat(KINESIS.server().faults().armed()).isEmpty();
    }

    @Test
    void otherPathsMethodsAndContentTypesAreRefused() throws Exception {
        assertThat(send("GET", "/_admin/", null).statusCode()).isEqualTo(404);
        assertThat(send("PUT", "/_admin/faults", "{}").statusCode()).isEqualTo(405);
        HttpRequest form = HttpRequest.newBuilder(uri("127.0.0.1", KINESIS.server(), "/_admin/faults"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"fault\":\"silence\"}"))
                .build();
        assertThat(http.send(form, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
        assertThat(post("{\"fault\":\"" + "x".repeat(70_000) + "\"}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void onlyTheServersOwnMachineMaySetFaults() throws Exception {
        Optional<String> address = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress() && a.getAddress().length == 4)
                .map(InetAddress::getHostAddress)
                .findFirst();
        Assumptions.assumeTrue(address.isPresent(), "This machine has no address but loopback");
        try (EmbeddedKinesis open = EmbeddedKinesis.builder().host("0.0.0.0").start()) {
            HttpRequest request = HttpRequest.newBuilder(uri(address.get(), open, "/_admin/faults"))
                    .GET()
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        }
    }

    private static void put(KinesisAsyncClient client) {
        Sdk.get(client.putRecord(r -> r.streamName("orders").partitionKey("k").data(SdkBytes.fromUtf8String("x"))));
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send("POST", "/_admin/faults", body);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("127.0.0.1", KINESIS.server(), path))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static URI uri(String host, EmbeddedKinesis server, String path) {
        return URI.create("http://%s:%d%s".formatted(host, server.endpoint().getPort(), path));
    }
}
