package io.github.camelconduit.kinesis.client;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.http.HttpVersion;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisEndpoint;
import io.github.camelconduit.kinesis.publish.SdkPutRecordsCall;
import io.github.camelconduit.kinesis.publish.StreamTarget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class KinesisClientsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final CamelContext context = new DefaultCamelContext();
    private final ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();
    private EventLoops eventLoops;
    private KinesisClients clients;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @BeforeEach
    void configure() {
        eventLoops = EventLoops.start(context);
        configuration.setStreamNameOrArn("orders");
        configuration.setAccessKeyId("AKIAKEY");
        configuration.setSecretAccessKey("secret");
    }

    @AfterEach
    void close() {
        if (clients != null) {
            clients.close();
        }
        eventLoops.close();
        timer.shutdownNow();
        context.stop();
    }

    @Test
    void speakHttp2WithoutAskingToPlainServer() throws Exception {
        try (RecordingServer server = RecordingServer.plain(200)) {
            connectTo(server);

            describe(clients.calls());
            describe(clients.subscriptions());

            assertThat(server.calls())
                    .extracting(RecordingServer.Call::version)
                    .containsExactly(HttpVersion.HTTP_2, HttpVersion.HTTP_2);
        }
    }

    @Test
    void doNotRepeatWritesAndKnowWhetherTheyLeft() throws Exception {
        try (RecordingServer server = RecordingServer.plain(500)) {
            connectTo(server);
            SdkPutRecordsCall call = new SdkPutRecordsCall(clients.writes(), Duration.ofSeconds(20), timer);
            PutRecordsRequestEntry record = PutRecordsRequestEntry.builder()
                    .partitionKey("k")
                    .data(SdkBytes.fromUtf8String("x"))
                    .build();
            assertThat(clients.writes()
                            .serviceClientConfiguration()
                            .overrideConfiguration()
                            .executionInterceptors())
                    .contains(Transmission.WITH_NOTING_CLIENT);
            assertThatThrownBy(() -> call.put(new StreamTarget("orders", null), List.of(record))
                            .get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(KinesisException.class);
            assertThat(server.calls()).extracting(RecordingServer.Call::version).containsExactly(HttpVersion.HTTP_1_1);
        }
    }

    @Test
    void writeToATlsServerThatSpeaksHttp2AsWell() throws Exception {
        try (RecordingServer server = RecordingServer.tls(folder)) {
            configuration.setTrustAllCertificates(true);
            connectTo(server);
            describe(clients.writes());
            assertThat(server.calls()).extracting(RecordingServer.Call::version).containsExactly(HttpVersion.HTTP_1_1);
        }
    }

    @Test
    void completeWritesOnTheThreadOfTheNetwork() throws Exception {
        try (RecordingServer server = RecordingServer.plain(200)) {
            connectTo(server);
            server.hold();
            AtomicReference<String> thread = new AtomicReference<>();
            CompletableFuture<Void> described = clients.writes()
                    .describeLimits()
                    .thenRun(() -> thread.set(Thread.currentThread().getName()));
            server.release();
            described.get(20, TimeUnit.SECONDS);
            assertThat(thread.get()).contains("ConduitKinesisWriteEventLoop");
        }
    }

    @Test
    void negotiateHttp2WithTlsServerAndTrustItWhenTold() throws Exception {
        try (RecordingServer server = RecordingServer.tls(folder)) {
            configuration.setTrustAllCertificates(true);
            connectTo(server);

            describe(clients.calls());
            describe(clients.subscriptions());

            assertThat(server.calls())
                    .extracting(RecordingServer.Call::version)
                    .containsExactly(HttpVersion.HTTP_2, HttpVersion.HTTP_2);
        }
    }

    @Test
    void trustNoUnknownCertificateUntold() throws Exception {
        try (RecordingServer server = RecordingServer.tls(folder)) {
            connectTo(server);

            // The SDK itself only says, after ten seconds, that it got no connection.
            CompletableFuture<?> call = clients.subscriptions().describeLimits();
            await().atMost(LIMIT).untilAsserted(() -> assertThat(server.refusals())
                    .isNotEmpty()
                    .allMatch(refusal -> refusal.toString().contains("certificate_unknown")));

            assertThat(server.calls()).isEmpty();
            call.cancel(true);
        }
    }

    @Test
    @Tag("failure-mode-24")
    void keepFewOfManySubscriptionsOnEachConnection() throws Exception {
        try (RecordingServer server = RecordingServer.plain(0)) {
            connectTo(server);
            clients.subscriptions().describeLimits();
            // Calls that come while the first connection is being made could each make one.
            await().atMost(LIMIT).untilAsserted(() -> assertThat(server.calls()).hasSize(1));

            for (int i = 1; i < 64; i++) {
                clients.subscriptions().describeLimits();
            }

            // More than the SDK's 50, which would wait for each other, and fail after ten seconds.
            await().atMost(LIMIT).untilAsserted(() -> assertThat(server.calls()).hasSize(64));
            assertThat(server.calls().stream()
                            .map(RecordingServer.Call::clientPort)
                            .distinct())
                    .hasSizeGreaterThanOrEqualTo(32);
        }
    }

    @Test
    void retryPlainCallsOnly() throws Exception {
        try (RecordingServer server = RecordingServer.plain(500)) {
            connectTo(server);

            assertThatThrownBy(() -> describe(clients.calls())).hasCauseInstanceOf(KinesisException.class);
            assertThat(server.calls()).hasSizeGreaterThan(1);

            server.calls().clear();
            assertThatThrownBy(() -> describe(clients.subscriptions())).hasCauseInstanceOf(KinesisException.class);
            assertThat(server.calls()).hasSize(1);
        }
    }

    @Test
    void limitPlainCallsInTimeAndNotSubscriptions() throws Exception {
        try (RecordingServer server = RecordingServer.plain(200)) {
            connectTo(server);

            var calls = clients.calls().serviceClientConfiguration().overrideConfiguration();
            assertThat(calls.apiCallAttemptTimeout()).contains(Duration.ofSeconds(10));
            assertThat(calls.apiCallTimeout()).contains(Duration.ofSeconds(60));
            var subscriptions =
                    clients.subscriptions().serviceClientConfiguration().overrideConfiguration();
            assertThat(subscriptions.apiCallAttemptTimeout()).isEmpty();
            assertThat(subscriptions.apiCallTimeout()).isEmpty();
        }
    }

    @Test
    void signWithStaticKeysAndSessionToken() throws Exception {
        try (RecordingServer server = RecordingServer.plain(200)) {
            configuration.setSessionToken("token");
            connectTo(server);

            describe(clients.calls());

            RecordingServer.Call call = server.calls().element();
            assertThat(call.authorization()).contains("Credential=AKIAKEY/").contains("/eu-west-1/kinesis/");
            assertThat(call.securityToken()).isEqualTo("token");
        }
    }

    @Test
    void signWithProfile() throws Exception {
        Path credentials = folder.resolve("credentials");
        Files.writeString(credentials, "[dev]\naws_access_key_id=AKIAPROFILE\naws_secret_access_key=secret\n");
        try (RecordingServer server = RecordingServer.plain(200);
                SystemProperties properties = new SystemProperties()) {
            properties.set("aws.sharedCredentialsFile", credentials.toString());
            configuration.setAccessKeyId(null);
            configuration.setSecretAccessKey(null);
            configuration.setProfileCredentialsName("dev");
            connectTo(server);

            describe(clients.calls());

            assertThat(server.calls().element().authorization()).contains("Credential=AKIAPROFILE/");
        }
    }

    @Test
    void exchangeWebIdentityTokenInDefaultChain() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "a-web-identity-token");
        HttpServer sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", exchange -> {
            byte[] answer = """
                    <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                      <AssumeRoleWithWebIdentityResult><Credentials>
                        <AccessKeyId>AKIAFROMSTS</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
                        <SessionToken>from-sts</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>
                      </Credentials></AssumeRoleWithWebIdentityResult>
                    </AssumeRoleWithWebIdentityResponse>""".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        sts.start();
        try (RecordingServer server = RecordingServer.plain(200);
                SystemProperties properties = new SystemProperties()) {
            properties.set("aws.region", "eu-west-1");
            properties.set("aws.roleArn", "arn:aws:iam::123456789012:role/reader");
            properties.set("aws.roleSessionName", "test");
            properties.set("aws.webIdentityTokenFile", token.toString());
            properties.set(
                    "aws.endpointUrlSts", "http://localhost:" + sts.getAddress().getPort());
            configuration.setAccessKeyId(null);
            configuration.setSecretAccessKey(null);
            configuration.setUseDefaultCredentialsProvider(true);
            connectTo(server);

            describe(clients.calls());

            RecordingServer.Call call = server.calls().element();
            assertThat(call.authorization()).contains("Credential=AKIAFROMSTS/");
            assertThat(call.securityToken()).isEqualTo("from-sts");
        } finally {
            sts.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goThroughProxy(boolean subscriptions) throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> firstLine(proxy));
            configuration.setUrl("http://kinesis.example:4567");
            configuration.setProxyHost("localhost");
            configuration.setProxyPort(proxy.getLocalPort());
            clients = KinesisClients.create(configuration, "eu-west-1", eventLoops);

            (subscriptions ? clients.subscriptions() : clients.calls()).describeLimits();

            assertThat(get(asked)).startsWith("CONNECT kinesis.example:4567 ");
        }
    }

    @Test
    void areMadeOnceForEndpointAndClosedWithIt() throws Exception {
        try (RecordingServer server = RecordingServer.plain(200)) {
            context.start();
            ConduitKinesisEndpoint endpoint = context.getEndpoint(
                    "conduit-kinesis:orders?region=eu-west-1&accessKeyId=a&secretAccessKey=b&url=" + server.url(),
                    ConduitKinesisEndpoint.class);
            KinesisAsyncClient calls = endpoint.getClients().calls();
            describe(calls);

            endpoint.stop();

            assertThat(endpoint.getClients()).isNull();
            assertThatThrownBy(() -> describe(calls)).isInstanceOf(Exception.class);
            endpoint.start();
            describe(endpoint.getClients().calls());
        }
    }

    private void connectTo(RecordingServer server) {
        configuration.setUrl(server.url());
        clients = KinesisClients.create(configuration, "eu-west-1", eventLoops);
    }

    private static void describe(KinesisAsyncClient client) throws Exception {
        get(client.describeLimits());
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static String firstLine(ServerSocket server) {
        try (Socket socket = server.accept();
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            return reader.readLine();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
