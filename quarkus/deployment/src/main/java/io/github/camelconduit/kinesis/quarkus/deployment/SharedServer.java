package io.github.camelconduit.kinesis.quarkus.deployment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.waiters.KinesisAsyncWaiter;

/** An embedded Kinesis of another process on this machine. */
final class SharedServer {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** An account may call DescribeStream ten times a second (API reference), and others may use the server. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private static final int OK = 200;

    private final URI endpoint;

    private SharedServer(URI endpoint) {
        this.endpoint = endpoint;
    }

    static SharedServer at(int port) {
        return new SharedServer(URI.create("http://127.0.0.1:" + port));
    }

    URI endpoint() {
        return endpoint;
    }

    /** Whether there is one; what else may listen there has no such path. */
    boolean isThere() {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/_admin/faults"))
                .timeout(LIMIT)
                .build();
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Creates streams, but for those that are there, and waits until they can be read: a server's own can at once. */
    void createStreams(String region, Map<String, Integer> streams) {
        try (KinesisAsyncClient client = KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build()) {
            streams.forEach((name, shards) -> create(client, name, shards));
            try (KinesisAsyncWaiter waiter = waiter(client)) {
                streams.keySet().forEach(name -> waiter.waitUntilStreamExists(stream -> stream.streamName(name))
                        .join());
            }
        }
    }

    private static KinesisAsyncWaiter waiter(KinesisAsyncClient client) {
        return KinesisAsyncWaiter.builder()
                .client(client)
                .overrideConfiguration(waiting -> waiting.maxAttempts((int) (LIMIT.toMillis() / LOOK_AGAIN.toMillis()))
                        .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(LOOK_AGAIN)))
                .build();
    }

    private static void create(KinesisAsyncClient client, String name, int shards) {
        try {
            client.createStream(stream -> stream.streamName(name).shardCount(shards))
                    .join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ResourceInUseException)) {
                throw e;
            }
        }
    }
}
