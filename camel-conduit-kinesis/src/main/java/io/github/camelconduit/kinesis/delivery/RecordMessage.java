package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultMessage;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;

/**
 * The message of a record. Its headers are made when somebody first looks for one: making all of them takes a quarter of
 * what an exchange takes in a short route, and many routes look at none. Holds nothing of its batch: a route that keeps
 * one message, as an aggregator does, would keep all the records that came with it.
 */
final class RecordMessage extends DefaultMessage {

    private final ShardRecord shardRecord;
    private final String shardId;
    private final long millisBehindLatest;
    private final Instant snapshotEnd;
    private final String streamName;

    RecordMessage(
            CamelContext context, ShardRecord shardRecord, RecordBatch batch, Instant snapshotEnd, String streamName) {
        super(context);
        this.shardRecord = shardRecord;
        this.shardId = batch.shardId();
        this.millisBehindLatest = batch.millisBehindLatest();
        this.snapshotEnd = snapshotEnd;
        this.streamName = streamName;
        setBody(shardRecord.data());
    }

    /** Without this a copy of a message that nobody has looked at would have none. */
    @Override
    protected boolean isPopulateHeadersSupported() {
        return true;
    }

    @Override
    protected void populateInitialHeaders(Map<String, Object> headers) {
        Instant arrival = shardRecord.arrivalTime();
        headers.put(ConduitKinesisConstants.STREAM_NAME, streamName);
        headers.put(ConduitKinesisConstants.SHARD_ID, shardId);
        headers.put(ConduitKinesisConstants.SEQUENCE_NUMBER, shardRecord.sequenceNumber());
        headers.put(ConduitKinesisConstants.PARTITION_KEY, shardRecord.partitionKey());
        headers.put(ConduitKinesisConstants.MILLIS_BEHIND_LATEST, millisBehindLatest);
        headers.put(ConduitKinesisConstants.ARRIVAL_TIME, arrival);
        headers.put(ConduitKinesisConstants.MESSAGE_TIMESTAMP, arrival.toEpochMilli());
        headers.put(
                ConduitKinesisConstants.PHASE,
                arrival.isBefore(snapshotEnd)
                        ? ConduitKinesisConstants.PHASE_SNAPSHOT
                        : ConduitKinesisConstants.PHASE_CDC);
    }
}
