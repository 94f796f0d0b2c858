package io.github.camelconduit.kinesis.springboot;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** A client that no test calls. */
final class UnusedClient implements KinesisAsyncClient {

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
