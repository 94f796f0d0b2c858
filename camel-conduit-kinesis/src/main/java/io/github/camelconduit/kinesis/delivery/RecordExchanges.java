package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;

import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;

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
        Message message = exchange.getMessage();
        message.setBody(shardRecord.data());
        message.setHeader(ConduitKinesisConstants.STREAM_NAME, streamName);
        message.setHeader(ConduitKinesisConstants.SHARD_ID, batch.shardId());
        message.setHeader(ConduitKinesisConstants.SEQUENCE_NUMBER, shardRecord.sequenceNumber());
        message.setHeader(ConduitKinesisConstants.PARTITION_KEY, shardRecord.partitionKey());
        message.setHeader(ConduitKinesisConstants.MILLIS_BEHIND_LATEST, batch.millisBehindLatest());
        Instant arrival = shardRecord.arrivalTime();
        message.setHeader(ConduitKinesisConstants.ARRIVAL_TIME, arrival);
        message.setHeader(ConduitKinesisConstants.MESSAGE_TIMESTAMP, arrival.toEpochMilli());
        message.setHeader(
                ConduitKinesisConstants.PHASE,
                arrival.isBefore(snapshotEnd)
                        ? ConduitKinesisConstants.PHASE_SNAPSHOT
                        : ConduitKinesisConstants.PHASE_CDC);
        return exchange;
    }
}
