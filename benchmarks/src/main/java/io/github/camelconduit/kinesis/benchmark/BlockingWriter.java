package io.github.camelconduit.kinesis.benchmark;

import java.net.URI;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * Somebody who writes a record and goes on when it is written, on any number of threads.
 *
 * @param name what the results call it
 * @param counter counts its requests
 */
record BlockingWriter(String name, RequestCounter counter, Write write) {

    /** Writes one record. */
    interface Write {
        void write(String partitionKey, byte[] data) throws Exception;
    }

    private static final String STREAM = "written";

    /** One PutRecord after the other. */
    static BlockingWriter putRecord(URI server) {
        RequestCounter counter = new RequestCounter();
        KinesisAsyncClient client = WriteClients.asynchronous(server, counter);
        return new BlockingWriter("PutRecord", counter, (key, data) -> client.putRecord(
                        r -> r.streamName(STREAM).partitionKey(key).data(SdkBytes.fromByteArrayUnsafe(data)))
                .join());
    }

    /** One PutRecords of one record after the other. */
    static BlockingWriter putRecords(URI server) {
        RequestCounter counter = new RequestCounter();
        KinesisAsyncClient client = WriteClients.asynchronous(server, counter);
        return new BlockingWriter("PutRecords of one", counter, (key, data) -> {
            PutRecordsResponse answer = client.putRecords(r -> r.streamName(STREAM)
                            .records(PutRecordsRequestEntry.builder()
                                    .partitionKey(key)
                                    .data(SdkBytes.fromByteArrayUnsafe(data))
                                    .build()))
                    .join();
            if (answer.failedRecordCount() > 0) {
                throw new IllegalStateException(
                        "Not written: " + answer.records().get(0).errorCode());
            }
        });
    }

    /** A producer of this component, exchange by exchange. */
    static BlockingWriter conduit(CamelContext camel, URI server) throws Exception {
        RequestCounter counter = new RequestCounter();
        camel.getRegistry().bind("blockingConduit", WriteClients.ofConduit(server, counter));
        return camel(
                "conduit-kinesis",
                camel.getEndpoint(
                        "conduit-kinesis:" + STREAM + "?region=us-east-1&amazonKinesisAsyncClient=#blockingConduit"),
                "CamelConduitKinesisPartitionKey",
                counter);
    }

    /** A producer of Camel's own component, exchange by exchange. */
    static BlockingWriter aws2(CamelContext camel, URI server) throws Exception {
        RequestCounter counter = new RequestCounter();
        camel.getRegistry().bind("aws2", WriteClients.synchronous(server, counter));
        return camel(
                "aws2-kinesis",
                camel.getEndpoint("aws2-kinesis:" + STREAM + "?region=us-east-1&amazonKinesisClient=#aws2"),
                "CamelAwsKinesisPartitionKey",
                counter);
    }

    private static BlockingWriter camel(String name, Endpoint endpoint, String keyHeader, RequestCounter counter)
            throws Exception {
        Producer producer = endpoint.createProducer();
        producer.start();
        return new BlockingWriter(name, counter, (key, data) -> {
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setBody(data);
            exchange.getMessage().setHeader(keyHeader, key);
            producer.process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
        });
    }
}
