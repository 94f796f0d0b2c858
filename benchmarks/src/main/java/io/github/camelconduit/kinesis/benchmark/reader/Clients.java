package io.github.camelconduit.kinesis.benchmark.reader;

import java.net.URI;
import java.time.Duration;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Clients of the AWS SDK, set as the component sets the one for its subscriptions. */
final class Clients {

    static final String REGION = Region.US_EAST_1.id();
    static final String KEY = "bench";

    private Clients() {}

    static KinesisAsyncClient subscriptions(URI endpoint) {
        NettyNioAsyncHttpClient.Builder http = NettyNioAsyncHttpClient.builder()
                .protocol(Protocol.HTTP2)
                .maxConcurrency(10_000)
                .readTimeout(Duration.ofMinutes(6))
                .http2Configuration(h ->
                        h.maxStreams(2L).initialWindowSize(512 * 1024).healthCheckPingPeriod(Duration.ofSeconds(5)));
        return reaching(endpoint, KinesisAsyncClient.builder())
                .httpClientBuilder(http)
                .build();
    }

    static <B extends AwsClientBuilder<B, ?>> B reaching(URI endpoint, B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)));
    }
}
