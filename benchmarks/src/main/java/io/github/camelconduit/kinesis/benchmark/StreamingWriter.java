package io.github.camelconduit.kinesis.benchmark;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * Somebody who writes as fast as it goes from one thread, with so much outstanding at a time.
 *
 * @param name what the results call it
 * @param counter counts its requests
 * @param run writes until the moment (by {@link System#nanoTime()}) and returns how many records were written
 */
record StreamingWriter(String name, RequestCounter counter, Run run) {

    /** One round. */
    interface Run {
        long until(long endNanos) throws Exception;
    }

    private static final String STREAM = "written";
    private static final int BATCH = 500;

    /** PutRecords of 500, so many at a time. */
    static StreamingWriter putRecords(URI server, int requestsInFlight, byte[] data, Keys keys) {
        RequestCounter counter = new RequestCounter();
        KinesisAsyncClient client = WriteClients.asynchronous(server, counter);
        return new StreamingWriter("bare PutRecords of 500", counter, end -> {
            Semaphore room = new Semaphore(requestsInFlight);
            LongAdder written = new LongAdder();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            while (System.nanoTime() < end) {
                List<PutRecordsRequestEntry> entries = new ArrayList<>(BATCH);
                for (int i = 0; i < BATCH; i++) {
                    entries.add(PutRecordsRequestEntry.builder()
                            .partitionKey(keys.next())
                            .data(SdkBytes.fromByteArrayUnsafe(data))
                            .build());
                }
                room.acquire();
                client.putRecords(r -> r.streamName(STREAM).records(entries)).whenComplete((answer, thrown) -> {
                    if (thrown == null) {
                        written.add(answer.records().size() - answer.failedRecordCount());
                    } else {
                        failure.set(thrown);
                    }
                    room.release();
                });
            }
            room.acquire(requestsInFlight);
            return result(written, failure);
        });
    }

    /** Exchanges handed over to a producer of this component, so many without an outcome at a time. */
    static StreamingWriter exchanges(
            CamelContext camel,
            URI server,
            String name,
            String options,
            int requestsInFlight,
            int outstanding,
            byte[] data,
            Keys keys)
            throws Exception {
        RequestCounter counter = new RequestCounter();
        String bean = "streaming-" + name.replaceAll("\\W", "");
        camel.getRegistry().bind(bean, WriteClients.ofConduit(server, counter));
        Endpoint endpoint =
                camel.getEndpoint("conduit-kinesis:" + STREAM + "?region=us-east-1&amazonKinesisAsyncClient=#" + bean
                        + "&maxInFlightRequests=" + requestsInFlight + "&" + options);
        AsyncProducer producer = endpoint.createAsyncProducer();
        producer.start();
        return new StreamingWriter("exchanges, " + name, counter, end -> {
            Semaphore room = new Semaphore(outstanding);
            LongAdder written = new LongAdder();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            while (System.nanoTime() < end) {
                room.acquire();
                Exchange exchange = endpoint.createExchange();
                exchange.getMessage().setBody(data);
                exchange.getMessage().setHeader("CamelConduitKinesisPartitionKey", keys.next());
                producer.process(exchange, doneSync -> {
                    if (exchange.getException() == null) {
                        written.increment();
                    } else {
                        failure.set(exchange.getException());
                    }
                    room.release();
                });
            }
            room.acquire(outstanding);
            return result(written, failure);
        });
    }

    private static long result(LongAdder written, AtomicReference<Throwable> failure) {
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
        return written.sum();
    }

    /** Partition keys, in a round. One thread. */
    static final class Keys {

        private final String[] keys;
        private int next;

        Keys(int count) {
            keys = new String[count];
            for (int i = 0; i < count; i++) {
                keys[i] = "key-" + i;
            }
        }

        String next() {
            String key = keys[next];
            next = next + 1 == keys.length ? 0 : next + 1;
            return key;
        }
    }
}
