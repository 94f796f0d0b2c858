package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;

import org.apache.camel.Consumer;
import org.apache.camel.Exchange;

/** Makes the exchange of a record. */
final class RecordExchanges {

    private final Consumer consumer;
    private final String streamName;

    RecordExchanges(Consumer consumer, String streamName) {
        this.consumer = consumer;
        this.streamName = streamName;
    }

    /** A new exchange; whoever gets it gives it back to the consumer when the route has returned it. */
    Exchange create(ShardRecord shardRecord, RecordBatch batch, Instant snapshotEnd) {
        Exchange exchange = consumer.createExchange(false);
        exchange.setIn(new RecordMessage(exchange.getContext(), shardRecord, batch, snapshotEnd, streamName));
        return exchange;
    }
}
