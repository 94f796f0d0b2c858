package io.github.camelconduit.kinesis.benchmark;

import java.net.URI;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Clients of the AWS SDK that write, each as those use it who are measured, and each with a counter. */
final class WriteClients {

    private static final int CONNECTIONS = 256;

    private WriteClients() {}

    static KinesisAsyncClient asynchronous(URI endpoint, RequestCounter counter) {
        return settled(KinesisAsyncClient.builder(), endpoint, counter)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(CONNECTIONS))
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
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .overrideConfiguration(c -> c.addExecutionInterceptor(counter));
    }
}
