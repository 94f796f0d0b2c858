package io.github.camelconduit.kinesis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;

/** A client whose writes go to the service when the test lets them, however long that takes it. */
final class HeldWrites implements KinesisAsyncClient {

    private final KinesisAsyncClient client;
    private final CompletableFuture<Void> gate = new CompletableFuture<>();
    private final AtomicInteger asked = new AtomicInteger();

    HeldWrites(EmbeddedKinesis kinesis) {
        client = KinesisAsyncClient.builder()
                .endpointOverride(kinesis.endpoint())
                .region(Region.of(kinesis.region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    /** How often it was asked to write so far. */
    int asked() {
        return asked.get();
    }

    /** Lets all writes go, those that come later at once. */
    void release() {
        gate.complete(null);
    }

    @Override
    public CompletableFuture<PutRecordsResponse> putRecords(PutRecordsRequest request) {
        asked.incrementAndGet();
        return gate.thenCompose(open -> client.putRecords(request));
    }

    @Override
    public String serviceName() {
        return client.serviceName();
    }

    @Override
    public void close() {
        client.close();
    }
}
