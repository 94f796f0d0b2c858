package io.github.camelconduit.kinesis.benchmark;

import java.net.URI;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import io.github.camelconduit.kinesis.client.Transmission;

/** Clients of the AWS SDK that write, each as those use it who are measured, and each with a counter. */
final class WriteClients {

    private static final int CONNECTIONS = 256;
    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"));

    private WriteClients() {}

    static KinesisAsyncClient asynchronous(URI endpoint, RequestCounter counter) {
        return settled(KinesisAsyncClient.builder(), endpoint, counter)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .protocol(Protocol.HTTP1_1)
                        .maxConcurrency(CONNECTIONS))
                .asyncConfiguration(
                        a -> a.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .build();
    }

    /** The same, as this component makes it for writes. */
    static KinesisAsyncClient ofConduit(URI endpoint, RequestCounter counter) {
        return KinesisAsyncClient.builder()
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .protocol(Protocol.HTTP1_1)
                        .maxConcurrency(CONNECTIONS))
                .asyncConfiguration(
                        a -> a.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .overrideConfiguration(c -> c.addExecutionInterceptor(counter)
                        .addExecutionInterceptor(Transmission.INTERCEPTOR)
                        .retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** As camel-aws2-kinesis has it by default. */
    static KinesisClient synchronous(URI endpoint, RequestCounter counter) {
        return settled(KinesisClient.builder(), endpoint, counter)
                .httpClientBuilder(ApacheHttpClient.builder().maxConnections(CONNECTIONS))
                .build();
    }

    private static <B extends AwsClientBuilder<B, C>, C> B settled(B builder, URI endpoint, RequestCounter counter) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .overrideConfiguration(c -> c.addExecutionInterceptor(counter));
    }
}
