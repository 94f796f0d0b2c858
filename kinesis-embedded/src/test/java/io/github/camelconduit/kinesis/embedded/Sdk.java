package io.github.camelconduit.kinesis.embedded;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.ProtocolNegotiation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.utils.AttributeMap;

/** Real SDK clients for a server under test, and what tests do with them over and over. */
final class Sdk {

    private static final long WAIT_SECONDS = 20;

    /** What takes seconds by default gets longer: the tests' machine may stand still for a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"));

    // Shared and never closed: closing one of the SDK's HTTP clients takes seconds. They hold no host or port.
    private static final SdkAsyncHttpClient HTTP2 = http(Protocol.HTTP2, ProtocolNegotiation.ASSUME_PROTOCOL);
    private static final SdkAsyncHttpClient HTTP1 = http(Protocol.HTTP1_1, ProtocolNegotiation.ASSUME_PROTOCOL);
    private static final SdkAsyncHttpClient ALPN = http(Protocol.HTTP2, ProtocolNegotiation.ALPN);

    private static final SdkHttpClient SYNC =
            UrlConnectionHttpClient.builder().socketTimeout(PATIENCE).build();

    private Sdk() {}

    /** HTTP/2 with prior knowledge, as the SDK does it by itself. */
    static KinesisAsyncClient http2(EmbeddedKinesis kinesis) {
        return client(kinesis.endpoint(), HTTP2);
    }

    static KinesisAsyncClient http1(EmbeddedKinesis kinesis) {
        return client(kinesis.endpoint(), HTTP1);
    }

    /** HTTP/2 by ALPN, whatever the certificate. */
    static KinesisAsyncClient tls(EmbeddedKinesis kinesis) {
        return client(kinesis.tlsEndpoint(), ALPN);
    }

    /** The synchronous client over the JDK's HttpURLConnection, which speaks HTTP/1.1 only. */
    static KinesisClient sync(EmbeddedKinesis kinesis) {
        return KinesisClient.builder()
                .endpointOverride(kinesis.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .httpClient(SYNC)
                .build();
    }

    private static SdkAsyncHttpClient http(Protocol protocol, ProtocolNegotiation negotiation) {
        return NettyNioAsyncHttpClient.builder()
                .protocol(protocol)
                .protocolNegotiation(negotiation)
                .readTimeout(Duration.ofSeconds(60))
                .connectionTimeout(PATIENCE)
                .connectionAcquisitionTimeout(PATIENCE)
                .tlsNegotiationTimeout(PATIENCE)
                .maxConcurrency(500)
                .http2Configuration(c -> c.initialWindowSize(512 * 1024))
                .buildWithDefaults(AttributeMap.builder()
                        .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                        .build());
    }

    private static KinesisAsyncClient client(URI endpoint, SdkAsyncHttpClient http) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .httpClient(http)
                .build();
    }

    /** The result, or the exception the call failed with. */
    static <T> T get(CompletableFuture<T> call) {
        try {
            return call.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    static String register(KinesisAsyncClient client, EmbeddedKinesis kinesis, String stream, String name) {
        return get(client.registerStreamConsumer(
                        r -> r.streamARN(kinesis.streamArn(stream)).consumerName(name)))
                .consumer()
                .consumerARN();
    }

    static Probe subscribe(KinesisAsyncClient client, String consumerArn, String shardId, StartingPosition position) {
        return subscribe(client, consumerArn, shardId, position, Long.MAX_VALUE);
    }

    /** Subscribes with a demand for that many events. */
    static Probe subscribe(
            KinesisAsyncClient client, String consumerArn, String shardId, StartingPosition position, long demand) {
        Probe probe = new Probe(demand);
        probe.call(client.subscribeToShard(
                SubscribeToShardRequest.builder()
                        .consumerARN(consumerArn)
                        .shardId(shardId)
                        .startingPosition(position)
                        .build(),
                probe));
        return probe;
    }
}
