package io.github.camelconduit.kinesis.client;

import java.net.URI;
import java.time.Duration;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;

/**
 * The two clients of an endpoint: one for subscriptions, which live for minutes and may be silent, and one for all
 * other calls, which must not wait that long nor behind them.
 *
 * @param subscriptions for SubscribeToShard only
 * @param calls for everything else
 * @param owned whether closing this closes the clients
 */
public record KinesisClients(KinesisAsyncClient subscriptions, KinesisAsyncClient calls, boolean owned)
        implements AutoCloseable {

    /** Makes the clients that the configuration describes. */
    public static KinesisClients create(ConduitKinesisConfiguration configuration) {
        if (configuration.getAmazonKinesisAsyncClient() != null) {
            KinesisAsyncClient given = configuration.getAmazonKinesisAsyncClient();
            return new KinesisClients(given, given, false);
        }
        KinesisAsyncClient subscriptions = base(configuration)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .protocol(Protocol.HTTP2)
                        .maxConcurrency(10_000)
                        .readTimeout(Duration.ofMinutes(6))
                        .http2Configuration(h -> h.maxStreams(8L).initialWindowSize(512 * 1024)))
                .build();
        KinesisAsyncClient calls = base(configuration)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP2))
                .build();
        return new KinesisClients(subscriptions, calls, true);
    }

    private static KinesisAsyncClientBuilder base(ConduitKinesisConfiguration configuration) {
        KinesisAsyncClientBuilder builder = KinesisAsyncClient.builder()
                .region(Region.of(configuration.getRegion()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        configuration.getAccessKeyId(), configuration.getSecretAccessKey())));
        if (configuration.getUrl() != null) {
            builder.endpointOverride(URI.create(configuration.getUrl()));
        }
        return builder;
    }

    @Override
    public void close() {
        if (owned) {
            subscriptions.close();
            calls.close();
        }
    }
}
